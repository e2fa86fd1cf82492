import type { Failure } from './failure.ts';
import type { Outcome } from './observation.ts';
import type { Signal } from './signal.ts';

/**
 * Failures that look alike to a person and to a middlebox: which of them a browser names is chance
 * (a reset that arrives late is a close, a Firefox certificate error is only "TLS").
 */
export type Way =
  | 'name'
  | 'refused'
  | 'cut'
  | 'silent'
  | 'identity'
  | 'proxy'
  | 'offline'
  | 'local'
  | 'unclear';

export const WAYS: Record<Failure, Way> = {
  dns: 'name',
  nowhere: 'name',
  refused: 'refused',
  // Somebody on the way says that there is no way: as good as a refusal, and Firefox calls it one.
  unreachable: 'refused',
  reset: 'cut',
  closed: 'cut',
  timeout: 'silent',
  certificate: 'identity',
  expired: 'identity',
  untrusted: 'identity',
  tls: 'identity',
  http: 'unclear',
  proxy: 'proxy',
  offline: 'offline',
  changed: 'unclear',
  local: 'local',
  aborted: 'unclear',
  other: 'unclear',
};

export function wayOf(outcome: Outcome): Way | undefined {
  if (outcome.kind === 'timeout') return 'silent';
  return outcome.kind === 'failed' ? WAYS[outcome.family] : undefined;
}

/** What the case's own page did: the signal in the words of an outcome. */
export function wayOfSignal(signal: Signal): Way | undefined {
  if (signal.kind === 'error' || signal.kind === 'half-loaded') return WAYS[signal.family];
  return signal.kind === 'hang' ? 'silent' : undefined;
}

/** OONI's failure strings (spec df-007) in our words; a site that refuses data centres fails in another way than here. */
export const OUTSIDE_WAYS: [RegExp, Way][] = [
  [/^connection_refused/, 'refused'],
  [/^(connection_reset|eof_error)/, 'cut'],
  [/^(generic_timeout_error|host_unreachable|network_unreachable)/, 'silent'],
  [/^dns_/, 'name'],
  [/^ssl_/, 'identity'],
];
