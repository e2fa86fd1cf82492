import { isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it, test } from 'vitest';
import {
  arePublic,
  embeddedIpv4,
  isBogon,
  isFakeIp,
  isIpLiteral,
  isIpv6,
  isLoopbackOrUnspecified,
  isSameNetwork,
} from './ip.ts';
import { addressIn, inFull, inShort } from './testing/addresses.ts';

const PUBLIC = ['9.9.9.9', '104.244.42.1', '2606:4700::1', '2a04:9d40:1::1'];
const NO_ADDRESSES = [
  '',
  'x.com',
  'localhost',
  '10.1',
  '10.0.0.256',
  '010.0.0.1',
  '1.2.3.4:80',
  ':::',
  '1:2:3',
  'g::1',
];

/** The groups of an address of IPv6 that begins with an IPv4 address after `head`, in hexadecimal. */
const withIpv4 = (head: string, ipv4: string): string => {
  const [high, low] = ipaddr.IPv4.parse(ipv4).toIPv4MappedAddress().parts.slice(-2);
  return `${head}:${high?.toString(16)}:${low?.toString(16)}::`;
};

describe('bogons', () => {
  /** The ranges of IPv4 that OONI calls bogons, without those inside others. */
  const OONI_IPV4 = [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ];
  /** Those of IPv6, but for what carries an address of IPv4. */
  const OONI_IPV6 = [
    '::/96',
    '100::/64',
    '2001:10::/28',
    '2001:db8::/32',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ];
  /** OONI has each of these ranges of IPv4 once more in 6to4 and in Teredo, but for the shared one. */
  const OONI_CARRIED = OONI_IPV4.filter((range) => range !== '100.64.0.0/10').flatMap((range) => {
    const [ip = '', bits] = range.split('/');
    return [`${withIpv4('2002', ip)}/${16 + Number(bits)}`, `${withIpv4('2001:0', ip)}/${32 + Number(bits)}`];
  });

  it.each([...OONI_IPV4, ...OONI_IPV6, ...OONI_CARRIED])('all of %s, which OONI counts', (range) => {
    fc.assert(fc.property(addressIn(range), (ip) => isBogon(ip)));
  });

  it.each<[string, boolean]>([
    ['100.63.255.255', false],
    ['100.64.0.1', true],
    ['100.127.255.255', true],
    ['100.128.0.1', false],
    ['169.254.1.1', true],
    ['172.15.255.255', false],
    ['172.32.0.0', false],
    ['192.0.1.0', false],
    ['192.0.2.7', true],
    ['198.17.255.255', false],
    ['198.20.0.0', false],
    ['198.51.101.9', false],
    ['223.255.255.255', false],
    ['255.255.255.255', true],
    ['9.9.9.9', false],
    ['2606:4700::1', false],
    ['fe80::1', true],
    ['fe80::1%eth0', true],
    ['fd00::1', true],
    ['::', true],
    ['::1', true],
    ['0:0:0:0:0:0:0:1', true],
    ['2001:0DB8::1', true],
    ['2001:db9::1', false],
    ['::ffff:10.0.0.1', true],
    ['::ffff:a00:1', true],
    ['::ffff:9.9.9.9', false],
    ['::9.9.9.9', true],
    ['::909:909', true],
    // What networks translate IPv4 into (RFC 6052, RFC 8215, RFC 6145) is no sign of tampering, as at OONI.
    ['64:ff9b::1', false],
    ['64:ff9b::9.9.9.9', false],
    ['64:ff9b:1::9.9.9.9', false],
    ['::ffff:0:9.9.9.9', false],
    // Sites can be behind 6to4 and Teredo, where the IPv4 address in them can be one of a site.
    [withIpv4('2002', '9.9.9.9'), false],
    [withIpv4('2001:0', '9.9.9.9'), false],
    [withIpv4('2002', '100.64.0.1'), true],
    // Ranges that OONI's list does not have: too new or too rare.
    ['192.88.99.1', true],
    ['2001:2::1', true],
    ['2001:20::1', true],
    ['3fff::1', true],
    ['5f00::1', true],
    // Special services, but reachable from everywhere.
    ['192.31.196.1', false],
    ['192.52.193.1', false],
    ['2001:3::1', false],
    ['2620:4f:8000::1', false],
    // Iran's injected address is a known sinkhole, no range.
    ['d0::11', false],
  ])('%s: %s', (ip, expected) => {
    expect(isBogon(ip)).toBe(expected);
  });

  it('does not depend on how an address is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        expect(isBogon(inShort(ip))).toBe(isBogon(ip));
        expect(isBogon(inFull(ip))).toBe(isBogon(ip));
      }),
    );
  });

  it('judges IPv4 that is written as IPv6 as IPv4', () => {
    fc.assert(fc.property(fc.ipV4(), (ip) => isBogon(`::ffff:${ip}`) === isBogon(ip)));
  });
});

describe('public addresses', () => {
  it('are all of a list, and at least one', () => {
    expect(arePublic(PUBLIC)).toBe(true);
    expect(arePublic([...PUBLIC, '10.0.0.1'])).toBe(false);
    expect(arePublic([])).toBe(false);
  });
});

