/** How many page loads are remembered: enough to know a line, few enough to notice that it has changed. */
const MAX_TIMES = 20;
/** Fewer loads say nothing about a line. */
const MIN_TIMES = 3;
/** Of ten loads the slowest one may be a site's own fault. */
const QUANTILE = 0.9;
/** A page that takes this many times longer than pages usually do is late. */
const LATE_FACTOR = 3;
/** ms without a first byte until a page hangs: at least, and where nothing is known of the line; at most. */
export const MIN_HANG_MS = 3_000;
export const MAX_HANG_MS = 7_000;
/** The end of the wait differs by up to this, ms: requests at one exact moment would give the extension away. */
export const HANG_SPREAD_MS = 90;

/**
 * How long pages took to their first byte on this line: numbers, without hosts. They decide how long a page may be silent
 * before it counts as hanging: on a quick line a silence of three seconds is telling, on a slow one it is usual.
 */
export class ResponseTimes {
  #times: readonly number[];

  constructor(times: readonly number[] = []) {
    this.#times = times;
  }

  /** To be kept until the background starts again. */
  get values(): readonly number[] {
    return this.#times;
  }

  /** @param ms from the start of a page load to its first byte */
  add(ms: number): void {
    this.#times = [...this.#times, ms].slice(-MAX_TIMES);
  }

  /** ms without a first byte until a page hangs. `random`: from 0 up to 1, another one for each page */
  hangMs(random = 0): number {
    const spread = random * HANG_SPREAD_MS;
    if (this.#times.length < MIN_TIMES) return MIN_HANG_MS + spread;
    const sorted = this.#times.toSorted((a, b) => a - b);
    const usual = sorted[Math.floor(QUANTILE * (sorted.length - 1))] ?? 0;
    return Math.min(Math.max(LATE_FACTOR * usual, MIN_HANG_MS), MAX_HANG_MS) + spread;
  }
}
