import { arePublic, isBogon, isIpv6 } from '../base/ip.ts';
import type { RemoteEndpoint } from '../model/observation.ts';
import { areOfOneNetwork } from './hosting-networks.ts';
import sinkholes from './sinkholes.json' with { type: 'json' };

/** Addresses that are known to stand in for blocked sites (OONI, Citizen Lab; BSD-3-Clause, see DATA-LICENSES.md). */
const SINKHOLE_SCOPES = new Map(sinkholes.map(([address = '', , scope]) => [address, scope]));

/**
 * What an address is that the browser reached, or tried, under the platform's name.
 * - `site`: the site's own, as far as can be told.
 * - `sinkhole`: on record as the place to which a state or a provider sends people.
 * - `filter`: on record as that of a filter product: a resolver that a person, family or school chose.
 * - `bogon`: no public site has it, while others here do have public addresses.
 * - `wrong`: seen from outside, the server there holds no valid certificate for the name.
 * - `refuses`: seen from outside, nothing there takes a connection. So does a server that serves one provider alone.
 * - `differs`: on another network than the true addresses. Content networks answer by place, and keep servers inside
 *   providers' networks that answer nobody else, so neither that nor an address that is silent from outside is anything.
 */
export type AddressJudgement = 'site' | 'sinkhole' | 'filter' | 'bogon' | 'wrong' | 'refuses' | 'differs';

export interface AddressContext {
  /** The site's addresses as resolvers elsewhere give them. */
  expected: readonly string[];
  /** Addresses at which other sites answered: in a lab, behind a proxy or a VPN, *all* sites have special addresses. */
  controlAddresses: readonly string[];
  /** What a test helper found at the addresses that this network gave. */
  endpoints: readonly RemoteEndpoint[];
}

export const isSinkhole = (address = ''): boolean => {
  const scope = SINKHOLE_SCOPES.get(address);
  return scope !== undefined && !isOfFilter(scope);
};
const isOfFilter = (scope: string | undefined): boolean => scope === 'prod' || scope === 'inst';

export function judgeAddress(address: string, context: AddressContext): AddressJudgement {
  const found = context.endpoints.find((one) => one.address === address);
  if (context.expected.includes(address) || (found?.connects && found.validForName)) return 'site';
  return judgeByRecord(address, context) ?? judgeByNetwork(address, context.expected, found);
}

/** What the address itself says; undefined: any site may have it. */
function judgeByRecord(
  address: string,
  { expected, controlAddresses }: AddressContext,
): AddressJudgement | undefined {
  const scope = SINKHOLE_SCOPES.get(address);
  if (scope !== undefined) return isOfFilter(scope) ? 'filter' : 'sinkhole';
  const areOthersPublic = controlAddresses.length === 0 || arePublic(controlAddresses);
  const reference = expected.length > 0 ? expected : controlAddresses;
  return isBogon(address) && arePublic(reference) && areOthersPublic ? 'bogon' : undefined;
}

function judgeByNetwork(
  address: string,
  expected: readonly string[],
  found: RemoteEndpoint | undefined,
): AddressJudgement {
  // A network may translate IPv4 (RFC 6147), so an address says nothing if none of the others has its IP version.
  const comparable = expected.filter((ip) => isIpv6(ip) === isIpv6(address));
  const isNear = comparable.length === 0 || comparable.some((ip) => areOfOneNetwork(ip, address));
  // A server at the site's own network that does not answer others may be one of many that is down.
  if (isNear && found?.validForName !== false) return 'site';
  if (found?.refuses) return 'refuses';
  return found?.connects && found.validForName === false ? 'wrong' : 'differs';
}

/** The DoH resolvers give only bogons while other sites have public addresses: the site's owner made a mistake. */
export function isBogonEverywhere(expected: readonly string[], controlAddresses: readonly string[]): boolean {
  return expected.length > 0 && expected.every(isBogon) && arePublic(controlAddresses);
}
