/** Every header that a request of the extension may carry, and the comparison of what left a browser with that list. */
import type { BrowserKind } from '../browsers/browser.ts';
import type { LogEntry } from '../network/log.ts';

/** Hosts that browsers contact by themselves: their resolver, and the account service of Chromium. */
export const BROWSER_TRAFFIC = ['resolver.example', 'accounts.google.com'];

/** Where Chromium by itself reports errors of a site that asks for that (`site-wants-error-reports`). */
export const ERROR_REPORTS_HOST = 'reports.example';

interface DeclaredHeader {
  /** Only what is asked from inside a page carries it. */
  inPage?: true;
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
  'user-agent': {
    value:
      /^Mozilla\/5\.0 \([\w ;:.]+\) (Gecko\/20100101 Firefox\/\d+\.0|AppleWebKit\/537\.36 \(KHTML, like Gecko\) (Headless)?Chrome\/\d+\.0\.0\.0 Safari\/537\.36)$/,
  },
  'accept-language': { value: /^[a-z]{2,3}(-\w{2,4})*(,[a-z]{2,3}(-\w{2,4})*;q=0\.\d)*$/ },
  'accept-encoding': { value: /^gzip, deflate(, br, zstd)?$|^identity$/ },
  priority: { only: 'firefox', value: /^u=[0-6]$/ },
  'sec-ch-ua': { only: 'chromium', value: /^("[^"]{1,20}";v="\d+"(, )?)+$/ },
  'sec-ch-ua-mobile': { only: 'chromium', value: /^\?[01]$/ },
  'sec-ch-ua-platform': { only: 'chromium', value: /^"\w+"$/ },
  // The page's own, as its own requests carry it.
  origin: { inPage: true, value: /^https:\/\/[\w.-]+$/ },
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
    if (!headers || isOfPage(entry, headers) || [...BROWSER_TRAFFIC, ERROR_REPORTS_HOST].includes(host))
      return names;
    const undeclared = Object.entries(headers).filter(
      ([name, value]) =>
        !isDeclared(kind, name, value) || (DECLARED_HEADERS[name]?.inPage && !isFromPage(headers)),
    );
    return [...names, ...undeclared.map(([name, value]) => `${where} ${name}: ${value}`)];
  });
}

function isDeclared(kind: BrowserKind, name: string, value: string): boolean {
  const declared = DECLARED_HEADERS[name];
  return declared !== undefined && (declared.only ?? kind) === kind && declared.value.test(value);
}

/** Requests of a page and those that the extension makes in it; the background's are `none` or `same-origin`. */
const isFromPage = ({ 'sec-fetch-site': site = '' }: Record<string, string>): boolean =>
  ['cross-site', 'same-site'].includes(site);

/** What the extension reads in a page it asks for as a range; a script of the page does not, in these scenarios. */
const isOfScript = (headers: Record<string, string>): boolean =>
  isFromPage(headers) && headers['sec-fetch-mode'] === 'cors' && headers.range === undefined;

/** A page's worker or script that fetches from its own host; the extension sends no referrer. */
const isOfOwnHost = ({ host }: LogEntry, headers: Record<string, string>): boolean =>
  headers['sec-fetch-site'] === 'same-origin' && headers.referer?.startsWith(`https://${host}/`) === true;

/** Before a browser uploads what a site asked it to report (Reporting API). The extension posts nothing from a page. */
const isBeforeUpload = ({ method }: LogEntry, headers: Record<string, string>): boolean =>
  method === 'OPTIONS' &&
  headers['access-control-request-method'] === 'POST' &&
  headers.origin?.startsWith('https://') === true;

/** Browsers mark what a page loads; the extension's requests are `empty`. Over plain http only `accept` tells them apart. */
const isOfPage = (entry: LogEntry, headers: Record<string, string>): boolean =>
  isOfScript(headers) ||
  isOfOwnHost(entry, headers) ||
  isBeforeUpload(entry, headers) ||
  headers['upgrade-insecure-requests'] !== undefined ||
  (headers['sec-fetch-dest'] ?? 'empty') !== 'empty' ||
  /^(image\/\w+|text\/html),/.test(headers.accept ?? '');
