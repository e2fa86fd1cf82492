import ipaddr from 'ipaddr.js';

export const isIpv6 = (ip: string): boolean => ip.includes(':');

/**
 * An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) counts as IPv4.
 * @returns `undefined` for what is no address, so that nothing is concluded from it
 */
export function parseIp(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!isIpv6(ip)) return ipaddr.IPv4.isValidFourPartDecimal(ip) ? ipaddr.IPv4.parse(ip) : undefined;
  // The library reads `::10.0.0.1` as `::ffff:10.0.0.1`, which is another address; with one more zero it does not.
  const text = ip.replace(/^::(?=\d+\.)/, '::0:');
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
}

/**
 * Whether two addresses are plausibly of one network: the same /16, or /32 of IPv6. Content networks give every
 * resolver other addresses, but out of few blocks. What is no address is of no network.
 */
export function isSameNetwork(a: string, b: string): boolean {
  const first = parseIp(a);
  const second = parseIp(b);
  if (!first || !second || first.kind() !== second.kind()) return false;
  return first.match(second, first.kind() === 'ipv6' ? 32 : 16);
}

/** Whether a host, as URLs write it (IPv6 in brackets), is an address and no name. */
export function isIpLiteral(host: string): boolean {
  const [, inBrackets] = /^\[(.+)\]$/.exec(host) ?? [];
  return isIpv6(host) === (inBrackets !== undefined) && parseIp(inBrackets ?? host) !== undefined;
}

/**
 * The library's names of ranges in which a public site can be: those that networks translate IPv4 into (RFC 6052,
 * RFC 6145), and those that the IANA registries of special-purpose addresses call globally reachable.
 */
const PUBLIC_RANGES = new Set<string>(['unicast', 'rfc6052', 'rfc6145', 'amt', 'as112', 'as112v6']);

/**
 * Addresses that no public site has: private, loopback, link-local, shared, documentation, multicast, reserved and the
 * like. It covers OONI's list of bogons (probe-cli, internal/netxlite/bogon.go); as there, an address of 6to4 or
 * Teredo is one if the IPv4 address in it is. OONI counts every `::ffff:0:0/96`; here its IPv4 address decides.
 * What is no address is none of them, unlike at OONI.
 */
export function isBogon(ip: string): boolean {
  const address = parseIp(ip);
  if (address === undefined) return false;
  if (address instanceof ipaddr.IPv4) return !PUBLIC_RANGES.has(address.range());
  const { parts } = address;
  const range = address.range();
  if (range === '6to4') return isBogon(ipv4In(parts, 1));
  if (range === 'teredo') return isBogon(ipv4In(parts, 2));
  const isIpv4Compatible = parts.slice(0, 6).every((part) => part === 0);
  return isIpv4Compatible || !PUBLIC_RANGES.has(range);
}

/** The IPv4 address that stands in two of the eight parts of one of IPv6. */
function ipv4In(parts: readonly number[], at: number): string {
  return parts
    .slice(at, at + 2)
    .flatMap((part) => [part >> 8, part & 0xff])
    .join('.');
}

const LOOPBACK_OR_UNSPECIFIED = new Set(['127.0.0.1', '0.0.0.0', '::1', '::']);

/** Loopback and the unspecified address: filter lists, on a device or in a network, put them in a site's place. */
export const isLoopbackOrUnspecified = (ip: string): boolean =>
  LOOPBACK_OR_UNSPECIFIED.has(parseIp(ip)?.toString() ?? '');

/** Whether an address is of this device: all of 127/8, and ::1 (RFC 1122, RFC 4291). */
export const isLoopback = (ip: string): boolean => parseIp(ip)?.range() === 'loopback';

/** Whether there are addresses, and a public site can have each of them. */
export const arePublic = (ips: readonly string[]): boolean =>
  ips.length > 0 && ips.every((ip) => parseIp(ip) !== undefined && !isBogon(ip));

const NAT64_PREFIX = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const FAKE_IPS = ipaddr.IPv4.parseCIDR('198.18.0.0/15');

/**
 * The IPv4 address inside an IPv6 address: of NAT64 (`64:ff9b::/96`, RFC 6052), with which a network without IPv4 reaches
 * sites that have no IPv6, or IPv4-mapped (`::ffff:0:0/96`).
 */
export function embeddedIpv4(ip: string): string | undefined {
  const address = parseIp(ip);
  if (address instanceof ipaddr.IPv4) return isIpv6(ip) ? address.toString() : undefined;
  return address?.match(NAT64_PREFIX) ? ipv4In(address.parts, 6) : undefined;
}

/**
 * Whether an address is of the range for benchmarks (RFC 2544). Proxies on the device (Clash, sing-box) give every site
 * an address of it, so it says nothing about the network.
 */
export function isFakeIp(ip: string): boolean {
  const address = parseIp(ip);
  return address instanceof ipaddr.IPv4 && address.match(FAKE_IPS);
}
