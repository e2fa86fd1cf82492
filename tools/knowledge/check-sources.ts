import type { Incident } from '../../src/knowledge/incident.ts';
import { wordFaults } from './check-words.ts';
import { dayFault } from './dates.ts';
import type { ProblemReporter } from './problem.ts';

const TRACKING_PARAMETER = /^(utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref_src|ref_url|guccounter)$/i;
const SESSION_PARAMETER = /^(jsessionid|phpsessid|sessionid|sid|access_token|token)$/i;
/** Hosts whose links redirect to another page: they hide it, and stop working with the service. */
const LINK_SHORTENERS =
  /^(bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|buff\.ly|is\.gd|cutt\.ly|lnkd\.in|fb\.me|dlvr\.it|shorturl\.at)$/;

/** Checks that each source has a usable link, is listed once, and has a plain title and publisher. */
export function checkSources({ sources }: Incident, today: string, report: ProblemReporter): void {
  sources.forEach((source, i) => {
    const at = `sources[${i}]`;
    for (const [reason, fix] of urlFaults(new URL(source.url))) report(`${at}.url`, reason, fix);
    if (sources.findIndex((other) => isSameUrl(other.url, source.url)) < i)
      report(`${at}.url`, 'is listed twice', 'list each source once');
    for (const field of ['title', 'publisher'] as const)
      for (const [reason, fix] of wordFaults(source[field])) report(`${at}.${field}`, reason, fix);
    const fault = source.date && dayFault(source.date, today);
    if (fault) report(`${at}.date`, fault, 'write the day that the source gives, or null');
  });
}

type Fault = [reason: string, fix: string];

/** Why a link leads nowhere, or will lead to another page later. The check requests no link. */
function* urlFaults(url: URL): Generator<Fault> {
  const host = url.hostname.replace(/^www\./, '');
  const path = url.pathname + url.search;
  yield* addressFaults(url, host);
  yield* intermediaryFaults(host, path);
  yield* spellingFaults(path);
  yield* parameterFaults(url.searchParams);
}

/** Links that not everyone can open, or that name a whole site. */
function* addressFaults(url: URL, host: string): Generator<Fault> {
  if (!/\.[a-z][a-z0-9-]+$/.test(host) || /\.(local|localhost|internal|test|invalid|onion)$/.test(host))
    yield ['has a host that the public web does not know', 'link to where everybody can read it'];
  if (url.port) yield [`asks for port ${url.port}`, 'link to the public page'];
  if (url.username || url.password) yield ['holds a login', 'remove it'];
  if (url.pathname === '/' && !url.search) yield ['is only a homepage', 'link to the page itself'];
}

/** Links to a service that stands between the reader and the page. */
function* intermediaryFaults(host: string, path: string): Generator<Fault> {
  if (LINK_SHORTENERS.test(host)) yield ['is shortened', 'follow it, and link to where it leads'];
  if (/^google\.[a-z.]+$/.test(host) && /^\/(url|amp|search)\b/.test(path))
    yield ['leads through a search engine', 'link to the page itself'];
  if (/(^|\.)(webcache\.googleusercontent\.com|translate\.goog|cdn\.ampproject\.org)$/.test(host))
    yield ['is a copy in a cache that forgets', 'link to the page, or to a copy at web.archive.org'];
}

/** Links that were copied or generated wrongly. */
function* spellingFaults(path: string): Generator<Fault> {
  if (/(…|%E2%80%A6|\.\.\.?|[,;)\]>"']|%20)$/i.test(path))
    yield ['looks cut off, or copied with a sign too many', 'copy it whole'];
  if (/(^|[/=])(undefined|null|NaN|TODO|xxx)(\/|$)/.test(path))
    yield ['was made by a program that failed', 'copy it from the browser'];
}

function* parameterFaults(parameters: URLSearchParams): Generator<Fault> {
  for (const key of parameters.keys()) {
    if (TRACKING_PARAMETER.test(key)) yield [`carries the tracking parameter ${key}`, 'remove it'];
    if (SESSION_PARAMETER.test(key))
      yield [`carries ${key}, which ends with somebody's session`, 'remove it'];
  }
}

/** Whether two addresses name one page: `www.` or a mobile host, and a slash at the end, make no difference. */
export function isSameUrl(a: string, b: string): boolean {
  return comparableUrl(a) === comparableUrl(b);
}

function comparableUrl(address: string): string {
  const { hostname, pathname, search } = new URL(address);
  return hostname.replace(/^(www|m|mobile|amp)\./, '') + pathname.replace(/\/$/, '') + search;
}
