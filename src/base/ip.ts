export const isIpv6 = (ip: string): boolean => ip.includes(':');

/**
 * Whether two addresses are plausibly of one network: the same /16, or /32 of IPv6. Content networks give every
 * resolver other addresses, but out of few blocks.
 */
export function isSameNetwork(a: string, b: string): boolean {
  const networkPart = (ip: string) =>
    ip
      .split(isIpv6(ip) ? ':' : '.')
      .slice(0, 2)
      .join();
  return isIpv6(a) === isIpv6(b) && networkPart(a) === networkPart(b);
}

/** Whether a host, as URLs write it, is an address and no name. */
export const isIpLiteral = (host: string): boolean => /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/i.test(host);

/**
 * Addresses that no public site has: RFC 1918, loopback, link-local, shared (RFC 6598), benchmark (RFC 2544),
 * documentation (RFC 5737), multicast and reserved, and `0.0.0.0/8`; for IPv6 loopback, unique local, link-local.
 */
export function isBogon(ip: string): boolean {
  if (isIpv6(ip)) return /^(::1?$|f[cd]|fe[89ab]|d0::)/i.test(ip);
  const [a = 0, b = 0, c = 0] = ip.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19)) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113)
  );
}

/** This device itself, or nobody: what lists of unwanted names, on a device or in a network, put in a site's place. */
export const isLoopbackOrUnspecified = (ip: string): boolean => /^(127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(ip);

export const arePublic = (ips: readonly string[]): boolean => ips.length > 0 && !ips.some(isBogon);
