/**
 * What a browser's network error says, coarsely enough that both browsers agree on it.
 *
 * - `dns`          the name was not found, or the resolver failed
 * - `unspecified-address` the name was found, at an address that nobody can have (0.0.0.0): somebody's list of unwanted names
 * - `refused`      RST to SYN (Firefox folds "host unreachable" into it)
 * - `reset`        RST after the connection stood
 * - `closed`       FIN before a whole answer
 * - `timeout`      nothing came back in time
 * - `unreachable`  no route to the address
 * - `certificate`  TLS stood, the certificate was not accepted
 * - `expired`      the same, for its dates alone
 * - `untrusted`    the same, because nobody known has issued it
 * - `tls`          TLS failed and the browser does not say why (Firefox gives only a localised sentence)
 * - `http`         bytes came that are no valid HTTP answer
 * - `proxy`        the configured proxy failed
 * - `offline`      this device has no network
 * - `changed`      the network changed under the request
 * - `local`        something on this device refused: another extension, a policy, tracking protection
 * - `aborted`      the person or the page stopped it
 * - `other`        nothing to conclude from
 */
export const FAILURES = [
  'dns',
  'unspecified-address',
  'refused',
  'reset',
  'closed',
  'timeout',
  'unreachable',
  'certificate',
  'expired',
  'untrusted',
  'tls',
  'http',
  'proxy',
  'offline',
  'changed',
  'local',
  'aborted',
  'other',
] as const;
export type Failure = (typeof FAILURES)[number];
