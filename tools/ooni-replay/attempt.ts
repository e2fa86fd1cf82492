import { X509Certificate } from 'node:crypto';
import { isIpv6, isLoopbackOrUnspecified } from '../../src/base/ip.ts';
import { hasDepth, isSameName, type SystemLookup, systemLookupOf } from './lookups.ts';
import { type AttemptFailure, attemptFailure, isRedirectFailure } from './ooni-failures.ts';
import type { HttpRequest, Measurement, TcpConnect, TestKeys, TlsHandshake } from './read-measurement.ts';

/** How a browser would have fared with one address of the way: at the addresses that the system resolver gives. */
export type Attempt =
  | { kind: 'answered'; request: HttpRequest; ip?: string }
  /** The answer began and was not complete when the probe gave up. */
  | { kind: 'stalled'; request: HttpRequest; ip?: string }
  | ({ kind: 'failed' } & AttemptFailure)
  /** The handshakes worked, and nothing was requested. */
  | { kind: 'connected'; ip: string }
  | { kind: 'unknown' };

/** One page on the way: its address, and how many redirects lead to it. */
export interface Step {
  url: URL;
  depth: number;
}

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);

export function attemptOf({ test_keys, measurement_start_time }: Measurement, step: Step): Attempt {
  const lookup = systemLookupOf(test_keys, step.url, step.depth);
  const request = requestOf(test_keys, step, lookup);
  const attempt = request ? attemptOfRequest(request) : attemptWithoutRequest(test_keys, step, lookup);
  return markExpired(attempt, handshakesOf(test_keys, step, lookup), measurement_start_time);
}

/** Whether TLS works for the host on the standard port, where a page over plain HTTP was measured. */
export function attemptOfTls({ test_keys }: Measurement, { url, depth }: Step): Attempt {
  const secureStep = { url: new URL(`https://${url.hostname}/`), depth };
  return attemptWithoutRequest(test_keys, secureStep, systemLookupOf(test_keys, url, depth));
}

const splitEndpoint = (endpoint: string): string => endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

/**
 * The request of the page at an address of the system resolver. Newer probes also load the page at addresses from other
 * resolvers, where no browser would have gone; older ones do not write the address.
 */
function requestOf(
  { requests }: TestKeys,
  { url, depth }: Step,
  lookup: SystemLookup | undefined,
): HttpRequest | undefined {
  const lastDepth = requests.length - 1;
  return requests.find(({ address, request, tags }, i) => {
    // Where no tag tells the depth, the first request stands last.
    const isHere = tags.some((tag) => tag.startsWith('depth='))
      ? hasDepth(tags, depth)
      : lastDepth - i === depth;
    const isOfBrowser =
      address === '' || lookup === undefined || lookup.addresses.includes(splitEndpoint(address));
    return isHere && isOfBrowser && URL.parse(request.url)?.protocol === url.protocol;
  });
}

function attemptOfRequest(request: HttpRequest): Attempt {
  const { failure, address, response } = request;
  const ip = address === '' ? undefined : splitEndpoint(address);
  const peer = ip === undefined ? {} : { ip };
  if (failure === null || (response.code > 0 && isRedirectFailure(failure)))
    return { kind: 'answered', request, ...peer };
  if (response.code > 0 && failure === 'generic_timeout_error') return { kind: 'stalled', request, ...peer };
  return { kind: 'failed', ...attemptFailure(failure, ip) };
}

/** Without a request, the first part of the way that failed tells: the name, the connection, TLS. */
function attemptWithoutRequest(keys: TestKeys, step: Step, lookup: SystemLookup | undefined): Attempt {
  if (lookup?.failure !== undefined) return failedLookup(lookup.failure);
  const connects = connectsOf(keys, step, lookup);
  const connected = connects.find(({ status }) => status.failure === null);
  if (connects.length === 0) return attemptAtDevice(lookup);
  if (!connected) return failedConnect(connects);
  const handshakes = handshakesOf(keys, step, lookup);
  const handshake = handshakes.find(({ failure }) => failure === null) ?? handshakes[0];
  if (handshake?.failure)
    return { kind: 'failed', ...attemptFailure(handshake.failure, splitEndpoint(handshake.address)) };
  return handshake || step.url.protocol === 'http:'
    ? { kind: 'connected', ip: connected.ip }
    : { kind: 'unknown' };
}

/** A resolver that stays silent makes a browser say, late, that the name was not found. */
function failedLookup(ooniFailure: string): Attempt {
  return { kind: 'failed', failure: 'dns', error: ooniFailure };
}

/** A browser tries all addresses; IPv4 says most, because a network without IPv6 fails there for a reason of its own. */
function failedConnect(connects: readonly TcpConnect[]): Attempt {
  const told = connects.find(({ ip }) => !isIpv6(ip)) ?? connects[0];
  return { kind: 'failed', ...attemptFailure(told?.status.failure ?? 'unknown_failure', told?.ip) };
}

/** Newer probes never connect to their own device. A browser does, and on most devices no server listens there. */
function attemptAtDevice(lookup: SystemLookup | undefined): Attempt {
  const ip = lookup?.addresses.find(isLoopbackOrUnspecified);
  if (ip === undefined || !lookup?.addresses.every(isLoopbackOrUnspecified)) return { kind: 'unknown' };
  const failure = ip === '0.0.0.0' || ip === '::' ? 'unspecified-address' : 'refused';
  return { kind: 'failed', failure, error: 'not tried by the probe', ip };
}

function connectsOf(keys: TestKeys, { url, depth }: Step, lookup: SystemLookup | undefined): TcpConnect[] {
  return keys.tcp_connect.filter(
    ({ ip, port, tags }) =>
      port === portOf(url) && hasDepth(tags, depth) && (lookup?.addresses.includes(ip) ?? false),
  );
}

function handshakesOf(
  keys: TestKeys,
  { url, depth }: Step,
  lookup: SystemLookup | undefined,
): TlsHandshake[] {
  return keys.tls_handshakes.filter(
    ({ address, server_name, tags }) =>
      isSameName(server_name, url.hostname) &&
      hasDepth(tags, depth) &&
      (address === '' || (lookup?.addresses.includes(splitEndpoint(address)) ?? false)),
  );
}

/** OONI has one word for all certificates that are invalid; the certificate itself tells whether it is out of date. */
function markExpired(attempt: Attempt, handshakes: readonly TlsHandshake[], startTime: string): Attempt {
  if (attempt.kind !== 'failed' || attempt.error !== 'ssl_invalid_certificate') return attempt;
  const [certificate] = handshakes.flatMap(({ failure, peer_certificates }) =>
    failure === attempt.error ? peer_certificates.slice(0, 1) : [],
  );
  const now = Date.parse(`${startTime.replace(' ', 'T')}Z`);
  return certificate !== undefined && isOutOfDate(certificate, now)
    ? { ...attempt, failure: 'expired' }
    : attempt;
}

function isOutOfDate(certificate: Buffer, now: number): boolean {
  try {
    return Date.parse(new X509Certificate(certificate).validTo) < now;
  } catch {
    return false;
  }
}
