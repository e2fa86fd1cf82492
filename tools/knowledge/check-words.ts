/** Characters that no title, name or area contains: controls, bidirectional controls, zero-width characters. */
const INVISIBLE_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/**
 * Faults in the style of a short text (a title, a publisher, an office, an area). Records contain no prose: pages make
 * sentences from templates, so that no text is copied and every language says the same.
 */
export function* wordFaults(text: string): Generator<[reason: string, fix: string]> {
  if (INVISIBLE_CHARACTER.test(text)) yield ['holds an invisible character', 'type it again'];
  if (text !== text.trim() || /\s{2}/.test(text)) yield ['has a space too many', 'remove it'];
  if (/<\/?[a-z][^>]*>|&(#\d+|[a-z]+);/i.test(text)) yield ['holds HTML', 'write plain text'];
  if (/^[=+@]|^-\d/.test(text)) yield ['begins like a formula of a spreadsheet', 'write plain text'];
  if (/\]\(|https?:\/\//.test(text)) yield ['holds a link', 'put the address into url'];
  if (/(…|\.{3})$/.test(text)) yield ['is cut off', 'give it whole, or in fewer words'];
  if (/\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text) && text.replace(/\P{L}/gu, '').length > 16)
    yield ['shouts', 'write it as a sentence is written'];
  if (/^(todo|tbd|title|untitled|source|link|n\/a|unknown|\?+)$/i.test(text))
    yield ['says nothing', 'say what it is'];
  const words = text.split(/\s+/).length;
  if (words > 32) yield [`is ${words} words long`, 'a title names its source; it does not tell the story'];
}

/** Faults in the name of an office or an area: it must not be a sentence or a description. */
export function* nameFaults(text: string): Generator<[reason: string, fix: string]> {
  yield* wordFaults(text);
  if (/[.!?]$/.test(text) && !/(^|\s)\p{Lu}\p{L}{0,3}\.$/u.test(text))
    yield ['reads as a sentence', 'give the name alone'];
  if (text.split(/\s+/).length > 12) yield ['is a description', 'give the name alone'];
}
