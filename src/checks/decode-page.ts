/** Bytes in which a page names its own encoding (HTML standard, "prescan a byte stream"). */
const PRESCAN_BYTES = 1024;

/**
 * A page's bytes as text. Many block pages are written in an older encoding, and some name the wrong one: bytes that are
 * valid UTF-8 beyond ASCII are read as UTF-8, whatever the page says.
 */
export function decodePage(body: Uint8Array, contentType = ''): string {
  const named = byteOrderMark(body) ?? knownEncoding(charsetIn(contentType));
  if (named?.startsWith('utf-16')) return new TextDecoder(named).decode(body);
  if (isUtf8BeyondAscii(body)) return new TextDecoder().decode(body);
  return new TextDecoder(named ?? encodingInPage(body) ?? 'utf-8').decode(body);
}

function byteOrderMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function charsetIn(text: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})/i.exec(text)?.[1];
}

/** The encoding's name as the Encoding standard has it; undefined for a label that it does not know. */
function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** The encoding that a `meta` element names. It was read as ASCII, so it cannot be UTF-16 (HTML standard). */
function encodingInPage(body: Uint8Array): string | undefined {
  const start = new TextDecoder('windows-1252').decode(body.subarray(0, PRESCAN_BYTES));
  for (const [tag] of start.matchAll(/<meta\b[^<>]*/gi)) {
    const encoding = knownEncoding(charsetIn(tag));
    if (encoding !== undefined) return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  }
  return undefined;
}

/** A character that was cut off at the end does not count against it. */
function isUtf8BeyondAscii(body: Uint8Array): boolean {
  if (body.every((byte) => byte < 0x80)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true });
    return true;
  } catch {
    return false;
  }
}
