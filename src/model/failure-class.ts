import type { Failure } from './failure.ts';
import type { Outcome } from './observation.ts';
import type { Symptom } from './symptom.ts';

/**
 * Failures that look alike to a person and to a middlebox. Which of them a browser names is chance: a late reset is a
 * close, and a Firefox certificate error is only "TLS".
 */
export type FailureClass =
  | 'dns'
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'tls'
  | 'proxy'
  | 'offline'
  | 'local'
  | 'unknown';

export const CLASS_OF_FAILURE: Record<Failure, FailureClass> = {
  dns: 'dns',
  'unspecified-address': 'dns',
  refused: 'refused',
  // A router reports that there is no route. It is as good as a refusal, and Firefox calls it one.
  unreachable: 'refused',
  reset: 'reset',
  closed: 'reset',
  timeout: 'timeout',
  certificate: 'tls',
  expired: 'tls',
  untrusted: 'tls',
  tls: 'tls',
  http: 'unknown',
  proxy: 'proxy',
  offline: 'offline',
  changed: 'unknown',
  local: 'local',
  aborted: 'unknown',
  other: 'unknown',
};

/** The name was found, and a connection tried. */
export const isOfConnection = (way: FailureClass | undefined): boolean =>
  way === 'refused' || way === 'reset' || way === 'timeout' || way === 'tls';

export function failureClassOf(outcome: Outcome): FailureClass | undefined {
  if (outcome.kind === 'timeout') return 'timeout';
  return outcome.kind === 'failed' ? CLASS_OF_FAILURE[outcome.failure] : undefined;
}

/** The class in which the case's own page failed. */
export function failureClassOfSymptom(symptom: Symptom): FailureClass | undefined {
  if (symptom.kind === 'error' || symptom.kind === 'partial-load') return CLASS_OF_FAILURE[symptom.failure];
  return symptom.kind === 'hang' ? 'timeout' : undefined;
}

/**
 * OONI's failure strings (spec df-007) by class, to compare a failure elsewhere with the one here: a site that refuses
 * data centres fails there in another class. Where no route leads to an address, one network says so and another is
 * silent.
 */
export const CLASSES_OF_OONI_FAILURE: [RegExp, FailureClass[]][] = [
  [/^connection_refused/, ['refused']],
  [/^(connection_reset|eof_error)/, ['reset']],
  [/^generic_timeout_error/, ['timeout']],
  [/^(host_unreachable|network_unreachable)/, ['timeout', 'refused']],
  [/^dns_/, ['dns']],
  [/^ssl_/, ['tls']],
];
