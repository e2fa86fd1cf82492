import { HOUR_MS, MINUTE_MS } from '../../../src/base/time.ts';
import { SAME_CASE_MS } from '../../../src/cases/case-freshness.ts';

/** What people do when a platform stops working. All of it is assumed, and on the side of more requests. */
export const ASSUMED = {
  people: 1_000_000,
  /** Share of them that is online and opens the platform that evening. */
  tryingShare: 0.6,
  /** Tries after the first one, and the mean time from one to the next. */
  retries: 3,
  meanRetryMs: 4 * MINUTE_MS,
  /** Share of tries in a new tab after the old one was closed: its case ended with it, so a new one begins. */
  newTabShare: 0.3,
  /** Share of people who press "Check again" once, and when after the verdict. */
  recheckShare: 0.2,
  recheckAfterMs: [MINUTE_MS, 3 * MINUTE_MS],
  /** People behind one public address of a mobile operator who have the extension and try. */
  peoplePerAddress: 50,
} as const;

/** The time that is simulated from the shutdown on. */
const WATCHED_MS = 2 * HOUR_MS;
const SECONDS = WATCHED_MS / 1000;

/**
 * Plays the evening of a crowd.
 * @param arrivalMs the time in which nine of ten who try have tried for the first time
 * @returns the cases and rounds that begin in each second after the shutdown
 */
export function casesPerSecond(arrivalMs: number, random: () => number): Float64Array {
  const cases = new Float64Array(SECONDS);
  const begin = (atMs: number): void => {
    const second = Math.floor(atMs / 1000);
    if (second < SECONDS) cases[second] = (cases[second] ?? 0) + 1;
  };
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const meanArrivalMs = arrivalMs / Math.log(10);
  const [soonest, latest] = ASSUMED.recheckAfterMs;
  for (let person = 0; person < ASSUMED.people * ASSUMED.tryingShare; person++) {
    let triedAt = exponential(meanArrivalMs);
    let caseAt = triedAt;
    begin(caseAt);
    if (random() < ASSUMED.recheckShare) begin(triedAt + soonest + random() * (latest - soonest));
    for (let retry = 0; retry < ASSUMED.retries; retry++) {
      triedAt += exponential(ASSUMED.meanRetryMs);
      if (random() >= ASSUMED.newTabShare && triedAt - caseAt < SAME_CASE_MS) continue;
      caseAt = triedAt;
      begin(caseAt);
    }
  }
  return cases;
}

/** Requests in each second, if every case makes requests at these ms after its begin. */
export function requestsPerSecond(cases: Float64Array, atMs: readonly number[]): Float64Array {
  const requests = new Float64Array(cases.length);
  for (const delay of atMs.map((ms) => Math.floor(ms / 1000)))
    for (let second = delay; second < cases.length; second++)
      requests[second] = (requests[second] ?? 0) + (cases[second - delay] ?? 0);
  return requests;
}

export const peakOf = (perSecond: Float64Array): number => perSecond.reduce((a, b) => Math.max(a, b), 0);

/** The mean of the first `ms`. */
export function meanOf(perSecond: Float64Array, ms: number): number {
  const first = perSecond.subarray(0, ms / 1000);
  return first.reduce((sum, one) => sum + one, 0) / first.length;
}
