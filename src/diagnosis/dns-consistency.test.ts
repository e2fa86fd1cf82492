import { describe, expect, test } from 'vitest';
import { isAddress, isSpecial } from '../base/ip.ts';
import { goesAstray, leadsNowhere } from './dns-consistency.ts';

const TRUTH = ['104.244.42.1'];
const TRUTH6 = [...TRUTH, '2a04:9d40:1::1'];
const OTHERS = ['17.253.1.1'];
const LAB = ['127.1.0.4'];

describe('a browser that reached another address than resolvers elsewhere give', () => {
  test.each<[string, string, string[], string[], 'bogus' | 'elsewhere' | undefined]>([
    ['the very one', '104.244.42.1', TRUTH, [], undefined],
    ['a neighbour', '104.244.9.9', TRUTH, [], undefined],
    ['another network', '198.51.101.9', TRUTH, [], 'elsewhere'],
    ['a known sinkhole', '10.10.34.36', TRUTH, [], 'bogus'],
    ['a known sinkhole, nobody to ask', '10.10.34.36', [], [], 'bogus'],
    ['this device', '127.0.0.1', TRUTH, [], 'bogus'],
    ['nobody', '0.0.0.0', TRUTH, [], 'bogus'],
    ['this device, by IPv6', '::1', TRUTH, [], 'bogus'],
    ['nobody, by IPv6', '::', TRUTH, [], 'bogus'],
    ['a public address, by IPv6, of a site that has none: translated', '64:ff9b::1', TRUTH, [], undefined],
    ['the very one, by IPv6', '2a04:9d40:1::1', TRUTH6, [], undefined],
    ['a neighbour, by IPv6', '2a04:9d40:2::9', TRUTH6, [], undefined],
    ['another network, by IPv6', '2606:4700::1', TRUTH6, [], 'elsewhere'],
    ['nobody, by IPv6, though the site has some', '::', TRUTH6, [], 'bogus'],
    ['a neighbour by IPv4, the site has both', '104.244.9.9', TRUTH6, [], undefined],
    ['nobody to ask, other sites are public', '10.66.34.9', [], OTHERS, 'bogus'],
    ['nobody to ask, all sites are special', '10.66.34.9', [], ['10.0.0.1'], undefined],
    ['nobody to ask at all', '10.66.34.9', [], [], undefined],
    ['nobody to ask, a public one', '198.51.101.9', [], OTHERS, undefined],
    ['a lab in which all is special', '127.9.9.9', LAB, LAB, 'elsewhere'],
  ])('%s', (_, peer, truth, others, expected) => {
    expect(goesAstray(peer, truth, others)).toBe(expected);
  });
});

test('an owner errs only where all addresses are of nobody, and other sites have public ones', () => {
  expect(leadsNowhere(['127.0.0.1'], OTHERS)).toBe(true);
  expect(leadsNowhere(['127.0.0.1', ...TRUTH], OTHERS)).toBe(false);
  expect(leadsNowhere(LAB, LAB)).toBe(false);
  expect(leadsNowhere([], OTHERS)).toBe(false);
});

test.each(['10.1.2.3', '[::1]', '[2001:db8::1]'])('%s is an address', (host) => {
  expect(isAddress(new URL(`http://${host}/`).hostname)).toBe(true);
});
test.each(['x.com', '10.1.2.3.example', '1und1.de'])('%s is a name', (host) => {
  expect(isAddress(host)).toBe(false);
});

test('shared, link-local and documentation addresses are no public site’s', () => {
  for (const ip of ['100.64.0.1', '169.254.1.1', '192.0.2.7', 'fe80::1', 'fd00::1'])
    expect([ip, isSpecial(ip)]).toEqual([ip, true]);
  for (const ip of ['100.128.0.1', '9.9.9.9', '2606:4700::1'])
    expect([ip, isSpecial(ip)]).toEqual([ip, false]);
});
