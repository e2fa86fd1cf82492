import type { Failure } from '../model/failure.ts';
import type { PageLoad } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import type { Platform } from '../platforms/platform.ts';
import { failureFromErrorName } from './browser-errors.ts';

/**
 * This many subresources of one page have to fail within `WINDOW_MS` (ms): a single image or poll fails on any line.
 */
const MIN_FAILED = 3;
export const WINDOW_MS = 5_000;
/** Report a page at most once in this time, ms, unless it is loaded again: its scripts try again and again. */
const REPORT_INTERVAL_MS = 60_000;

/** What the browser reports about one failed subresource. `at`: Unix epoch, ms. */
export interface SubresourceFailure {
  /** The tab that shows the page; for a service worker's request, the tab that shows its site. */
  tabId: number;
  url: string;
  /** URL or origin of the document that made the request. */
  initiator: string;
  /** The browser's name for the error. */
  error: string;
  at: number;
  /** The script of the page's service worker failed; browsers fetch it again after each load. */
  isWorkerScript?: boolean;
  /** A WebSocket did not open. */
  isWebSocket?: boolean;
}

export interface SubresourceMonitorDeps {
  platformOf(host: string): Platform | undefined;
  onSymptom(load: PageLoad, symptom: Symptom): void;
}

interface RecentFailure {
  host: string;
  failure: Failure;
  at: number;
}
interface LoadFailures {
  tabId: number;
  platform: Platform;
  startedAt: number;
  failures: RecentFailure[];
  reportedAt?: number;
}

const NETWORK_FAILURES: ReadonlySet<Failure> = new Set([
  'dns',
  'unspecified-address',
  'refused',
  'reset',
  'closed',
  'timeout',
  'unreachable',
  'certificate',
  'expired',
  'untrusted',
  'tls',
]);
/**
 * Whether something on the path can cause this error: faults of the device and aborts by the page do not count.
 * Chromium has one name, `net::ERR_FAILED`, for every WebSocket that does not open: the checks find out why.
 */
export const isNetworkFailure = ({
  error,
  isWebSocket = false,
}: Pick<SubresourceFailure, 'error' | 'isWebSocket'>): boolean =>
  NETWORK_FAILURES.has(failureFromErrorName(error)) || (isWebSocket && error === 'net::ERR_FAILED');

/**
 * Labels of hosts that measure and advertise: filters in homes and offices deny them all day, and pages render without
 * them.
 */
const TRACKER_LABEL =
  /^(ads?|adx|adservice|advert\w*|analytics?|beacons?|collect(or)?|ct|events?|logs?|metrics?|mon|pixel|px|scribe|stats?|telemetry|tr|track\w*|w3-reporting)([-\d].*)?$/;

/**
 * Turns the failed subresources of a platform's page into symptoms, at most one per minute unless the page is loaded
 * again. It receives only failures, so a page that loads costs nothing; it holds hosts and times, never a URL.
 */
export class SubresourceMonitor {
  readonly #deps: SubresourceMonitorDeps;
  readonly #failuresByLoad = new Map<string, LoadFailures>();

  constructor(deps: SubresourceMonitorDeps) {
    this.#deps = deps;
  }

  /** The number of pages remembered. */
  get size(): number {
    return this.#failuresByLoad.size;
  }

  /** A tab loads a page of a platform: earlier failures belong to another load. */
  pageStarted(tabId: number, platform: Platform, at: number): void {
    this.#dropStale(at);
    for (const [key, loadFailures] of this.#failuresByLoad)
      if (loadFailures.tabId === tabId) this.#failuresByLoad.delete(key);
    this.#failuresByLoad.set(loadKey(tabId, platform), { tabId, platform, startedAt: at, failures: [] });
  }

  subresourceFailed(failure: SubresourceFailure): void {
    const { tabId, url, initiator, error, at, isWorkerScript = false } = failure;
    this.#dropStale(at);
    const networkFailure = failureFromErrorName(error);
    const host = URL.parse(url)?.hostname ?? '';
    const platform = this.#deps.platformOf(host);
    if (!platform || !isNetworkFailure(failure) || !countsAgainstPlatform(host, networkFailure, platform))
      return;
    // A platform's button on another site's page is not a page of the platform.
    if (this.#deps.platformOf(URL.parse(initiator)?.hostname ?? '')?.slug !== platform.slug) return;
    const key = loadKey(tabId, platform);
    const loadFailures = this.#failuresByLoad.get(key) ?? { tabId, platform, startedAt: at, failures: [] };
    this.#failuresByLoad.set(key, loadFailures);
    // A worker script that fails again means a load that no other event reports.
    const reportIntervalMs = isWorkerScript ? WINDOW_MS : REPORT_INTERVAL_MS;
    if (loadFailures.reportedAt !== undefined && at - loadFailures.reportedAt < reportIntervalMs) return;
    loadFailures.failures = [
      ...loadFailures.failures.filter((f) => at - f.at < WINDOW_MS),
      { host, failure: networkFailure, at },
    ];
    // The service worker hides how the page itself failed, but its script comes from the same host over the same path.
    if (loadFailures.failures.length < MIN_FAILED && !isWorkerScript) return;
    loadFailures.reportedAt = at;
    this.#reportLoad(loadFailures, at);
    loadFailures.failures = [];
  }

  /** Forgets pages that had no event for a minute: their tabs may be closed, and no event reports that. */
  #dropStale(now: number): void {
    for (const [key, { startedAt, reportedAt = 0, failures }] of this.#failuresByLoad) {
      const last = Math.max(startedAt, reportedAt, ...failures.map((f) => f.at));
      if (now - last >= REPORT_INTERVAL_MS) this.#failuresByLoad.delete(key);
    }
  }

  /** The case is about the host that failed most, so that the retry asks that host. */
  #reportLoad({ tabId, platform, startedAt, failures }: LoadFailures, at: number): void {
    const hosts = byFrequency(failures.map((f) => f.host));
    const [worstHost] = hosts;
    const [failure] = byFrequency(failures.filter((f) => f.host === worstHost).map((f) => f.failure));
    if (worstHost === undefined || failure === undefined) return;
    this.#deps.onSymptom(
      { tabId, platform, host: worstHost, isSecure: true, startedAt },
      { kind: 'partial-load', hosts, failure, failed: failures.length, ms: Math.max(0, at - startedAt) },
    );
  }
}

const loadKey = (tabId: number, { slug }: Platform): string => `${tabId} ${slug}`;

/**
 * Whether a failure of this host says something about the path to the platform. Filters at home deny names, so a denied
 * name counts only for hosts that the catalogue lists: no filter list denies what a page cannot render without.
 */
function countsAgainstPlatform(
  host: string,
  failure: Failure,
  { domains, assets, alternates }: Platform,
): boolean {
  const suffixMatching = (suffixes: string[]) => suffixes.find((s) => host === s || host.endsWith(`.${s}`));
  const suffix = suffixMatching([...assets, ...domains]) ?? '';
  const labels = host.slice(0, -suffix.length).split('.');
  if (labels.some((label) => TRACKER_LABEL.test(label))) return false;
  if (failure !== 'dns' && failure !== 'refused' && failure !== 'unspecified-address') return true;
  return (
    suffixMatching(assets) !== undefined ||
    alternates.includes(host) ||
    domains.includes(host.replace(/^www\./, ''))
  );
}

/** Each value once, the most frequent first. */
export function byFrequency<T>(all: T[]): T[] {
  const countOf = (one: T) => all.filter((other) => other === one).length;
  return [...new Set(all)].sort((a, b) => countOf(b) - countOf(a));
}
