import { type CollectorOptions, collectorHandler } from '../../tools/collector/server.ts';
import { BLOCK_PAGE_FAULT } from './block-page.ts';
import {
  chromiumArgs,
  firefoxPrefs,
  isSilenced,
  isUnknownName,
  realChromiumArgs,
  realFirefoxPrefs,
  representativeHost,
} from './browsers.ts';
import { createAuthority } from './certificates.ts';
import { FaultTable, ROLES } from './fault-table.ts';
import type { LogEntry } from './log.ts';
import {
  hasManyLoopbacks,
  OWN_RESOLVER,
  type Place,
  type Places,
  planPlaces,
  publicPlaces,
} from './places.ts';
import { openPort53 } from './port53.ts';
import type { Lookup } from './resolver.ts';
import type { Fault, Faults, Scenario } from './scenario.ts';
import { PortListeners } from './tls-listeners.ts';
import { webOf } from './web.ts';

export type { LogEntry } from './log.ts';

export interface Network {
  /** Grows while the network is up. */
  readonly log: LogEntry[];
  ca: { certPem: string; certBase64Der: string; spkiHash: string };
  /** Where a host really lives, and at which ports: for clients that resolve no names. */
  placeOf(host: string): Place;
  chromiumArgs(): string[];
  firefoxPrefs(): Record<string, string | number | boolean>;
  /**
   * Live: "the network returns". Cuts all standing connections. Chromium keeps the names that it started with, and
   * a host that no key spoke of at the start shares the address of all others.
   */
  setFaults(faults: Faults): Promise<void>;
  /** The same, and in another country from now on; what was logged and reported is forgotten. */
  play(scenario: Pick<Scenario, 'country' | 'networkCountry' | 'faults'>): Promise<void>;
  /** What the collector kept. */
  reports(): unknown[];
  close(): Promise<void>;
}

export interface NetworkOptions {
  collector?: CollectorOptions;
  /** One address for all, as where only 127.0.0.1 is loopback; Chromium alone can use it. */
  oneAddress?: boolean;
  /** Public addresses, ports 443, 80 and 53: in a network namespace of one's own (`tools/dev/real.mjs`), as root. */
  real?: boolean;
}

const ATTEMPTS = 5;

/** @throws on a scenario that cannot be made, or if no ports are free */
export async function startNetwork(
  scenario: Pick<Scenario, 'country' | 'networkCountry' | 'faults'>,
  options: NetworkOptions = {},
): Promise<Network> {
  const table = new FaultTable(scenario.faults);
  const authority = await createAuthority();
  const distinct = options.real || (!options.oneAddress && (await hasManyLoopbacks()));
  for (let attempt = 1; ; attempt++) {
    const places = options.real ? publicPlaces(scenario.faults) : await planPlaces(scenario.faults, distinct);
    try {
      return await open(scenario.networkCountry ?? scenario.country, table, authority, places, options);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function open(
  country: string,
  table: FaultTable,
  authority: Awaited<ReturnType<typeof createAuthority>>,
  places: Places,
  options: NetworkOptions,
): Promise<Network> {
  const log: LogEntry[] = [];
  const write = (entry: Omit<LogEntry, 'at'>) => void log.push({ at: Date.now(), ...entry });
  const here = { cc: country, asn: 'AS64500', name: 'Example Telecom' };
  const collector = collectorHandler({ network: here, ...options.collector });
  // The block page is the censor's, and the resolver is reached on any network: "*" does not mean these two.
  const faultAt = (place: Place, fault: () => Fault): Fault => {
    if (place === places.sinkhole) return BLOCK_PAGE_FAULT;
    return place === places.resolver && !table.namesHost(OWN_RESOLVER) ? {} : fault();
  };
  const truth: Lookup = (host) =>
    isMissing(host) || table.faultOf(host).authoritativeAnswer ? null : places.placeOf(host);
  const own: Lookup = (host) => {
    const { dns } = table.faultOf(host);
    if (dns === 'sinkhole') return places.sinkhole;
    if (typeof dns === 'object') return places.placeOf(dns.to);
    if (dns === 'mute') return undefined;
    return dns === 'nxdomain' || isMissing(host) ? null : places.placeOf(host);
  };
  const isSentTo = (place: Place, host: string): boolean => {
    const { dns } = table.faultOf(host);
    return typeof dns === 'object' && places.placeOf(dns.to) === place;
  };
  const doors = new PortListeners(places.all, {
    writeLog: write,
    portBehaviour(place, port) {
      const { tcp, tls, plainHttp: plain } = faultAt(place, () => table.faultOf(representativeHost(place)));
      return tcp ?? ({ tls, plain }[port] === 'refuse' ? 'refuse' : 'serve');
    },
    // Whoever is sent astray meets what lives there, whichever name is said.
    faultOf: (place, host) =>
      faultAt(place, () => table.faultOf(isSentTo(place, host) ? representativeHost(place) : host)),
    countConnection: (host) => table.countConnection(host),
    contextFor: authority.contextFor,
    serveRequest: webOf({
      write,
      own,
      truth,
      faultOf: (host) => table.faultOf(host),
      country: () => here.cc,
      collector: (request, response) => collector.handle(request, response),
    }),
  });
  const closeDns = options.real ? await openPort53(own, write) : () => {};
  try {
    await doors.updateListeners();
  } catch (error) {
    await doors.closeAll();
    closeDns();
    throw error;
  }
  const setFaults = async (faults: Faults) => {
    table.replaceFaults(faults);
    await doors.updateListeners();
  };
  return {
    log,
    ca: authority,
    placeOf: (host) => places.placeOf(host),
    chromiumArgs: () =>
      options.real
        ? realChromiumArgs(authority)
        : chromiumArgs(places, authority, (host) => table.faultOf(host)),
    firefoxPrefs: () => (options.real ? realFirefoxPrefs() : firefoxPrefs(places)),
    setFaults,
    async play(scenario) {
      here.cc = scenario.networkCountry ?? scenario.country;
      await setFaults(scenario.faults);
      log.length = 0;
      collector.reports.length = 0;
    },
    reports: () => collector.reports,
    async close() {
      closeDns();
      await doors.closeAll();
    },
  };
}

/** Browsers' own errands and what nobody has; hosts that have a role exist in any case. */
const isMissing = (host: string): boolean =>
  (isSilenced(host) || isUnknownName(host)) && !Object.values(ROLES).some((hosts) => hosts.includes(host));
