import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isBogon, isSameNetwork } from '../base/ip.ts';
import { addressIn } from '../base/testing/addresses.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import { areOfOneNetwork, HOSTING_NETWORKS, hostingNetworkOf } from './hosting-networks.ts';

const prefixes = HOSTING_NETWORKS.flatMap(({ name, prefixes }) =>
  prefixes.map((prefix) => ({ name, prefix })),
);

/** A network's name and any of its addresses. */
const member = fc
  .constantFrom(...prefixes)
  .chain(({ name, prefix }) => addressIn(prefix.join('/')).map((ip) => ({ name, ip })));
const anyIp = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((ip) => `64:ff9b::${ip}`),
  member.map(({ ip }) => ip),
);

describe('the table of hosting networks', () => {
  it('has the network of each file that measures the speed', () => {
    const names = HOSTING_NETWORKS.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(ENDPOINTS.speeds.map(({ name }) => name)));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has each address at most once', () => {
    const overlaps = prefixes.filter(({ prefix: [base, bits] }, i) =>
      prefixes.some(
        ({ prefix: [other, otherBits] }, j) =>
          i !== j && base.kind() === other.kind() && base.match(other, Math.min(bits, otherBits)),
      ),
    );
    expect(overlaps.map(({ name, prefix }) => `${name} ${prefix.join('/')}`)).toEqual([]);
  });

  it('has blocks that begin where they say, none larger than an operator ever got', () => {
    for (const { prefix } of prefixes) {
      const [base, bits] = prefix;
      const isIpv4 = base.kind() === 'ipv4';
      const first = (isIpv4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(prefix.join('/'));
      expect(first.toString()).toBe(base.toString());
      expect(bits).toBeGreaterThanOrEqual(isIpv4 ? 8 : 22);
    }
  });

  it('has only public addresses', () => {
    fc.assert(fc.property(member, ({ ip }) => !isBogon(ip)));
  });
});

describe('the network of an address', () => {
  it.each<[string, string | undefined, boolean?]>([
    ['142.250.185.78', 'google', false], // www.google.com
    ['2a00:1450:4001:82b::200e', 'google', false],
    ['34.120.54.55', 'google-cloud', true],
    ['104.16.132.229', 'cloudflare', true],
    ['162.159.140.229', 'cloudflare', true], // x.com
    ['2606:4700::6810:84e5', 'cloudflare', true],
    ['151.101.1.140', 'fastly', true], // reddit.com
    ['23.1.237.25', 'akamai', true],
    ['13.224.1.1', 'amazon', true],
    ['54.239.28.85', 'amazon', true],
    ['20.112.250.133', 'microsoft', true],
    ['95.216.1.1', 'hetzner', true],
    ['51.68.1.1', 'ovh', true],
    ['157.240.1.35', 'meta', false], // facebook.com
    ['2a03:2880:f12f:83:face:b00c:0:25de', 'meta', false],
    ['104.244.42.1', 'x', false],
    ['149.154.167.99', 'telegram', false], // telegram.org
    ['208.80.154.224', 'wikimedia', false], // wikipedia.org
    ['45.57.1.1', 'netflix', false],
    ['64:ff9b::104.244.42.1', 'x', false],
    ['::ffff:104.244.42.1', 'x', false],
    ['9.9.9.9', undefined],
    ['10.10.34.36', undefined],
    ['2001:db8::1', undefined],
    ['x.com', undefined],
    ['', undefined],
  ])('%s: %s', (ip, name, isShared) => {
    expect(hostingNetworkOf(ip)).toEqual(name && { name, isShared });
  });

  it('is the row that has its block, also behind NAT64', () => {
    fc.assert(
      fc.property(member, ({ name, ip }) => {
        expect(hostingNetworkOf(ip)?.name).toBe(name);
        if (ipaddr.IPv4.isValid(ip)) expect(hostingNetworkOf(`64:ff9b::${ip}`)?.name).toBe(name);
      }),
    );
  });
});

describe('addresses of one network', () => {
  it.each<[string, string, boolean]>([
    ['142.250.185.78', '172.217.16.206', true],
    ['142.250.185.78', '34.120.54.55', false],
    ['104.16.132.229', '172.67.1.1', true],
    ['104.16.132.229', '2606:4700::1', true],
    ['104.16.132.229', '151.101.1.140', false],
    ['198.51.101.9', '198.51.7.7', true],
    ['64:ff9b::104.16.132.229', '172.67.1.1', true],
    ['64:ff9b::198.51.101.9', '198.51.7.7', true],
    ['64:ff9b::198.51.101.9', '64:ff9b::9.9.9.9', false],
    ['x.com', 'x.com', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(areOfOneNetwork(a, b)).toBe(expected);
  });

  it('are those of one row, and those close to each other', () => {
    fc.assert(
      fc.property(member, member, (a, b) => {
        expect(areOfOneNetwork(a.ip, b.ip)).toBe(a.name === b.name || isSameNetwork(a.ip, b.ip));
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (a, b) => {
        fc.pre(!hostingNetworkOf(a));
        expect(areOfOneNetwork(a, b)).toBe(isSameNetwork(a, b));
      }),
    );
  });

  it('are so in either order, and each with itself', () => {
    fc.assert(
      fc.property(anyIp, anyIp, (a, b) => {
        expect(areOfOneNetwork(a, b)).toBe(areOfOneNetwork(b, a));
        expect(areOfOneNetwork(a, a)).toBe(true);
      }),
    );
  });
});
