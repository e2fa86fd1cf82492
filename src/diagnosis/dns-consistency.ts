import { arePublic, isIpv6, isSpecial, sameNetwork } from '../base/ip.ts';
import sinkholes from './sinkholes.json' with { type: 'json' };

/** Addresses that are known to stand in for blocked sites (OONI, Citizen Lab; BSD-3-Clause, see DATA-LICENSES.md). */
const SINKHOLES = new Set(sinkholes.map(([address]) => address));

/**
 * Whether a browser that reached `peer` was sent astray: elsewhere than resolvers elsewhere say, and
 * - to a known sinkhole, or to an address that no public site has while the true ones are public, or, where nobody
 *   could be asked for these, those of other sites (a lab, a proxy or a VPN gives *all* sites special addresses: then
 *   that proves nothing), or
 * - to another network altogether.
 * @param truth the site's addresses as resolvers elsewhere give them. A network may translate IPv4 (RFC 6147): where
 *   none of them is of the peer's kind, an address of IPv6 says nothing.
 * @param others addresses at which other sites answered
 */
export function goesAstray(
  peer: string,
  truth: readonly string[],
  others: readonly string[] = [],
): 'bogus' | 'elsewhere' | undefined {
  if (truth.includes(peer)) return undefined;
  if (SINKHOLES.has(peer)) return 'bogus';
  if (isSpecial(peer) && arePublic(truth.length > 0 ? truth : others)) return 'bogus';
  const comparable = truth.filter((ip) => isIpv6(ip) === isIpv6(peer));
  if (comparable.length === 0) return undefined;
  if (comparable.some(isSpecial)) return 'elsewhere'; // no content network spreads over such addresses
  return comparable.some((ip) => sameNetwork(ip, peer)) ? undefined : 'elsewhere';
}

/** All the world's resolvers lead to nowhere, while other sites have public addresses: the owner's own mistake. */
export function leadsNowhere(truth: readonly string[], others: readonly string[]): boolean {
  return truth.length > 0 && truth.every(isSpecial) && arePublic(others);
}
