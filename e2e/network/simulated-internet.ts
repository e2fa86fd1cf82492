import { BLOCK_PAGE_FAULT } from './block-page.ts';
import { isSilenced, isUnknownName, representativeHost } from './browsers.ts';
import { type FaultTable, ROLES } from './fault-table.ts';
import { OWN_RESOLVER, type Place, type Places } from './places.ts';
import type { Lookup } from './resolver.ts';
import type { DnsFault, Fault } from './scenario.ts';

const LOOPBACK = { address: '127.0.0.1' };
const UNSPECIFIED = { address: '0.0.0.0', address6: '::' };

/** What names, places and ports do at this moment: the faults of the scenario, applied to the places. */
export class SimulatedInternet {
  readonly #table: FaultTable;
  readonly #places: Places;

  constructor(table: FaultTable, places: Places) {
    this.#table = table;
    this.#places = places;
  }

  /** Resolvers elsewhere. */
  readonly authoritativeLookup: Lookup = (host) => (this.#exists(host) ? this.#places.placeOf(host) : null);

  /** The person's own resolver. */
  readonly ownResolverLookup: Lookup = (host, type) => {
    const dns = this.#ownAnswer(host);
    if (typeof dns !== 'object' || !('alternating' in dns)) return this.#answerOf(host, dns);
    const { alternating } = dns;
    // A client asks for both kinds of address at once: they are one lookup.
    const turn = type === 'A' ? this.#table.countLookup(host) : this.#table.lookupsOf(host) - 1;
    const answer = alternating.at(turn % alternating.length);
    return this.#answerOf(host, answer === 'right' ? undefined : answer);
  };

  portBehaviour(place: Place, port: 'tls' | 'plain' | 'others'): 'serve' | 'refuse' | 'drop' {
    const { tcp, tls, plainHttp: plain } = this.faultOfPlace(place);
    return tcp ?? ({ tls, plain, others: 'refuse' }[port] === 'refuse' ? 'refuse' : 'serve');
  }

  isOwnResolver(place: Place): boolean {
    return place === this.#places.resolver;
  }

  faultOfPlace(place: Place): Fault {
    return this.#faultAt(place, representativeHost(place));
  }

  /** A client that the resolver sent to another place meets the fault of that place, whichever name it says. */
  faultOf(place: Place, host: string): Fault {
    if (!this.#isLedTo(place, host)) return this.#faultAt(place, host);
    const fault = this.faultOfPlace(place);
    return this.#certifies(place, fault) ? fault : { tls: 'wrong-name', ...fault };
  }

  /** The same, and the host whose fault it is. Without a name: the fault of the place, if it is the site's own. */
  namedOrPlace(place: Place, name: string | undefined): { host: string; fault: Fault } {
    const owner = representativeHost(place);
    const ofPlace = this.faultOfPlace(place);
    if (name === undefined && ofPlace.everywhere) return { host: owner, fault: ofPlace };
    const host = name ?? '';
    return { host: this.#isLedTo(place, host) ? owner : host, fault: this.faultOf(place, host) };
  }

  /** What a computer elsewhere meets that says the name of `host` to this place. */
  faultFromElsewhere(place: Place, host: string): Fault {
    const isOwn = this.#places.placeOf(host) === place;
    const fault = isOwn ? this.#table.faultOf(host) : this.faultOfPlace(place);
    if (fault.everywhere) return fault;
    if (isOwn) return {};
    if (!this.#isLedTo(place, host)) return { tls: 'wrong-name' };
    // Without `everywhere` the fault may be one of the person's network: an edge is healthy, and other addresses are not.
    if (this.#certifies(place, fault)) return {};
    return fault.tcp ? { tcp: fault.tcp } : { tls: 'wrong-name' };
  }

  /** Whether it is an address of a content network, which holds a certificate for each name that is led to it. */
  #certifies(place: Place, { isEdge, tcp, tls }: Fault): boolean {
    return isEdge ?? (place.key.endsWith('.example') && place !== this.#places.sinkhole && !tcp && !tls);
  }

  /** The censor serves the block page, and any network reaches the own resolver: "*" does not mean these two. */
  #faultAt(place: Place, host: string): Fault {
    if (place === this.#places.sinkhole) return BLOCK_PAGE_FAULT;
    if (place === this.#places.resolver && !this.#table.namesHost(OWN_RESOLVER)) return {};
    return this.#table.faultOf(host);
  }

  /** Whether the own resolver leads the name to the place of another host. */
  #isLedTo(place: Place, host: string): boolean {
    const dns = this.#ownAnswer(host);
    if (typeof dns !== 'object') return false;
    const answers = 'alternating' in dns ? dns.alternating : [dns];
    return answers.some((answer) => typeof answer === 'object' && this.#places.placeOf(answer.to) === place);
  }

  #ownAnswer(host: string): Fault['dns'] {
    const { dns, authoritativeAnswer } = this.#table.faultOf(host);
    if (dns !== undefined) return dns;
    const isUnknown = authoritativeAnswer !== undefined || isUnknownName(host);
    return isUnknown ? this.#table.networkFault('@unknown-names').dns : undefined;
  }

  #answerOf(host: string, dns: DnsFault | undefined): ReturnType<Lookup> {
    if (typeof dns === 'object') return this.#places.placeOf(dns.to);
    switch (dns) {
      case 'sinkhole':
        return this.#places.sinkhole;
      case 'loopback':
        return LOOPBACK;
      case 'unspecified':
        return UNSPECIFIED;
      case 'mute':
        return undefined;
      case 'nxdomain':
        return null;
      default:
        return hasNoAddress(host) ? null : this.#places.placeOf(host);
    }
  }

  #exists(host: string): boolean {
    return !hasNoAddress(host) && !this.#table.faultOf(host).authoritativeAnswer;
  }
}

/** What browsers ask for by themselves, and unknown names; hosts that have a role exist in any case. */
const hasNoAddress = (host: string): boolean =>
  (isSilenced(host) || isUnknownName(host)) && !Object.values(ROLES).some((hosts) => hosts.includes(host));
