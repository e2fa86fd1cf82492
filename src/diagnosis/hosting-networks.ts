import ipaddr from 'ipaddr.js';
import * as v from 'valibot';
import { embeddedIpv4, isSameNetwork, parseIp } from '../base/ip.ts';
import rows from './hosting-networks.json' with { type: 'json' };

const HostingNetworksSchema = v.array(
  v.strictObject({
    name: v.pipe(v.string(), v.minLength(1)),
    /** Whether it also hosts the sites of others, so that its addresses are no sign of who owns a site. */
    isShared: v.boolean(),
    /** Address blocks in CIDR notation, separated by spaces. */
    prefixes: v.pipe(
      v.string(),
      v.transform((prefixes) => prefixes.split(' ')),
      v.array(
        v.pipe(v.string(), v.check(ipaddr.isValidCIDR, 'an address block'), v.transform(ipaddr.parseCIDR)),
      ),
    ),
  }),
);

/**
 * The networks that host most of the big sites, with their largest address blocks as their operators publish or announce
 * them (see DATA-LICENSES.md). The table is short, so an address outside it may still be of one of them.
 */
export const HOSTING_NETWORKS = v.parse(HostingNetworksSchema, rows);

export type HostingNetwork = { name: string; isShared: boolean };

/** The big network that an address belongs to. Behind NAT64, the IPv4 address inside decides. */
export function hostingNetworkOf(ip: string): HostingNetwork | undefined {
  const address = parseIp(embeddedIpv4(ip) ?? ip);
  if (!address) return undefined;
  const network = HOSTING_NETWORKS.find(({ prefixes }) =>
    prefixes.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits)),
  );
  return network && { name: network.name, isShared: network.isShared };
}

/** Whether two addresses are of one network: of the same row of the table, or close to each other. */
export function areOfOneNetwork(a: string, b: string): boolean {
  const first = hostingNetworkOf(a);
  if (first && first.name === hostingNetworkOf(b)?.name) return true;
  return isSameNetwork(embeddedIpv4(a) ?? a, embeddedIpv4(b) ?? b);
}
