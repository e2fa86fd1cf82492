import { describe, expect, test } from 'vitest';
import { classifyResolvedAddress, isBogonEverywhere } from './dns-consistency.ts';

const SITE_ADDRESSES = ['104.244.42.1'];
const DUAL_STACK_ADDRESSES = [...SITE_ADDRESSES, '2a04:9d40:1::1'];
const CONTROL_ADDRESSES = ['17.253.1.1'];
const LAB_ADDRESSES = ['127.1.0.4'];

describe('the address that a browser reached, compared with those that DoH resolvers give', () => {
  test.each<[string, string, string[], string[], 'bogus' | 'elsewhere' | undefined]>([
    ['the same address', '104.244.42.1', SITE_ADDRESSES, [], undefined],
    ['a neighbour', '104.244.9.9', SITE_ADDRESSES, [], undefined],
    ['another network', '198.51.101.9', SITE_ADDRESSES, [], 'elsewhere'],
    ['a known sinkhole', '10.10.34.36', SITE_ADDRESSES, [], 'bogus'],
    ['a known sinkhole, no resolver to ask', '10.10.34.36', [], [], 'bogus'],
    ['a known IPv6 sinkhole', 'd0::11', DUAL_STACK_ADDRESSES, [], 'bogus'],
    ['a known IPv6 sinkhole, no resolver to ask', 'd0::11', [], [], 'bogus'],
    ['a private address as IPv4-mapped IPv6', '::ffff:10.0.0.1', DUAL_STACK_ADDRESSES, [], 'bogus'],
    ['this device', '127.0.0.1', SITE_ADDRESSES, [], 'bogus'],
    ['unspecified', '0.0.0.0', SITE_ADDRESSES, [], 'bogus'],
    ['this device, IPv6', '::1', SITE_ADDRESSES, [], 'bogus'],
    ['unspecified, IPv6', '::', SITE_ADDRESSES, [], 'bogus'],
    [
      'a public IPv6 address of a site that has none: translated',
      '64:ff9b::1',
      SITE_ADDRESSES,
      [],
      undefined,
    ],
    ['the same address, IPv6', '2a04:9d40:1::1', DUAL_STACK_ADDRESSES, [], undefined],
    ['a neighbour, IPv6', '2a04:9d40:2::9', DUAL_STACK_ADDRESSES, [], undefined],
    ['another network, IPv6', '2606:4700::1', DUAL_STACK_ADDRESSES, [], 'elsewhere'],
    ['unspecified, IPv6, though the site has one', '::', DUAL_STACK_ADDRESSES, [], 'bogus'],
    ['a neighbour, IPv4, the site has both', '104.244.9.9', DUAL_STACK_ADDRESSES, [], undefined],
    ['no resolver, other sites are public', '10.66.34.9', [], CONTROL_ADDRESSES, 'bogus'],
    ['no resolver, all sites are special', '10.66.34.9', [], ['10.0.0.1'], undefined],
    ['no resolver and no control', '10.66.34.9', [], [], undefined],
    ['no resolver, a public address', '198.51.101.9', [], CONTROL_ADDRESSES, undefined],
    ['a lab in which all is special', '127.9.9.9', LAB_ADDRESSES, LAB_ADDRESSES, 'elsewhere'],
  ])('%s', (_, peer, truth, others, expected) => {
    expect(classifyResolvedAddress(peer, truth, others)).toBe(expected);
  });
});

test('the owner made a mistake only if all addresses are bogons and other sites have public ones', () => {
  expect(isBogonEverywhere(['127.0.0.1'], CONTROL_ADDRESSES)).toBe(true);
  expect(isBogonEverywhere(['127.0.0.1', ...SITE_ADDRESSES], CONTROL_ADDRESSES)).toBe(false);
  expect(isBogonEverywhere(LAB_ADDRESSES, LAB_ADDRESSES)).toBe(false);
  expect(isBogonEverywhere([], CONTROL_ADDRESSES)).toBe(false);
});
