import { definedOnly } from '../../src/base/defined-only.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Outcome } from '../../src/model/observation.ts';

/** OONI's failure strings (df-007) as the errors that a browser would report. The first row that fits counts. */
const FAILURE_BY_OONI_FAILURE: [RegExp, Failure][] = [
  [/^(dns_|android_dns_)/, 'dns'],
  [/^connection_refused/, 'refused'],
  [/^(connection_reset|connection_aborted|connection_already_closed|network_reset)/, 'reset'],
  [/^eof_error/, 'closed'],
  [/^(generic_timeout_error|timed_out)/, 'timeout'],
  [/^(host_unreachable|network_unreachable|network_down)/, 'unreachable'],
  [/^ssl_unknown_authority/, 'untrusted'],
  [/^ssl_invalid_(hostname|certificate)/, 'certificate'],
  [/^ssl_/, 'tls'],
  [/^http_/, 'http'],
  [/^interrupted/, 'aborted'],
];

/** How one attempt failed: the browser's error, OONI's string, and the address that was tried. */
export interface AttemptFailure {
  failure: Failure;
  error: string;
  ip?: string;
}

export function attemptFailure(ooniFailure: string, ip?: string): AttemptFailure {
  const failure = FAILURE_BY_OONI_FAILURE.find(([pattern]) => pattern.test(ooniFailure))?.[1] ?? 'other';
  return { failure, error: ooniFailure, ...definedOnly({ ip }) };
}

export function failedOutcome({ failure, error, ip }: AttemptFailure): Outcome {
  return failure === 'timeout'
    ? { kind: 'timeout' }
    : { kind: 'failed', failure, error, ...definedOnly({ ip }) };
}

/** An answer came, and the probe gave up because of where it leads: the site's own doing. */
export const isRedirectFailure = (ooniFailure: string): boolean =>
  /^http_invalid_redirect|too many redirects/.test(ooniFailure);

/** The response code (RFC 1035) behind a failed lookup; undefined if the resolver did not answer. */
export function responseCodeOf(ooniFailure: string): string | undefined {
  if (/^(dns_nxdomain_error|dns_name_error|android_dns_cache_no_data)$/.test(ooniFailure)) return 'NXDOMAIN';
  if (ooniFailure === 'dns_no_answer') return 'NOERROR';
  if (ooniFailure === 'dns_refused_error') return 'REFUSED';
  return ooniFailure.startsWith('dns_') ? 'SERVFAIL' : undefined;
}
