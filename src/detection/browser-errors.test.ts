import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAILURES } from '../model/failure.ts';
import { ERROR_NAMES_BY_FAILURE, failureFromErrorName, isInconclusive } from './browser-errors.ts';

test.each([
  ['net::ERR_CONNECTION_RESET', 'reset'],
  ['NS_ERROR_NET_RESET', 'reset'],
  ['net::ERR_CONNECTION_CLOSED', 'closed'],
  ['net::ERR_EMPTY_RESPONSE', 'closed'],
  ['net::ERR_CONNECTION_REFUSED', 'refused'],
  ['NS_ERROR_CONNECTION_REFUSED', 'refused'],
  // The server answers but opens no WebSocket (seen with a 403).
  ['NS_ERROR_WEBSOCKET_CONNECTION_REFUSED', 'http'],
  ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
  ['NS_ERROR_UNKNOWN_HOST', 'dns'],
  ['net::ERR_ADDRESS_INVALID', 'unspecified-address'],
  ['net::ERR_TIMED_OUT', 'timeout'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
  ['NS_ERROR_NET_TIMEOUT', 'timeout'],
  ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificate'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'untrusted'],
  ['net::ERR_CERT_DATE_INVALID', 'expired'],
  ['NS_ERROR_GENERATE_FAILURE(NS_ERROR_MODULE_SECURITY, SEC_ERROR_UNKNOWN_ISSUER)', 'untrusted'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
  ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
  ['net::ERR_NETWORK_CHANGED', 'changed'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
  ['net::ERR_BLOCKED_BY_CLIENT', 'local'],
  ['net::ERR_ABORTED', 'aborted'],
  ['NS_BINDING_ABORTED', 'aborted'],
  ['net::ERR_SOMETHING_NEW', 'other'],
  ['', 'other'],
])('%s is the failure %s', (error, failure) => {
  expect(failureFromErrorName(error)).toBe(failure);
});

test("the words of Firefox's localised TLS sentences are never matched", () => {
  expect(failureFromErrorName('Das Zertifikat ist nicht vertrauenswürdig.')).toBe('tls');
  expect(failureFromErrorName('The certificate is not trusted because it is self-signed.')).toBe('tls');
});

const LISTED_NAMES = FAILURES.flatMap((failure) =>
  ERROR_NAMES_BY_FAILURE[failure]
    .trim()
    .split(/\s+/)
    .map((name) => ({ failure, name })),
);

test('every name of either browser, as the browser writes it, has exactly one failure', () => {
  for (const { failure, name } of LISTED_NAMES) {
    const written = /^(SEC|SSL|MOZILLA_PKIX)_/.test(name)
      ? `NS_ERROR_GENERATE_FAILURE(NS_ERROR_MODULE_SECURITY, ${name})`
      : name.replace(/^ERR_/, 'net::ERR_');
    expect([written, failureFromErrorName(written)]).toEqual([written, failure]);
  }
  const names = LISTED_NAMES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // The names that can end a load in Chromium 156 and Firefox 153: the counts show if the table loses one.
  const countWithPrefix = (prefix: RegExp) => names.filter((name) => prefix.test(name)).length;
  expect([
    countWithPrefix(/^ERR_/),
    countWithPrefix(/^NS_/),
    countWithPrefix(/^(SEC|SSL|MOZILLA_PKIX)_/),
  ]).toEqual([167, 82, 90]);
});

test('names of a stop, or of the browser’s own reasons, are inconclusive', () => {
  const silent = LISTED_NAMES.filter(({ failure }) => isInconclusive(failure)).map(({ name }) => name);
  for (const name of [
    'ERR_ABORTED',
    'NS_BINDING_ABORTED',
    'ERR_CACHE_MISS',
    'NS_ERROR_DOCUMENT_NOT_CACHED',
    'NS_ERROR_ABORT',
  ])
    expect(silent).toContain(name);
});

test('stopped loads, downloads and unknown names are inconclusive', () => {
  expect(
    ['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'net::ERR_CACHE_MISS', 'net::ERR_FAILED'].every((e) =>
      isInconclusive(failureFromErrorName(e)),
    ),
  ).toBe(true);
});

test('any text that a browser gives has a failure', () => {
  fc.assert(fc.property(fc.string(), (error) => FAILURES.includes(failureFromErrorName(error))));
});
