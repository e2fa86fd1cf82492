import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedIpv4, isBogon, isFakeIp } from './ip.ts';
import { addressIn, inFull, inShort } from './testing/addresses.ts';

describe('the IPv4 address inside one of IPv6', () => {
  it.each<[string, string | undefined]>([
    ['64:ff9b::9.9.9.9', '9.9.9.9'],
    ['64:ff9b::909:909', '9.9.9.9'],
    ['64:FF9B:0:0:0:0:68f4:2a01', '104.244.42.1'],
    ['::ffff:9.9.9.9', '9.9.9.9'],
    ['::ffff:909:909', '9.9.9.9'],
    // A local prefix (RFC 8215) can have any length, so the address can be anywhere in it.
    ['64:ff9b:1::9.9.9.9', undefined],
    ['64:ff9b::1:909:909', undefined],
    ['::ffff:0:9.9.9.9', undefined],
    ['::9.9.9.9', undefined],
    ['9.9.9.9', undefined],
    ['2606:4700::1', undefined],
  ])('%s: %s', (ip, expected) => {
    expect(embeddedIpv4(ip)).toBe(expected);
  });

  it('is found again, however the address is written', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('64:ff9b::', '::ffff:'), (ip, prefix) => {
        const embedding = `${prefix}${ip}`;
        for (const written of [embedding, inShort(embedding), inFull(embedding)])
          expect(embeddedIpv4(written)).toBe(ip);
        expect(embeddedIpv4(ip)).toBeUndefined();
      }),
    );
  });
});

describe('an address that a proxy on the device makes up', () => {
  it.each<[string, boolean]>([
    ['198.17.255.255', false],
    ['198.18.0.0', true],
    ['198.19.255.255', true],
    ['198.20.0.0', false],
    ['::ffff:198.18.0.1', true],
    ['2001:2::1', false],
  ])('%s: %s', (ip, expected) => {
    expect(isFakeIp(ip)).toBe(expected);
  });

  it('is of the range for benchmarks, and a bogon', () => {
    fc.assert(fc.property(addressIn('198.18.0.0/15'), (ip) => isFakeIp(ip) && isBogon(ip)));
    fc.assert(fc.property(fc.ipV4(), (ip) => isFakeIp(ip) === /^198\.1[89]\./.test(ip)));
  });
});
