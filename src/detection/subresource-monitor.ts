import type { Failure } from '../model/failure.ts';
import type { PageLoad } from '../model/page-load.ts';
import type { Symptom } from '../model/signal.ts';
import type { Platform } from '../platforms/platform.ts';
import { failureFromErrorName } from './browser-errors.ts';

/** So many parts of one page have to fail within `WINDOW_MS`: one image or one poll fails on any line. */
export const MIN_FAILED = 3;
export const WINDOW_MS = 5_000;
/** A page told about stays told for this long, ms, unless it is loaded anew: its scripts try again and again. */
const TOLD_MS = 60_000;

/** What the browser says about one part of a page that failed. `at` is Unix epoch, ms. */
export interface PartFailure {
  /** The tab that shows the page; of a service worker's request, the one that shows its site. */
  tabId: number;
  url: string;
  /** Address or origin of the document that asked for it. */
  from: string;
  /** The browser's name for the error. */
  error: string;
  at: number;
  /** What failed is the code of the page's service worker, which browsers ask for anew after each load. */
  isWorkerCode?: boolean;
  /** A WebSocket that did not open. */
  isSocket?: boolean;
}

export interface HalfLoadedDeps {
  platformOf(host: string): Platform | undefined;
  onSymptom(load: PageLoad, symptom: Symptom): void;
}

interface Failed {
  host: string;
  failure: Failure;
  at: number;
}
interface Tally {
  tabId: number;
  startedAt: number;
  failures: Failed[];
  toldAt?: number;
}

const ON_THE_WAY: ReadonlySet<Failure> = new Set([
  'dns',
  'nowhere',
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
 * Whether somebody on the way can cause this error; the device's own troubles and the page's own aborts are none.
 * Chromium has one name, `net::ERR_FAILED`, for whatever keeps a WebSocket from opening: the checks find out.
 */
export const blamesTheWay = ({ error, isSocket = false }: Pick<PartFailure, 'error' | 'isSocket'>): boolean =>
  ON_THE_WAY.has(failureFromErrorName(error)) || (isSocket && error === 'net::ERR_FAILED');

/** Labels of hosts that measure and advertise: filters in homes and offices deny them all day, and pages paint without. */
const TRACKER =
  /^(ads?|adx|adservice|advert\w*|analytics?|beacons?|collect(or)?|ct|events?|logs?|metrics?|mon|pixel|px|scribe|stats?|telemetry|tr|track\w*|w3-reporting)([-\d].*)?$/;

/**
 * Turns the failed parts of a platform's page that has come into one signal a load. Hears of failures alone, so a
 * page that loads costs nothing; holds hosts and times, never an address.
 */
export class HalfLoaded {
  readonly #deps: HalfLoadedDeps;
  readonly #tallies = new Map<string, Tally>();

  constructor(deps: HalfLoadedDeps) {
    this.#deps = deps;
  }

  /** How many pages are remembered. */
  get size(): number {
    return this.#tallies.size;
  }

  /** A tab loads a page of a platform: what failed before belongs to another load. */
  started(tabId: number, platform: Platform, at: number): void {
    this.#tidy(at);
    for (const [key, tally] of this.#tallies) if (tally.tabId === tabId) this.#tallies.delete(key);
    this.#tallies.set(`${tabId} ${platform.slug}`, { tabId, startedAt: at, failures: [] });
  }

  failed(failure: PartFailure): void {
    const { tabId, url, from, error, at, isWorkerCode = false } = failure;
    this.#tidy(at);
    const family = failureFromErrorName(error);
    const host = URL.parse(url)?.hostname ?? '';
    const platform = this.#deps.platformOf(host);
    if (!platform || !blamesTheWay(failure) || !isTelling(host, family, platform)) return;
    // A platform's button on a stranger's page is no page of the platform.
    if (this.#deps.platformOf(URL.parse(from)?.hostname ?? '')?.slug !== platform.slug) return;
    const key = `${tabId} ${platform.slug}`;
    const tally = this.#tallies.get(key) ?? { tabId, startedAt: at, failures: [] };
    this.#tallies.set(key, tally);
    // Code of a worker that fails anew is news of a load that nothing else told of.
    const toldForMs = isWorkerCode ? WINDOW_MS : TOLD_MS;
    if (tally.toldAt !== undefined && at - tally.toldAt < toldForMs) return;
    tally.failures = [...tally.failures.filter((f) => at - f.at < WINDOW_MS), { host, failure: family, at }];
    // The worker hides how the page itself failed; its own code comes from the same host, over the same way.
    if (tally.failures.length < MIN_FAILED && !isWorkerCode) return;
    tally.toldAt = at;
    this.#tell(tally, at);
    tally.failures = [];
  }

  /** Pages that nothing was heard of for long: their tabs may be closed, which nobody tells. */
  #tidy(now: number): void {
    for (const [key, { startedAt, toldAt = 0, failures }] of this.#tallies) {
      const last = Math.max(startedAt, toldAt, ...failures.map((f) => f.at));
      if (now - last >= TOLD_MS) this.#tallies.delete(key);
    }
  }

  /** The case is about the host that failed most, so that asking again asks that one. */
  #tell({ tabId, startedAt, failures }: Tally, at: number): void {
    const hosts = byNumber(failures.map((f) => f.host));
    const [worst] = hosts;
    const [family] = byNumber(failures.filter((f) => f.host === worst).map((f) => f.failure));
    const url = URL.parse(`https://${worst}/`);
    if (!url || family === undefined) return;
    this.#deps.onSymptom(
      { tabId, url, startedAt },
      { kind: 'half-loaded', hosts, family, failed: failures.length, ms: Math.max(0, at - startedAt) },
    );
  }
}

/**
 * Whether a failure of this host tells something of the way to the platform. Filters at home deny names, so a denied
 * name counts only where the catalogue names the host: no filter list denies what a page cannot paint without.
 */
function isTelling(host: string, family: Failure, { domains, assets, alternates }: Platform): boolean {
  const under = (suffixes: string[]) => suffixes.find((s) => host === s || host.endsWith(`.${s}`));
  const suffix = under([...assets, ...domains]) ?? '';
  const labels = host.slice(0, -suffix.length).split('.');
  if (labels.some((label) => TRACKER.test(label))) return false;
  if (family !== 'dns' && family !== 'refused' && family !== 'nowhere') return true;
  return (
    under(assets) !== undefined || alternates.includes(host) || domains.includes(host.replace(/^www\./, ''))
  );
}

/** Each once, the most frequent first. */
function byNumber<T>(all: T[]): T[] {
  const count = (one: T) => all.filter((other) => other === one).length;
  return [...new Set(all)].sort((a, b) => count(b) - count(a));
}
