import { type FailureClass, failureClassOf } from '../../model/failure-class.ts';
import type { Observation, Outcome } from '../../model/observation.ts';
import { hasOutcome, type ObservationOf, type ObservationsOfCheck } from './observations.ts';

/**
 * Plain HTTP: `home` redirects to a host of the platform, `elsewhere` away from it, `page` answers at once, `broken` is
 * a 5xx.
 */
type PlainHttpResult = 'home' | 'elsewhere' | 'page' | 'broken' | 'failed' | 'void' | 'unasked';

export interface PlainHttpFindings {
  plainHttp: PlainHttpResult;
  plainFailureClass: FailureClass | undefined;
  plainHttpAnswer: ObservationOf<'answered'> | undefined;
  plainHttpObservations: Observation[];
}

export function plainHttpFindings(
  ofCheck: ObservationsOfCheck,
  isSamePlatform: (host: string) => boolean,
): PlainHttpFindings {
  const observations = ofCheck('plain-http');
  return {
    plainHttp: plainHttpResultOf(observations[0]?.outcome, isSamePlatform),
    plainFailureClass: observations.flatMap(({ outcome }) => failureClassOf(outcome) ?? [])[0],
    plainHttpAnswer: observations.find(hasOutcome('answered')),
    plainHttpObservations: observations,
  };
}

function plainHttpResultOf(
  outcome: Outcome | undefined,
  isSamePlatform: (host: string) => boolean,
): PlainHttpResult {
  if (!outcome) return 'unasked';
  if (outcome.kind === 'void') return 'void';
  if (outcome.kind !== 'answered') return 'failed';
  if (outcome.redirectHost !== undefined) return isSamePlatform(outcome.redirectHost) ? 'home' : 'elsewhere';
  return (outcome.status ?? 0) >= 500 ? 'broken' : 'page';
}
