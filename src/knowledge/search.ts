/**
 * Normalizes a text for comparison: without diacritics and case, with one form for each letter that has several. Arabic letters
 * become the Urdu and Persian letters that people confuse them with (ي/ی, ك/ک, ة ہ/ه, أ/ا); Arabic digits become 0–9.
 */
export function foldForSearch(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Diacritics, and characters that only join or stretch letters.
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
 * Makes a test whether each word of the query begins a word of a text: `court 2024` matches “Islamabad High Court,
 * 17 April 2024”. An empty query matches nothing.
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
