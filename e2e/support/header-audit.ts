/** Every header that a request of the extension may carry, and the comparison of what left a browser with that list. */
import type { BrowserKind } from '../browsers/browser.ts';
import type { LogEntry } from '../network/log.ts';

/** Hosts that browsers contact by themselves: their resolver, and the account service of Chromium. */
export const BROWSER_TRAFFIC = ['resolver.example', 'accounts.google.com'];

interface DeclaredHeader {
  /** Which browser sends it; both without this. */
  only?: BrowserKind;
  /** Everything that it may say. A value that marks an installation fits none of these. */
  value: RegExp;
}

/** PRIVACY.md ("What is sent") says what these tell. A new name or a wider value changes that promise. */
const DECLARED_HEADERS: Record<string, DeclaredHeader> = {
  host: { value: /^[\w.:[\]-]+$/ },
  connection: { value: /^keep-alive$/ },
  // Of the browser: its kind and version, the system's kind, the person's languages. Every page gets the same.
  'user-agent': { value: /^Mozilla\/5\.0 \([\w ;:.]+\) [\w/. (),]+$/ },
  'accept-language': { value: /^[\w-]+(,[\w-]+;q=0\.\d)*$/ },
  'accept-encoding': { value: /^gzip, deflate(, br, zstd)?$|^identity$/ },
  priority: { only: 'firefox', value: /^u=[0-6]$/ },
  // What is asked for, the same from everybody.
  accept: { value: /^\*\/\*$|^application\/dns-message$/ },
  'content-type': { value: /^application\/json$/ },
  'content-length': { value: /^\d{1,6}$/ },
  range: { value: /^bytes=0-\d{1,6}$/ },
  // That it is no page that is opened, and that nothing comes from a cache.
  pragma: { value: /^no-cache$/ },
  'cache-control': { value: /^no-cache$/ },
  'sec-fetch-site': { value: /^none$|^same-origin$|^same-site$|^cross-site$/ },
  'sec-fetch-mode': { value: /^cors$|^no-cors$/ },
  'sec-fetch-dest': { value: /^empty$/ },
};

/**
 * Headers of the extension's requests that are not declared, and requests of anybody that name the installation, a line
 * each.
 */
export function undeclaredHeaders(
  log: readonly LogEntry[],
  { kind, extensionHost }: { kind: BrowserKind; extensionHost: string },
): string[] {
  return log.flatMap((entry) => {
    const { method, host, path, headers } = entry;
    const where = `${method} ${host}${path}`;
    const names = JSON.stringify({ where, headers }).includes(extensionHost) ? [`${where} names it`] : [];
    if (!headers || isOfPage(headers) || BROWSER_TRAFFIC.includes(host)) return names;
    const undeclared = Object.entries(headers).filter(([name, value]) => !isDeclared(kind, name, value));
    return [...names, ...undeclared.map(([name, value]) => `${where} ${name}: ${value}`)];
  });
}

function isDeclared(kind: BrowserKind, name: string, value: string): boolean {
  const declared = DECLARED_HEADERS[name];
  return declared !== undefined && (declared.only ?? kind) === kind && declared.value.test(value);
}

/** Browsers mark what a page loads; the extension's requests are `empty`. Over plain http only `accept` tells them apart. */
const isOfPage = (headers: Record<string, string>): boolean =>
  headers['upgrade-insecure-requests'] !== undefined ||
  (headers['sec-fetch-dest'] ?? 'empty') !== 'empty' ||
  /^(image|text)\//.test(headers.accept ?? '');
