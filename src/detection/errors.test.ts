import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR_FAMILIES } from './error-family.ts';
import { ERROR_NAMES } from './error-names.ts';
import { familyOf, isNoFailure } from './errors.ts';

test.each([
  ['net::ERR_CONNECTION_RESET', 'reset'],
  ['NS_ERROR_NET_RESET', 'reset'],
  ['net::ERR_CONNECTION_CLOSED', 'closed'],
  ['net::ERR_EMPTY_RESPONSE', 'closed'],
  ['net::ERR_CONNECTION_REFUSED', 'refused'],
  ['NS_ERROR_CONNECTION_REFUSED', 'refused'],
  ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
  ['NS_ERROR_UNKNOWN_HOST', 'dns'],
  ['net::ERR_TIMED_OUT', 'timeout'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
  ['NS_ERROR_NET_TIMEOUT', 'timeout'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
  ['NS_ERROR_GENERATE_FAILURE(NS_ERROR_MODULE_SECURITY, SEC_ERROR_UNKNOWN_ISSUER)', 'certificate'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
  ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
  ['net::ERR_NETWORK_CHANGED', 'changed'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
  ['net::ERR_BLOCKED_BY_CLIENT', 'local'],
  ['net::ERR_ABORTED', 'aborted'],
  ['NS_BINDING_ABORTED', 'aborted'],
  ['net::ERR_SOMETHING_NEW', 'other'],
  ['', 'other'],
])('%s is of the family %s', (error, family) => {
  expect(familyOf(error)).toBe(family);
});

test("Firefox's localised TLS sentences are never read by their words", () => {
  expect(familyOf('Das Zertifikat ist nicht vertrauenswürdig.')).toBe('tls');
  expect(familyOf('The certificate is not trusted because it is self-signed.')).toBe('tls');
});

test('every name stands in exactly one family', () => {
  const names = Object.values(ERROR_NAMES).flatMap((list) => list.trim().split(/\s+/));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(300);
});

test('stopping, downloads and unknown names raise nothing', () => {
  expect(
    ['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'net::ERR_CACHE_MISS', 'net::ERR_FAILED'].every((e) =>
      isNoFailure(familyOf(e)),
    ),
  ).toBe(true);
});

test('whatever a browser says has a family', () => {
  fc.assert(fc.property(fc.string(), (error) => ERROR_FAMILIES.includes(familyOf(error))));
});
