/**
 * What a browser's network error means, coarse enough that Chromium and Firefox agree on it.
 *
 * - `dns`          the name was not found, or the resolver failed
 * - `unspecified-address` the name resolves to an address that no public host can have (0.0.0.0; for a part of a public
 *   page, one of a private network): a list of unwanted names does this
 * - `refused`      RST to SYN (Firefox folds "host unreachable" into it)
 * - `reset`        RST after the connection was made
 * - `closed`       FIN before a whole answer
 * - `timeout`      nothing came back in time
 * - `unreachable`  no route to the address
 * - `certificate`  TLS was spoken, and the browser did not accept the server's certificate, version or ciphers
 * - `expired`      the same, only because of its dates
 * - `untrusted`    the same, because no authority that the browser knows issued it
 * - `tls`          TLS failed and the browser does not say why (Firefox gives only a localised sentence)
 * - `http`         the bytes that came are no valid HTTP answer
 * - `proxy`        the configured proxy failed
 * - `offline`      this device has no network
 * - `changed`      the network changed during the request
 * - `local`        something on this device refused: another extension, a policy, tracking protection
 * - `aborted`      the person or the page stopped it
 * - `other`        says nothing about the network
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
