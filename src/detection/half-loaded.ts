import type { Signal } from '../cases/case.ts';
import type { Platform } from '../platforms/platform.ts';
import type { ErrorFamily } from './error-family.ts';
import { familyOf } from './errors.ts';
import type { Load } from './watch.ts';

/** So many parts of one page have to fail within `WINDOW_MS`: one image or one poll fails on any line. */
export const MIN_FAILED = 3;
export const WINDOW_MS = 5_000;
/** A page told about stays told for this long, ms, unless it is loaded anew: its scripts try again and again. */
const TOLD_MS = 60_000;

/** What the browser says about one part of a page that failed. `at` is Unix epoch, ms. */
export interface PartFailure {
  /** -1: a service worker's request. */
  tabId: number;
  url: string;
  /** Address or origin of the document that asked for it. */
  from: string;
  /** The browser's name for the error. */
  error: string;
  at: number;
}

export interface HalfLoadedDeps {
  platformOf(host: string): Platform | undefined;
  onSignal(load: Load, signal: Signal): void;
}

interface Failed {
  host: string;
  family: ErrorFamily;
  at: number;
}
interface Tally {
  tabId: number;
  startedAt: number;
  failures: Failed[];
  toldAt?: number;
}

/** Families that somebody on the way can cause; the device's own troubles and the page's own aborts are none. */
const BLAMES_THE_WAY: ReadonlySet<ErrorFamily> = new Set([
  'dns',
  'refused',
  'reset',
  'closed',
  'timeout',
  'unreachable',
  'certificate',
  'tls',
]);

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

  /** A tab loads a page of a platform: what failed before belongs to another load. */
  started(tabId: number, platform: Platform, at: number): void {
    for (const [key, tally] of this.#tallies) if (tally.tabId === tabId) this.#tallies.delete(key);
    this.#tallies.set(`${tabId} ${platform.slug}`, { tabId, startedAt: at, failures: [] });
  }

  failed({ tabId, url, from, error, at }: PartFailure): void {
    const family = familyOf(error);
    const host = URL.parse(url)?.hostname ?? '';
    const platform = this.#deps.platformOf(host);
    if (!platform || !BLAMES_THE_WAY.has(family) || !isTelling(host, family, platform)) return;
    // A platform's button on a stranger's page is no page of the platform.
    if (this.#deps.platformOf(URL.parse(from)?.hostname ?? '')?.slug !== platform.slug) return;
    const key = `${tabId} ${platform.slug}`;
    const tally = this.#tallies.get(key) ?? { tabId, startedAt: at, failures: [] };
    this.#tallies.set(key, tally);
    if (tally.toldAt !== undefined && at - tally.toldAt < TOLD_MS) return;
    tally.failures = [...tally.failures.filter((f) => at - f.at < WINDOW_MS), { host, family, at }];
    if (tally.failures.length < MIN_FAILED) return;
    tally.toldAt = at;
    this.#tell(tally, at);
    tally.failures = [];
  }

  /** The case is about the host that failed most, so that asking again asks that one. */
  #tell({ tabId, startedAt, failures }: Tally, at: number): void {
    const hosts = byNumber(failures.map((f) => f.host));
    const [worst] = hosts;
    const [family] = byNumber(failures.filter((f) => f.host === worst).map((f) => f.family));
    const url = URL.parse(`https://${worst}/`);
    if (!url || family === undefined) return;
    this.#deps.onSignal(
      { tabId, url, startedAt },
      { kind: 'half-loaded', hosts, family, failed: failures.length, ms: Math.max(0, at - startedAt) },
    );
  }
}

/**
 * Whether a failure of this host tells something of the way to the platform. Filters at home deny names, so a denied
 * name counts only where the catalogue names the host: no filter list denies what a page cannot paint without.
 */
function isTelling(host: string, family: ErrorFamily, { domains, assets, alternates }: Platform): boolean {
  const under = (suffixes: string[]) => suffixes.find((s) => host === s || host.endsWith(`.${s}`));
  const suffix = under([...assets, ...domains]) ?? '';
  const labels = host.slice(0, -suffix.length).split('.');
  if (labels.some((label) => TRACKER.test(label))) return false;
  if (family !== 'dns' && family !== 'refused') return true;
  return (
    under(assets) !== undefined || alternates.includes(host) || domains.includes(host.replace(/^www\./, ''))
  );
}

/** Each once, the most frequent first. */
function byNumber<T>(all: T[]): T[] {
  const count = (one: T) => all.filter((other) => other === one).length;
  return [...new Set(all)].sort((a, b) => count(b) - count(a));
}
