import { type Attempt, attemptOf, type Step } from './attempt.ts';
import type { Measurement } from './read-measurement.ts';

export type StepTaken = Step & { attempt: Attempt };

/** No browser follows more redirects. */
const MAX_REDIRECTS = 20;

/** The pages from the input to where the person ends up, or to the one that failed; at least one. */
export function wayOf(measurement: Measurement): [StepTaken, ...StepTaken[]] {
  const first = takeStep(measurement, { url: new URL(measurement.input), depth: 0 });
  const way: [StepTaken, ...StepTaken[]] = [first];
  for (let last: StepTaken = first; way.length <= MAX_REDIRECTS; ) {
    const url = redirectTarget(last);
    if (!url) break;
    last = takeStep(measurement, { url, depth: last.depth + 1 });
    // The probe did not follow the redirect, so nothing is known of its target.
    if (last.attempt.kind === 'unknown') break;
    way.push(last);
  }
  return way;
}

const takeStep = (measurement: Measurement, step: Step): StepTaken => ({
  ...step,
  attempt: attemptOf(measurement, step),
});

/** Where the answer of a step leads; undefined for a page, and for a redirect to no address. */
export function redirectTarget({ url, attempt }: StepTaken): URL | undefined {
  if (attempt.kind !== 'answered') return undefined;
  const { code, headers } = attempt.request.response;
  if (code < 300 || code > 399 || headers.location === undefined) return undefined;
  return URL.parse(headers.location, url) ?? undefined;
}
