import { isIpv6 } from '../../src/base/ip.ts';
import type { Outcome, RemoteEndpoint } from '../../src/model/observation.ts';
import { attemptFailure, failedOutcome } from './ooni-failures.ts';
import { type Control, controlOf, type TestKeys } from './read-measurement.ts';

/** A flag of `ip_info`: the helper made a TLS handshake there that proved the site's name. */
const VALID_FOR_DOMAIN = 8;

/**
 * What the extension's check `test-helper` would have got.
 * @param localAddresses what this network gives for the name
 * @param isInputHost the helper looked only at the input's addresses, and followed its redirects
 */
export function helperOutcome(
  keys: TestKeys,
  localAddresses: readonly string[],
  isInputHost: boolean,
): Outcome {
  const control = controlOf(keys);
  const request = control?.http_request;
  if (!control || !request) return failedOutcome(attemptFailure(keys.control_failure ?? 'unknown_failure'));
  const addresses = (control.dns?.addrs ?? []).filter((address) => !isIpv6(address));
  const endpoints = localAddresses.flatMap((address) => endpointAt(address, control) ?? []);
  return {
    kind: 'test-helper',
    works: request.failure === null && request.status_code < 500,
    ...(request.failure === null
      ? { status: request.status_code }
      : { failure: exactFailure(request.failure, control) }),
    ...(isInputHost && addresses.length > 0 && { addresses }),
    ...(request.body_length >= 0 && { bodyLength: request.body_length }),
    ...(isInputHost && endpoints.length > 0 && { endpoints }),
  };
}

/** The helper has one word for all failures that its first version did not know; its own connections tell more. */
function exactFailure(failure: string, { tcp_connect, tls_handshake }: Control): string {
  if (failure !== 'unknown_error') return failure;
  const tried = [...Object.values(tls_handshake), ...Object.values(tcp_connect)];
  return tried.find((one) => one.failure !== null)?.failure ?? failure;
}

function endpointAt(
  address: string,
  { tcp_connect, tls_handshake, ip_info }: Control,
): RemoteEndpoint | undefined {
  const key = isIpv6(address) ? `[${address}]:443` : `${address}:443`;
  const connect = tcp_connect[key];
  const handshake = tls_handshake[key];
  const info = ip_info[address];
  const isProven = ((info?.flags ?? 0) & VALID_FOR_DOMAIN) !== 0;
  if (!connect && !isProven) return undefined;
  return {
    address,
    connects: isProven || connect?.status === true,
    ...(!isProven && connect?.failure?.startsWith('connection_refused') && { refuses: true }),
    ...((handshake || isProven) && { validForName: isProven || handshake?.status === true }),
    ...(info?.asn && { asn: info.asn }),
  };
}
