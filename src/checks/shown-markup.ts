/** Elements whose content no browser shows. */
const HIDDEN = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'noembed', 'noframes']);
const MAX_NAME_LENGTH = 32;

/**
 * What a page shows, with its tags but without their attributes: no comments, no scripts. One pass, so that no page can make
 * it slow. Text that a style hides stays in.
 */
export function shownMarkup(page: string): string {
  const shown: string[] = [];
  for (let at = 0; at < page.length; ) {
    const open = page.indexOf('<', at);
    const end = open === -1 ? page.length : open;
    shown.push(page.slice(at, end));
    if (open === -1) break;
    const markup = markupAt(page, open);
    shown.push(markup.shown);
    at = markup.end;
  }
  return shown.join('');
}

/** What of the markup that begins here is shown, and where it ends. */
function markupAt(page: string, open: number): { shown: string; end: number } {
  if (page.startsWith('<!--', open)) return { shown: '', end: indexAfter(page, '-->', open + 2) };
  if (/[!?]/.test(page[open + 1] ?? '')) return { shown: '', end: indexAfter(page, '>', open) };
  const tag = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(page.slice(open, open + MAX_NAME_LENGTH));
  if (!tag) return { shown: '<', end: open + 1 };
  const [start, slash, name = ''] = tag;
  const end = endOfTag(page, open);
  const isHidden = slash === '' && HIDDEN.has(name.toLowerCase());
  return { shown: `${start}>`, end: isHidden ? endOfHidden(page, name, end) : end };
}

/** A `>` inside a quoted value does not end a tag; a quote opens a value only after `=`. */
function endOfTag(page: string, open: number): number {
  let quote = '';
  let before = '';
  for (let i = open; i < page.length; i++) {
    const letter = page[i] ?? '';
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '>') return i + 1;
    else if (before === '=' && (letter === '"' || letter === "'")) quote = letter;
    if (letter.trim() !== '') before = letter;
  }
  return page.length;
}

function endOfHidden(page: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  return closing.exec(page)?.index ?? page.length;
}

function indexAfter(page: string, text: string, from: number): number {
  const found = page.indexOf(text, from);
  return found === -1 ? page.length : found + text.length;
}
