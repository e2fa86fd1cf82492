import type { Incident } from '../../src/knowledge/incident.ts';
import { wordFaults } from './check-words.ts';
import { dayFault } from './dates.ts';
import type { ProblemReporter } from './problem.ts';

const TRACKING_PARAMETER = /^(utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref_src|ref_url|guccounter)$/i;
/** Hosts whose links stand for another page: they die with the service, and hide where they lead. */
const LINK_SHORTENERS =
  /^(bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|buff\.ly|is\.gd|cutt\.ly|lnkd\.in|fb\.me|dlvr\.it|shorturl\.at)$/;

/** Whether the sources can be followed, are each there once, and are worded as a list of references is. */
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

/** What a link looks like that leads nowhere, or to something else tomorrow. No link is followed. */
function* urlFaults(url: URL): Generator<[reason: string, fix: string]> {
  const host = url.hostname.replace(/^www\./, '');
  const path = url.pathname + url.search;
  if (!/\.[a-z][a-z0-9-]+$/.test(host) || /\.(local|localhost|internal|test|invalid|onion)$/.test(host))
    yield ['has a host that the public web does not know', 'link to where everybody can read it'];
  if (url.port) yield [`asks for port ${url.port}`, 'link to the public page'];
  if (url.username || url.password) yield ['holds a login', 'remove it'];
  if (url.pathname === '/' && !url.search) yield ['is only a homepage', 'link to the page itself'];
  if (LINK_SHORTENERS.test(host)) yield ['is shortened', 'follow it, and link to where it leads'];
  if (/^google\.[a-z.]+$/.test(host) && /^\/(url|amp|search)\b/.test(path))
    yield ['leads through a search engine', 'link to the page itself'];
  if (/(^|\.)(webcache\.googleusercontent\.com|translate\.goog|cdn\.ampproject\.org)$/.test(host))
    yield ['is a copy in a cache that forgets', 'link to the page, or to a copy at web.archive.org'];
  if (/(…|%E2%80%A6|\.\.\.?|[,;)\]>"']|%20)$/i.test(path))
    yield ['looks cut off, or copied with a sign too many', 'copy it whole'];
  if (/(^|[/=])(undefined|null|NaN|TODO|xxx)(\/|$)/.test(path))
    yield ['was made by a program that failed', 'copy it from the browser'];
  for (const key of url.searchParams.keys()) {
    if (TRACKING_PARAMETER.test(key)) yield [`carries the tracking parameter ${key}`, 'remove it'];
    if (/^(jsessionid|phpsessid|sessionid|sid|access_token|token)$/i.test(key))
      yield [`carries ${key}, which ends with somebody's session`, 'remove it'];
  }
}

/** The same page, however its address is written. */
export function isSameUrl(a: string, b: string): boolean {
  return comparableUrl(a) === comparableUrl(b);
}

function comparableUrl(address: string): string {
  const { hostname, pathname, search } = new URL(address);
  return hostname.replace(/^(www|m|mobile|amp)\./, '') + pathname.replace(/\/$/, '') + search;
}
