import { describe, expect, test } from 'vitest';
import type { RemoteEndpoint } from '../model/observation.ts';
import { type AddressJudgement, isBogonEverywhere, judgeAddress } from './dns-consistency.ts';

const SITE_ADDRESSES = ['104.244.42.1'];
const DUAL_STACK_ADDRESSES = [...SITE_ADDRESSES, '2a04:9d40:1::1'];
const CONTROL_ADDRESSES = ['17.253.1.1'];
const LAB_ADDRESSES = ['127.1.0.4'];

const OTHER_NETWORK = '198.51.101.9';
const FILTER_ADDRESS = '146.112.61.106';

describe('an address that a browser reached, or tried, under the site’s name', () => {
  test.each<[string, string, string[], string[], AddressJudgement]>([
    ['the same address', '104.244.42.1', SITE_ADDRESSES, [], 'site'],
    ['a neighbour', '104.244.9.9', SITE_ADDRESSES, [], 'site'],
    ['another network', OTHER_NETWORK, SITE_ADDRESSES, [], 'differs'],
    ['a known sinkhole', '10.10.34.36', SITE_ADDRESSES, [], 'sinkhole'],
    ['a known sinkhole, no resolver to ask', '10.10.34.36', [], [], 'sinkhole'],
    ['a known IPv6 sinkhole', 'd0::11', DUAL_STACK_ADDRESSES, [], 'sinkhole'],
    ['a known IPv6 sinkhole, no resolver to ask', 'd0::11', [], [], 'sinkhole'],
    ['a filter product’s', FILTER_ADDRESS, SITE_ADDRESSES, CONTROL_ADDRESSES, 'filter'],
    ['a private address as IPv4-mapped IPv6', '::ffff:10.0.0.1', DUAL_STACK_ADDRESSES, [], 'bogon'],
    ['this device', '127.0.0.1', SITE_ADDRESSES, [], 'bogon'],
    ['unspecified', '0.0.0.0', SITE_ADDRESSES, [], 'bogon'],
    ['this device, IPv6', '::1', SITE_ADDRESSES, [], 'bogon'],
    ['unspecified, IPv6', '::', SITE_ADDRESSES, [], 'bogon'],
    ['a public IPv6 address of a site that has none: translated', '64:ff9b::1', SITE_ADDRESSES, [], 'site'],
    ['the same address, IPv6', '2a04:9d40:1::1', DUAL_STACK_ADDRESSES, [], 'site'],
    ['a neighbour, IPv6', '2a04:9d40:2::9', DUAL_STACK_ADDRESSES, [], 'site'],
    ['another network, IPv6', '2606:4700::1', DUAL_STACK_ADDRESSES, [], 'differs'],
    ['unspecified, IPv6, though the site has one', '::', DUAL_STACK_ADDRESSES, [], 'bogon'],
    ['a neighbour, IPv4, the site has both', '104.244.9.9', DUAL_STACK_ADDRESSES, [], 'site'],
    ['no resolver, other sites are public', '10.66.34.9', [], CONTROL_ADDRESSES, 'bogon'],
    ['no resolver, all sites are special', '10.66.34.9', [], ['10.0.0.1'], 'site'],
    ['a proxy gives all sites special addresses', '10.66.34.9', SITE_ADDRESSES, ['10.0.0.1'], 'differs'],
    ['no resolver and no control', '10.66.34.9', [], [], 'site'],
    ['no resolver, a public address', OTHER_NETWORK, [], CONTROL_ADDRESSES, 'site'],
    ['a lab in which all is special', '127.9.9.9', LAB_ADDRESSES, LAB_ADDRESSES, 'differs'],
  ])('%s', (_, address, expected, controlAddresses, judgement) => {
    expect(judgeAddress(address, { expected, controlAddresses, endpoints: [] })).toBe(judgement);
  });

  test.each<[string, Partial<RemoteEndpoint>, AddressJudgement]>([
    ['proves the site’s name', { connects: true, validForName: true }, 'site'],
    ['cannot prove the site’s name', { connects: true, validForName: false }, 'wrong'],
    ['refuses', { connects: false, refuses: true }, 'refuses'],
    ['does not answer', { connects: false }, 'differs'],
    ['answers, and was not asked for a certificate', { connects: true }, 'differs'],
  ])('seen from outside, a server there %s', (_, found, judgement) => {
    const judge = (address: string, expected: string[]) =>
      judgeAddress(address, {
        expected,
        controlAddresses: CONTROL_ADDRESSES,
        endpoints: [{ address, connects: false, ...found }],
      });
    expect(judge(OTHER_NETWORK, SITE_ADDRESSES)).toBe(judgement);
    // Unless it proves itself, a sinkhole on record is one; what resolvers elsewhere give is the site's own.
    expect(judge('10.10.34.36', SITE_ADDRESSES)).toBe(judgement === 'site' ? 'site' : 'sinkhole');
    expect(judge('104.244.42.1', SITE_ADDRESSES)).toBe('site');
  });
});

test('the owner made a mistake only if all addresses are bogons and other sites have public ones', () => {
  expect(isBogonEverywhere(['127.0.0.1'], CONTROL_ADDRESSES)).toBe(true);
  expect(isBogonEverywhere(['127.0.0.1', ...SITE_ADDRESSES], CONTROL_ADDRESSES)).toBe(false);
  expect(isBogonEverywhere(LAB_ADDRESSES, LAB_ADDRESSES)).toBe(false);
  expect(isBogonEverywhere([], CONTROL_ADDRESSES)).toBe(false);
});
