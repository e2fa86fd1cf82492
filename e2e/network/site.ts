import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendSlowly } from './drip.ts';
import type { PageKind } from './scenario.ts';

/** The pages and files of a healthy site. */
export interface SiteFile {
  type: string;
  body: Buffer;
  status?: number;
  headers?: Record<string, string>;
}

/** Bytes of a long file: more than any sample. */
export const LONG_FILE_BYTES = 200_000;
const SCRIPT_PATH = '/assets/app.js';
const DEEPER_PATH = '/home/today';
const HTML_BYTES = { default: 12_000, long: 180_000, short: 6_000, redirect: 180_000 };
const ROBOTS = Buffer.from('User-agent: *\nDisallow: /search\nDisallow: /settings\n'.repeat(11));
const PARAGRAPH = '<p>All of this is said so that the page is as long as pages are.</p>\n';
/** Paths of files that are as long as scripts and media are. */
const LONG_FILE = /\.(m?js|css|woff2?|wasm|mp4|webm|zip|pdf|dat|bin)$/;

const script = fill('/* what a page needs */\n', LONG_FILE_BYTES);
const icon = makeIcon();
/** One transparent dot. */
const image = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** What a healthy site has at a path. */
export function siteFile(host: string, url: string, kind: PageKind | undefined): SiteFile {
  const path = url.replace(/[?#].*/, '');
  if (path === '/favicon.ico') return { type: 'image/x-icon', body: icon };
  if (path === '/robots.txt') return { type: 'text/plain', body: ROBOTS };
  if (kind === 'short' && LONG_FILE.test(path)) return { ...htmlFile('Not found', 300), status: 404 };
  if (LONG_FILE.test(path))
    return { type: /\.(m?js)$/.test(path) ? 'text/javascript' : 'application/octet-stream', body: script };
  if (path.endsWith('.png')) return { type: 'image/png', body: image };
  if (kind === 'redirect' && path === '/')
    return { ...htmlFile('Moved', 300), status: 302, headers: { location: DEEPER_PATH } };
  const length = path === '/' || kind === undefined ? HTML_BYTES[kind ?? 'default'] : HTML_BYTES.long;
  return htmlFile(host, length, kind === undefined ? `<script defer src="${SCRIPT_PATH}"></script>` : '');
}

/** Length of the front page, after redirects. */
export const frontPageBytes = (kind: PageKind | undefined): number => HTML_BYTES[kind ?? 'default'];

/** Sends a file, or the range of it that the client wants (RFC 9110 §14). */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { type, body, status = 200, headers }: SiteFile,
  rate?: number,
): void {
  const range = status === 200 ? rangeOf(request.headers.range, body.length) : undefined;
  const part = range ? body.subarray(range.first, range.last + 1) : body;
  response.writeHead(range ? 206 : status, {
    'content-type': type,
    'content-length': part.length,
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(range ? { 'content-range': `bytes ${range.first}-${range.last}/${body.length}` } : {}),
    ...headers,
  });
  if (request.method === 'HEAD') response.end();
  else if (rate === undefined) response.end(part);
  else sendSlowly(response, part, rate);
}

function htmlFile(title: string, bytes: number, inHead = ''): SiteFile {
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<link rel="icon" href="/favicon.ico">${inHead}</head><body><h1>${title}</h1>\n`;
  const end = '</body></html>\n';
  const text = fill(PARAGRAPH, bytes - head.length - end.length).toString();
  return { type: 'text/html; charset=utf-8', body: Buffer.from(head + text + end) };
}

/** Whole copies of a text, and spaces up to `bytes`. */
function fill(text: string, bytes: number): Buffer {
  return Buffer.from(text.repeat(Math.floor(Math.max(0, bytes) / text.length)).padEnd(bytes, ' '));
}

/** One range, from its first byte or its end; anything else is answered with the whole. */
function rangeOf(header: string | undefined, length: number): { first: number; last: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  return first <= last ? { first, last } : undefined;
}

/** An icon of 16 × 16 dots, all transparent. */
function makeIcon(): Buffer {
  const bytes = Buffer.alloc(22 + 40 + 1024 + 64);
  bytes.set([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0]);
  bytes.writeUInt32LE(bytes.length - 22, 14);
  bytes.writeUInt32LE(22, 18);
  bytes.writeUInt32LE(40, 22);
  bytes.writeInt32LE(16, 26);
  bytes.writeInt32LE(32, 30);
  bytes.set([1, 0, 32, 0], 34);
  return bytes;
}
