import { BLOCK_PAGE_FAULT } from './block-page.ts';
import { isSilenced, isUnknownName, representativeHost } from './browsers.ts';
import { type FaultTable, ROLES } from './fault-table.ts';
import { OWN_RESOLVER, type Place, type Places } from './places.ts';
import type { Lookup } from './resolver.ts';
import type { Fault } from './scenario.ts';

/** What names, places and ports do at this moment: the faults of the scenario, applied to the places. */
export class SimulatedInternet {
  readonly #table: FaultTable;
  readonly #places: Places;

  constructor(table: FaultTable, places: Places) {
    this.#table = table;
    this.#places = places;
  }

  /** Resolvers elsewhere. */
  readonly authoritativeLookup: Lookup = (host) =>
    hasNoAddress(host) || this.#table.faultOf(host).authoritativeAnswer ? null : this.#places.placeOf(host);

  /** The person's own resolver. */
  readonly ownResolverLookup: Lookup = (host) => {
    const { dns } = this.#table.faultOf(host);
    if (dns === 'sinkhole') return this.#places.sinkhole;
    if (typeof dns === 'object') return this.#places.placeOf(dns.to);
    if (dns === 'mute') return undefined;
    return dns === 'nxdomain' || hasNoAddress(host) ? null : this.#places.placeOf(host);
  };

  portBehaviour(place: Place, port: 'tls' | 'plain'): 'serve' | 'refuse' | 'drop' {
    const { tcp, tls, plainHttp: plain } = this.#faultAt(place, representativeHost(place));
    return tcp ?? ({ tls, plain }[port] === 'refuse' ? 'refuse' : 'serve');
  }

  /** A client that the resolver sent to another place meets the fault of that place, whichever name it says. */
  faultOf(place: Place, host: string): Fault {
    return this.#faultAt(place, this.#isResolvedTo(place, host) ? representativeHost(place) : host);
  }

  /** The censor serves the block page, and any network reaches the own resolver: "*" does not mean these two. */
  #faultAt(place: Place, host: string): Fault {
    if (place === this.#places.sinkhole) return BLOCK_PAGE_FAULT;
    if (place === this.#places.resolver && !this.#table.namesHost(OWN_RESOLVER)) return {};
    return this.#table.faultOf(host);
  }

  #isResolvedTo(place: Place, host: string): boolean {
    const { dns } = this.#table.faultOf(host);
    return typeof dns === 'object' && this.#places.placeOf(dns.to) === place;
  }
}

/** What browsers ask for by themselves, and unknown names; hosts that have a role exist in any case. */
const hasNoAddress = (host: string): boolean =>
  (isSilenced(host) || isUnknownName(host)) && !Object.values(ROLES).some((hosts) => hosts.includes(host));
