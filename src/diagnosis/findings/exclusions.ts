import { median } from '../../base/median.ts';
import type { Observation } from '../../model/observation.ts';
import type { NotSentReason } from '../../model/probe.ts';
import { isAnswered, sortedByKey } from './observations.ts';

/** Observations that say nothing about the network. They stand in no other field of the findings. */
export interface Exclusions {
  /** Requests that something on this device stopped. */
  stoppedLocally: Observation[];
  /** Requests that were given up before this line could have answered: they are no timeouts. */
  prematureTimeouts: Observation[];
  /** How long an answer takes on this line and this device, ms: see `typicalResponseTime`. */
  typicalResponseMs: number | undefined;
}

/** A request has to wait this many times as long as answers usually take before its silence counts. */
const SILENCE_FACTOR = 3;
/** A timeout of these says nothing about the site, so it is never too early; that they were asked stays known. */
const REMOTE_CHECKS: readonly Observation['check'][] = ['test-helper', 'vantage-points', 'measurements'];

/** Never sent (`NotSentReason`). Of what gives pace, or is asked elsewhere, it stays known that it was due. */
const NOT_SENT: readonly string[] = [
  'connection-limit',
  'budget',
  'retry-after',
  'not-permitted',
] satisfies readonly NotSentReason[];
const STAY_KNOWN: readonly Observation['check'][] = [
  ...REMOTE_CHECKS,
  'doh-lookup',
  'throughput',
  'media',
  'media-sample',
];
const wasNotSent = ({ check, outcome }: Observation): boolean =>
  outcome.kind === 'void' && NOT_SENT.includes(outcome.why) && !STAY_KNOWN.includes(check);

/** @returns the observations that count, and those that do not */
export function excludeMeaningless(
  observations: readonly Observation[],
): Exclusions & { counted: Observation[] } {
  const typicalResponseMs = typicalResponseTime(observations);
  const timedOutTooEarly = ({ check, outcome, ms }: Observation) =>
    outcome.kind === 'timeout' &&
    ms < SILENCE_FACTOR * (typicalResponseMs ?? 0) &&
    !REMOTE_CHECKS.includes(check);
  return {
    stoppedLocally: sortedByKey(observations.filter(wasStoppedLocally)),
    prematureTimeouts: sortedByKey(observations.filter(timedOutTooEarly)),
    typicalResponseMs,
    counted: observations.filter((o) => !wasStoppedLocally(o) && !timedOutTooEarly(o) && !wasNotSent(o)),
  };
}

/**
 * The median time in which controls answered, ms, or the quickest resolver's if that is longer: resolvers are asked
 * later, along with checks that may time out, and by then a device may be busier. A single slow resolver says nothing.
 */
function typicalResponseTime(observations: readonly Observation[]): number | undefined {
  const controls = median(observations.filter(isAnsweredControl).map(({ ms }) => ms));
  const resolvers = observations.filter(
    ({ check, outcome }) => check === 'doh-lookup' && outcome.kind === 'resolved',
  );
  const resolverMs = Math.min(...resolvers.map(({ ms }) => ms));
  if (controls === undefined) return undefined;
  return Number.isFinite(resolverMs) ? Math.max(controls, resolverMs) : controls;
}

export const isAnsweredControl = ({ check, outcome }: Observation): boolean =>
  check === 'control' && isAnswered(outcome);

/** A policy, tracking protection, or a request that something else aborted: the extension's own aborts are timeouts. */
function wasStoppedLocally({ outcome }: Observation): boolean {
  return outcome.kind === 'failed' && (outcome.failure === 'local' || outcome.failure === 'aborted');
}
