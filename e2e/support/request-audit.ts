/** Compares the requests that leave the browser with the table in PRIVACY.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domesticHosts } from '../../src/config/domestic-hosts.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { platformBySlug, platformOfHost } from '../../src/platforms/catalogue.ts';
import type { LogEntry } from '../network/log.ts';
import { addressesOf } from '../network/places.ts';
import type { Faults, Scenario } from '../network/scenario.ts';
import { ROOT } from './ensure-built.ts';
import { BROWSER_TRAFFIC, ERROR_REPORTS_HOST } from './header-audit.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** The table "What is sent, when, and what it reveals". `to`: hosts as code, other receivers in words. */
const PRIVACY_TABLE = (
  /\| to \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(readFileSync(join(ROOT, 'PRIVACY.md'), 'utf8'))?.[1] ?? ''
)
  .split('\n')
  .filter(Boolean)
  .map((row) => row.split('|').map((cell) => cell.trim()))
  .map((cells) => ({ to: cells[1] ?? '', seen: cells.at(-2) ?? '' }));
const PRIVACY_ROWS = PRIVACY_TABLE.map(({ to }) => to);

/** What the table says that the network sees of requests to what `to` describes. */
export const seenOf = (to: RegExp): string[] =>
  PRIVACY_TABLE.filter((row) => to.test(row.to)).map(({ seen }) => seen);

/** Whether a row of the table covers a request to `host`, made for a page of `platform` in `country`. */
export function isDocumented(host: string, platform: string, country: string): boolean {
  const named = PRIVACY_ROWS.some((to) =>
    [...to.matchAll(/`([^`]+)`/g)].some(([, name = '']) => name === host && !name.includes('/')),
  );
  if (named) return true;
  if (host === ERROR_REPORTS_HOST) return PRIVACY_ROWS.some((to) => /Network Error Logging/.test(to));
  if (platformOfHost(host)?.slug === platform)
    return PRIVACY_ROWS.some((to) => /the platform itself/.test(to));
  if (domesticHosts(country).includes(host))
    return PRIVACY_ROWS.some((to) => /sites inside your country/.test(to));
  return false;
}

/** Requests that reached a server, without those that browsers make by themselves, such as a site's icon. */
export const requestsIn = (log: readonly LogEntry[]): LogEntry[] =>
  log.filter(
    ({ layer, host, path }) =>
      (layer === 'https' || layer === 'plain-http') &&
      path !== '/favicon.ico' &&
      !BROWSER_TRAFFIC.includes(host),
  );
export const requestAddress = ({ host, path }: LogEntry): string => `${host}${path ?? ''}`;

/**
 * Requests and half-made connections to hosts that the table does not cover. Without a case (`isLookedInto` is false) any
 * host but the page's own counts. Redirects of the page itself do not count. Traffic that an earlier scenario explains
 * does not count either: the system completes a swallowed connection seconds later, when the network allows it.
 */
export function undocumentedRequests(
  { network: { log, placeOf }, scenario, earlier }: ScenarioRun,
  isLookedInto: boolean,
): string[] {
  // The log has the platform's address where the extension leaves the name out, as the table says.
  const bareIsTold = PRIVACY_ROWS.some((to) => /the platform's address, without its name/.test(to));
  const isExplained = (host: string, { url, country, faults }: Scenario): boolean => {
    const { hostname } = new URL(url);
    const pageHosts = [hostname, ...redirectTargets(faults)];
    const platforms = pageHosts.flatMap((one) => platformOfHost(one)?.slug ?? []);
    const bareHosts = [
      hostname,
      ...platforms.flatMap(hostsOf),
      ...Object.keys(faults).map((key) => key.replace('*.', '')),
      ...Object.values(faults).flatMap(({ dns }) => (typeof dns === 'object' && 'to' in dns ? [dns.to] : [])),
      ...ENDPOINTS.controls.map(({ url }) => new URL(url).hostname),
    ];
    if (
      ['', ...platforms].some((platform) => isDocumented(host, platform, country)) ||
      (bareIsTold && bareHosts.some((bare) => addressesOf(placeOf(bare)).includes(host)))
    )
      return true;
    return redirectTargets(faults).some(
      (place) => host === place || addressesOf(placeOf(place)).includes(host),
    );
  };
  const before = earlier.at(-1);
  return log
    .filter(({ layer, host }) => {
      if (layer === 'tcp' || layer === 'dns' || BROWSER_TRAFFIC.includes(host)) return false;
      if (host === new URL(scenario.url).hostname) return false;
      // A page may open connections and abandon them before it sends a request.
      if (isLookedInto ? isExplained(host, scenario) : layer === 'tls') return false;
      if (before && isExplained(host, before)) return false;
      // Firefox sends a request over a connection that was swallowed, long after the request was aborted (seen).
      return !earlier.some((one) => (layer === 'tls' || dropsPackets(one)) && isExplained(host, one));
    })
    .map(({ layer, method, host, path, action, headers }) =>
      [layer, method, `${host}${path ?? ''}`, action, headers?.['sec-fetch-mode']].filter(Boolean).join(' '),
    );
}

/** All hosts of a platform that the catalogue names: any of them may fail. */
function hostsOf(slug: string): string[] {
  const { domains = [], assets = [], alternates = [] } = platformBySlug(slug) ?? {};
  return [...domains, ...assets, ...alternates];
}

const dropsPackets = ({ faults }: Scenario): boolean =>
  Object.values(faults).some(
    ({ tcp, freezeAfter, pace }) => tcp === 'drop' || freezeAfter !== undefined || pace !== undefined,
  );

/** Hosts to which answers of the scenario redirect the page. */
const redirectTargets = (faults: Faults): string[] =>
  Object.values(faults)
    .flatMap(({ https, plainHttp }) => [https, plainHttp])
    .flatMap((answer) => (typeof answer === 'object' && answer.redirect ? [answer.redirect] : []))
    .filter((target) => URL.canParse(target))
    .map((target) => new URL(target).hostname);
