/**
 * A text as it is compared: no marks, no case, one form of each letter that scripts write in several. Arabic letters
 * fold to those of Urdu and Persian that people mistake for them (ي/ی, ك/ک, ة ہ/ه, أ/ا), digits of all scripts to 0–9.
 */
export function foldForSearch(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Marks above and below, and signs that only join or stretch.
      .replaceAll(/[\p{M}\u0640\u200c\u200d]/gu, '')
      .toLowerCase()
      .replaceAll('ı', 'i')
      .replaceAll(/[يىۍ]/g, 'ی')
      .replaceAll('ك', 'ک')
      .replaceAll(/[ةہھۀۂ]/g, 'ه')
      .replaceAll(/[أإآٱ]/g, 'ا')
      .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/**
 * A test for texts: whether each word of the query begins a word of it. `court 2024` finds “Islamabad High Court,
 * 17 April 2024”. An empty query fits nothing.
 */
export function createTextMatcher(query: string): (text: string) => boolean {
  const words = foldForSearch(query)
    .split(' ')
    .filter((word) => word !== '');
  return (text) => {
    const folded = ` ${foldForSearch(text)}`;
    return words.length > 0 && words.every((word) => folded.includes(` ${word}`));
  };
}
