/** Compares what an observer on the line sees with the column "what your network sees" of PRIVACY.md. */
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { isSilenced, isUnknownName } from '../network/browsers.ts';
import type { LogEntry } from '../network/log.ts';
import { OWN_RESOLVER } from '../network/places.ts';
import type { Scenario } from '../network/scenario.ts';
import { BROWSER_TRAFFIC } from './header-audit.ts';
import { isDocumented, seenOf } from './request-audit.ts';

/** No page's request is as long as what a middlebox would notice: letters of an address, bytes of a body. */
const MAX_ADDRESS = 600;
const MAX_BODY = 4_096;

type Observed = Pick<Scenario, 'url' | 'country' | 'faults'>;

/**
 * What was on the line and is not in the column, a line each: a question to the own resolver, a port, a request in the clear,
 * TLS without a name, a made-up label under two domains, an odd size.
 */
export function untoldOnTheLine(
  log: readonly LogEntry[],
  scenario: Observed,
  earlier: readonly Observed[] = [],
): string[] {
  const own = log.filter(({ host }) => !BROWSER_TRAFFIC.includes(host));
  // A browser may repeat a question of the page before.
  const isExplained = (entry: LogEntry) =>
    [scenario, ...earlier].some((one) => untoldOf(entry, one).length === 0);
  return [
    ...own.filter((entry) => !isExplained(entry)).flatMap((entry) => untoldOf(entry, scenario)),
    ...sharedLabels(own),
  ];
}

function untoldOf(entry: LogEntry, scenario: Observed): string[] {
  const { layer, host, action, path = '', headers = {}, from } = entry;
  if (layer === 'tcp') return /others$/.test(action) ? [`port: ${host} ${action}`] : [];
  if (layer === 'dns') return isToldName(host, from, scenario) ? [] : [`question: ${host}`];
  if (layer === 'tls') return isAddress(host) && !isNamelessTold() ? [`TLS without a name: ${host}`] : [];
  const size = path.length > MAX_ADDRESS || Number(headers['content-length'] ?? 0) > MAX_BODY;
  return [
    ...(size ? [`size: ${host}${path.slice(0, 40)} ${path.length} ${headers['content-length']}`] : []),
    ...(layer === 'plain-http' && !isClearTold(host, scenario) ? [`in the clear: ${host}${path}`] : []),
  ];
}

/** A name that goes to the own resolver, or that the browser's maker has it ask for. What resolvers elsewhere are asked is inside TLS. */
function isToldName(host: string, from: string | undefined, scenario: Observed): boolean {
  if (from !== undefined && from !== OWN_RESOLVER) return true;
  // A service's name, as `_80._https.x.com`: no page is at one.
  if (host.startsWith('_')) return false;
  if (isSilenced(host)) return true;
  if (isUnknownName(host)) return seenOf(/made-up name/).length > 0 && isUnderKnownDomain(host, scenario);
  return isOfPage(host, scenario) || isDocumented(host, slugOf(scenario), scenario.country);
}

const isUnderKnownDomain = (host: string, scenario: Observed): boolean => {
  const domain = host.slice(host.indexOf('.') + 1);
  return (
    platformOfHost(host)?.slug === slugOf(scenario) ||
    ENDPOINTS.controls.some(({ url }) => new URL(url).hostname.endsWith(domain))
  );
};

/** What goes in the clear: a portal page, and the platform's front page. */
function isClearTold(host: string, scenario: Observed): boolean {
  const rows = isOfPage(host, scenario) ? seenOf(/the platform itself/) : seenOf(new RegExp(`\`${host}\``));
  return rows.some((seen) => seen.includes('in the clear; port 80'));
}
const isNamelessTold = (): boolean =>
  seenOf(/address, without its name/).some((seen) => seen.includes('without a name'));

const slugOf = ({ url }: Observed): string => platformOfHost(new URL(url).hostname)?.slug ?? '';
/** The page's own hosts, those of its platform, and what a scenario leads it to. */
const isOfPage = (host: string, scenario: Observed): boolean =>
  host === new URL(scenario.url).hostname ||
  (slugOf(scenario) !== '' && platformOfHost(host)?.slug === slugOf(scenario)) ||
  JSON.stringify(scenario.faults).includes(host);
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);

/** One label under two domains would tell a resolver's log that one device asks for both. */
function sharedLabels(log: readonly LogEntry[]): string[] {
  const names = new Set(
    log.filter(({ layer, host }) => layer === 'dns' && isUnknownName(host)).map(({ host }) => host),
  );
  const labels = [...names].map((name) => name.split('.')[0]);
  return labels
    .filter((label, i) => labels.indexOf(label) !== i)
    .map((label) => `label under two domains: ${label}`);
}
