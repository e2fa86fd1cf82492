import type { CheckName, Observation, Outcome } from '../../model/observation.ts';

export type AnsweredOutcome = Extract<Outcome, { kind: 'answered' }>;
export type ObservationOf<K extends Outcome['kind']> = Observation & {
  outcome: Extract<Outcome, { kind: K }>;
};

/** The observations of one check, sorted by key: the order in which they came must play no part. */
export type ObservationsOfCheck = (check: CheckName) => Observation[];

export function sortedByKey(observations: Observation[]): Observation[] {
  return observations.sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function isAnswered(outcome: Outcome): outcome is AnsweredOutcome {
  return outcome.kind === 'answered';
}

/** Only a server that has proved to be the site speaks for it: a cut connection, or a page in the clear, never does. */
export function isAnsweredOverTls(outcome: Outcome): outcome is AnsweredOutcome {
  return isAnswered(outcome) && outcome.secure;
}

export const hasOutcome =
  <K extends Outcome['kind']>(kind: K) =>
  (observation: Observation): observation is ObservationOf<K> =>
    observation.outcome.kind === kind;