describe('addresses of one network', () => {
  it.each<[string, string, boolean]>([
    ['104.244.42.1', '104.244.9.9', true],
    ['104.244.42.1', '104.245.42.1', false],
    ['10.1.0.1', '101.0.0.1', false],
    ['2a04:9d40:1::1', '2a04:9d40:2::9', true],
    ['2001:db8::1', '2001:0db8::1', true],
    ['2001:db8::1', '2001:DB8:0:0::2', true],
    ['2001:db8::1', '2001:db80::1', false],
    ['2001::1', '2001:0:5::1', true],
    ['::1', '::ffff:1.2.3.4', false],
    ['1::', '1:0:5::', true],
    ['::ffff:104.244.42.1', '104.244.9.9', true],
    ['::ffff:104.244.42.1', '::ffff:9.9.9.9', false],
    ['104.244.42.1', '2a04:9d40::1', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(isSameNetwork(a, b)).toBe(expected);
    expect(isSameNetwork(b, a)).toBe(expected);
  });

  it('have their first bits in common', () => {
    const ipv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(ipv4, ipv4, (a, b) => {
        expect(isSameNetwork(a.join('.'), b.join('.'))).toBe(a[0] === b[0] && a[1] === b[1]);
      }),
    );
    fc.assert(
      fc.property(addressIn('2a04:9d40::/32'), addressIn('2a04:9d40::/32'), (a, b) => isSameNetwork(a, b)),
    );
    fc.assert(
      fc.property(addressIn('2a04:9d40::/32'), addressIn('2a04:9d41::/32'), (a, b) => !isSameNetwork(a, b)),
    );
  });

  it('each is of its own, however it is written', () => {
    fc.assert(fc.property(fc.ipV6(), (ip) => isSameNetwork(ip, inFull(ip))));
  });
});

describe('a host of a URL', () => {
  test.each(['10.1.2.3', '[::1]', '[2001:db8::1]', '[::ffff:10.0.0.1]'])('%s is an address', (host) => {
    expect(isIpLiteral(new URL(`http://${host}/`).hostname)).toBe(true);
  });

  test.each(['x.com', '10.1.2.3.example', '1und1.de', '999.1.1.1', '[x.com]', '[]', '[10.0.0.1]', '::1'])(
    '%s is a name, or nothing',
    (host) => {
      expect(isIpLiteral(host)).toBe(false);
    },
  );

  it('is an address for each address, and for no domain', () => {
    const hosts = fc.oneof(
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((ip) => `[${ip}]`),
    );
    fc.assert(fc.property(hosts, (host) => isIpLiteral(new URL(`http://${host}/`).hostname)));
    fc.assert(fc.property(fc.domain(), (host) => !isIpLiteral(host)));
  });
});

test.each(['127.0.0.1', '0.0.0.0', '::1', '::', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:0:0'])(
  '%s is loopback or unspecified',
  (ip) => {
    expect(isLoopbackOrUnspecified(ip)).toBe(true);
  },
);
test.each(['127.1.0.4', '0.0.0.1', '::2', '::127.0.0.1', ...PUBLIC])(
  '%s is neither loopback nor unspecified',
  (ip) => {
    expect(isLoopbackOrUnspecified(ip)).toBe(false);
  },
);

test('addresses of IPv6 are told from those of IPv4', () => {
  fc.assert(fc.property(fc.ipV6(), (ip) => isIpv6(ip)));
  fc.assert(fc.property(fc.ipV4(), (ip) => !isIpv6(ip)));
});

describe('what is no address', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.') }),
    fc
      .array(fc.constantFrom(':', '::', '.', '0', '10', 'ffff', '2001', '1.2.3.4', 'fe80'))
      .map((all) => all.join('')),
  );

  it.each(NO_ADDRESSES)('“%s” is neither bogon nor public, and of no network', (ip) => {
    expect(isBogon(ip)).toBe(false);
    expect(arePublic([ip])).toBe(false);
    expect(isLoopbackOrUnspecified(ip)).toBe(false);
    expect(isIpLiteral(ip)).toBe(false);
    expect(embeddedIpv4(ip)).toBeUndefined();
    expect(isFakeIp(ip)).toBe(false);
    expect(isSameNetwork(ip, ip)).toBe(false);
    expect(isSameNetwork(ip, '9.9.9.9')).toBe(false);
  });

  it('makes nothing throw, and is the same as for Node', () => {
    fc.assert(
      fc.property(text, (ip) => {
        // Node takes an IPv6 address with any zone; browsers report none.
        fc.pre(!ip.includes('%'));
        isIpLiteral(ip);
        isLoopbackOrUnspecified(ip);
        const isOne = isBogon(ip) || arePublic([ip]);
        // The library takes octal numbers inside IPv6.
        if (!/(^|\D)0\d+\./.test(ip)) expect(isOne).toBe(isIP(ip) !== 0);
        expect(isSameNetwork(ip, ip)).toBe(isOne);
      }),
      { numRuns: 2000 },
    );
  });
});
