import { arePublic, isBogon, isIpv6, isSameNetwork } from '../base/ip.ts';
import sinkholes from './sinkholes.json' with { type: 'json' };

/** Addresses that are known to stand in for blocked sites (OONI, Citizen Lab; BSD-3-Clause, see DATA-LICENSES.md). */
const SINKHOLE_ADDRESSES = new Set(sinkholes.map(([address]) => address));

/**
 * Classifies an address that the browser reached, or tried, under the platform's name. undefined: it may be the site's
 * own.
 * - `bogus`: a known sinkhole, or an address that no public site has while the site's true addresses are public.
 *   Where these are unknown, the controls' addresses decide: a lab, a proxy or a VPN gives *all* sites special
 *   addresses, which proves nothing.
 * - `elsewhere`: on another network than the true addresses.
 * @param expected the site's addresses as DoH resolvers give them. A network may translate IPv4 (RFC 6147), so an
 * address says nothing if none of them has its IP version.
 * @param controlAddresses addresses at which other sites answered
 */
export function classifyResolvedAddress(
  remoteAddress: string,
  expected: readonly string[],
  controlAddresses: readonly string[] = [],
): 'bogus' | 'elsewhere' | undefined {
  if (expected.includes(remoteAddress)) return undefined;
  if (SINKHOLE_ADDRESSES.has(remoteAddress)) return 'bogus';
  if (isBogon(remoteAddress) && arePublic(expected.length > 0 ? expected : controlAddresses)) return 'bogus';
  const comparable = expected.filter((ip) => isIpv6(ip) === isIpv6(remoteAddress));
  if (comparable.length === 0) return undefined;
  if (comparable.some(isBogon)) return 'elsewhere'; // no content network spreads over bogons
  return comparable.some((ip) => isSameNetwork(ip, remoteAddress)) ? undefined : 'elsewhere';
}

/** The DoH resolvers give only bogons while other sites have public addresses: the site's owner made a mistake. */
export function isBogonEverywhere(expected: readonly string[], controlAddresses: readonly string[]): boolean {
  return expected.length > 0 && expected.every(isBogon) && arePublic(controlAddresses);
}
