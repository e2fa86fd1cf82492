import type { Failure } from './failure.ts';
import type { Outcome } from './observation.ts';
import type { Symptom } from './signal.ts';

/**
 * Failures that look alike to a person and to a middlebox: which of them a browser names is chance
 * (a reset that arrives late is a close, a Firefox certificate error is only "TLS").
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
  // Somebody on the way says that there is no way: as good as a refusal, and Firefox calls it one.
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

export function failureClassOf(outcome: Outcome): FailureClass | undefined {
  if (outcome.kind === 'timeout') return 'timeout';
  return outcome.kind === 'failed' ? CLASS_OF_FAILURE[outcome.failure] : undefined;
}

/** What the case's own page did: the symptom in the words of an outcome. */
export function failureClassOfSymptom(symptom: Symptom): FailureClass | undefined {
  if (symptom.kind === 'error' || symptom.kind === 'partial-load') return CLASS_OF_FAILURE[symptom.failure];
  return symptom.kind === 'hang' ? 'timeout' : undefined;
}

/** OONI's failure strings (spec df-007) in our words; a site that refuses data centres fails in another way than here. */
export const CLASS_OF_OONI_FAILURE: [RegExp, FailureClass][] = [
  [/^connection_refused/, 'refused'],
  [/^(connection_reset|eof_error)/, 'reset'],
  [/^(generic_timeout_error|host_unreachable|network_unreachable)/, 'timeout'],
  [/^dns_/, 'dns'],
  [/^ssl_/, 'tls'],
];
