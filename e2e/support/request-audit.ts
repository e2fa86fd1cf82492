/** What leaves the browser while a page is looked into, held against the table that PRIVACY.md shows people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domesticHosts } from '../../src/config/domestic-hosts.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import type { LogEntry } from '../network/log.ts';
import { addressesOf } from '../network/places.ts';
import type { Faults, Scenario } from '../network/scenario.ts';
import { ROOT } from './ensure-built.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** Rows of the table "What is sent, when, and what it reveals": hosts in code, places by their words. */
const PRIVACY_ROWS = (
  /\| to \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(readFileSync(join(ROOT, 'PRIVACY.md'), 'utf8'))?.[1] ?? ''
)
  .split('\n')
  .filter(Boolean)
  .map((row) => row.split('|')[1] ?? '');

/** Whether some row of the table tells of a request to `host`, made for a page of `platform` in `country`. */
export function isDocumented(host: string, platform: string, country: string): boolean {
  const named = PRIVACY_ROWS.some((to) =>
    [...to.matchAll(/`([^`]+)`/g)].some(([, name = '']) => name === host && !name.includes('/')),
  );
  if (named) return true;
  if (platformOfHost(host)?.slug === platform)
    return PRIVACY_ROWS.some((to) => /the platform itself/.test(to));
  if (domesticHosts(country).includes(host))
    return PRIVACY_ROWS.some((to) => /sites inside your country/.test(to));
  return false;
}

/** What browsers ask by themselves: names of their own resolver, and whether somebody is logged in to them. */
const BROWSER_TRAFFIC = ['resolver.example', 'accounts.google.com'];

/** Requests that got as far as a server, but for browsers' own errands: a site's icon is one. */
export const requestsIn = (log: readonly LogEntry[]): LogEntry[] =>
  log.filter(
    ({ layer, host, path }) =>
      (layer === 'http' || layer === 'plain') && path !== '/favicon.ico' && !BROWSER_TRAFFIC.includes(host),
  );
export const requestAddress = ({ host, path }: LogEntry): string => `${host}${path ?? ''}`;

/**
 * Hosts that heard of a request or of a half-made connection, and of which the table does not tell; of none but the
 * page's own, where there is nothing to look into. Where the page itself is sent is none of the extension's. A
 * connection that was swallowed is made by the system seconds later, when the network lets it, though nobody wants it
 * any more: such a one is forgiven where an earlier scenario explains it, and what the one just before left on its way.
 */
export function undocumentedRequests(
  { network: { log, placeOf }, scenario, earlier }: ScenarioRun,
  isLookedInto: boolean,
): string[] {
  // The platform's bare address stands in the log where the extension, as it tells, leaves the name out.
  const bareIsTold = PRIVACY_ROWS.some((to) => /the platform's address, without its name/.test(to));
  const isExplained = (host: string, { url, country, faults }: Scenario): boolean => {
    const { hostname } = new URL(url);
    const platform = platformOfHost(hostname)?.slug ?? '';
    if (
      isDocumented(host, platform, country) ||
      (bareIsTold && addressesOf(placeOf(hostname)).includes(host))
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
      // A page that is none of ours may begin what it calls back.
      if (isLookedInto ? isExplained(host, scenario) : layer === 'tls') return false;
      if (before && isExplained(host, before)) return false;
      // Over a connection that was swallowed Firefox asks what it was made for, long after that was called back (seen).
      return !earlier.some((one) => (layer === 'tls' || dropsPackets(one)) && isExplained(host, one));
    })
    .map(({ layer, method, host, path, action, headers }) =>
      [layer, method, `${host}${path ?? ''}`, action, headers?.['sec-fetch-mode']].filter(Boolean).join(' '),
    );
}

const dropsPackets = ({ faults }: Scenario): boolean =>
  Object.values(faults).some(({ tcp }) => tcp === 'drop');

/** Hosts to which the scenario's answers send the page. */
const redirectTargets = (faults: Faults): string[] =>
  Object.values(faults)
    .flatMap(({ https, plainHttp }) => [https, plainHttp])
    .flatMap((answer) => (typeof answer === 'object' && answer.redirect ? [answer.redirect] : []))
    .filter((target) => URL.canParse(target))
    .map((target) => new URL(target).hostname);
