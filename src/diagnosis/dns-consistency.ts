import { arePublic, isBogon, isIpv6, isSameNetwork } from '../base/ip.ts';
import sinkholes from './sinkholes.json' with { type: 'json' };

/** Addresses that are known to stand in for blocked sites (OONI, Citizen Lab; BSD-3-Clause, see DATA-LICENSES.md). */
const SINKHOLE_ADDRESSES = new Set(sinkholes.map(([address]) => address));

/**
 * Whether a browser that reached `peer` was sent astray: elsewhere than resolvers elsewhere say, and
 * - to a known sinkhole, or to an address that no public site has while the true ones are public, or, where nobody
 *   could be asked for these, those of other sites (a lab, a proxy or a VPN gives *all* sites special addresses: then
 *   that proves nothing), or
 * - to another network altogether.
 * @param expected the site's addresses as resolvers elsewhere give them. A network may translate IPv4 (RFC 6147): where
 *   none of them is of the peer's kind, an address of IPv6 says nothing.
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
  if (comparable.some(isBogon)) return 'elsewhere'; // no content network spreads over such addresses
  return comparable.some((ip) => isSameNetwork(ip, remoteAddress)) ? undefined : 'elsewhere';
}

/** All the world's resolvers lead to nowhere, while other sites have public addresses: the owner's own mistake. */
export function isBogonEverywhere(expected: readonly string[], controlAddresses: readonly string[]): boolean {
  return expected.length > 0 && expected.every(isBogon) && arePublic(controlAddresses);
}
