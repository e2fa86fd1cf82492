import { type CollectorOptions, createCollector } from '../../tools/collector/server.ts';
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
import { createWebHandler } from './web.ts';

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
  playScenario(scenario: Pick<Scenario, 'country' | 'networkCountry' | 'faults'>): Promise<void>;
  /** What the collector kept. */
  submittedReports(): unknown[];
  close(): Promise<void>;
}

export interface NetworkOptions {
  collector?: CollectorOptions;
  /** One address for all, as where only 127.0.0.1 is loopback; Chromium alone can use it. */
  oneAddress?: boolean;
  /** Public addresses, ports 443, 80 and 53: in a network namespace of one's own (`tools/dev/real.mjs`), as root. */
  isRealNetwork?: boolean;
}

const ATTEMPTS = 5;

/** @throws on a scenario that cannot be made, or if no ports are free */
export async function startNetwork(
  scenario: Pick<Scenario, 'country' | 'networkCountry' | 'faults'>,
  options: NetworkOptions = {},
): Promise<Network> {
  const table = new FaultTable(scenario.faults);
  const authority = await createAuthority();
  const distinct = options.isRealNetwork || (!options.oneAddress && (await hasManyLoopbacks()));
  for (let attempt = 1; ; attempt++) {
    const places = options.isRealNetwork
      ? publicPlaces(scenario.faults)
      : await planPlaces(scenario.faults, distinct);
    try {
      return await openNetwork(
        scenario.networkCountry ?? scenario.country,
        table,
        authority,
        places,
        options,
      );
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openNetwork(
  country: string,
  table: FaultTable,
  authority: Awaited<ReturnType<typeof createAuthority>>,
  places: Places,
  options: NetworkOptions,
): Promise<Network> {
  const log: LogEntry[] = [];
  const writeLog = (entry: Omit<LogEntry, 'at'>) => void log.push({ at: Date.now(), ...entry });
  const here = { cc: country, asn: 'AS64500', name: 'Example Telecom' };
  const collector = createCollector({ network: here, ...options.collector });
  // The block page is the censor's, and the resolver is reached on any network: "*" does not mean these two.
  const faultAt = (place: Place, fault: () => Fault): Fault => {
    if (place === places.sinkhole) return BLOCK_PAGE_FAULT;
    return place === places.resolver && !table.namesHost(OWN_RESOLVER) ? {} : fault();
  };
  const authoritativeLookup: Lookup = (host) =>
    hasNoAddress(host) || table.faultOf(host).authoritativeAnswer ? null : places.placeOf(host);
  const ownResolverLookup: Lookup = (host) => {
    const { dns } = table.faultOf(host);
    if (dns === 'sinkhole') return places.sinkhole;
    if (typeof dns === 'object') return places.placeOf(dns.to);
    if (dns === 'mute') return undefined;
    return dns === 'nxdomain' || hasNoAddress(host) ? null : places.placeOf(host);
  };
  const isResolvedTo = (place: Place, host: string): boolean => {
    const { dns } = table.faultOf(host);
    return typeof dns === 'object' && places.placeOf(dns.to) === place;
  };
  const listeners = new PortListeners(places.all, {
    writeLog: writeLog,
    portBehaviour(place, port) {
      const { tcp, tls, plainHttp: plain } = faultAt(place, () => table.faultOf(representativeHost(place)));
      return tcp ?? ({ tls, plain }[port] === 'refuse' ? 'refuse' : 'serve');
    },
    // Whoever is sent astray meets what lives there, whichever name is said.
    faultOf: (place, host) =>
      faultAt(place, () => table.faultOf(isResolvedTo(place, host) ? representativeHost(place) : host)),
    countConnection: (host) => table.countConnection(host),
    contextFor: authority.contextFor,
    serveRequest: createWebHandler({
      writeLog: writeLog,
      ownResolverLookup: ownResolverLookup,
      authoritativeLookup: authoritativeLookup,
      faultOf: (host) => table.faultOf(host),
      country: () => here.cc,
      collector: (request, response) => collector.handleRequest(request, response),
    }),
  });
  const closeDns = options.isRealNetwork ? await openPort53(ownResolverLookup, writeLog) : () => {};
  try {
    await listeners.updateListeners();
  } catch (error) {
    await listeners.closeAll();
    closeDns();
    throw error;
  }
  const setFaults = async (faults: Faults) => {
    table.replaceFaults(faults);
    await listeners.updateListeners();
  };
  return {
    log,
    ca: authority,
    placeOf: (host) => places.placeOf(host),
    chromiumArgs: () =>
      options.isRealNetwork
        ? realChromiumArgs(authority)
        : chromiumArgs(places, authority, (host) => table.faultOf(host)),
    firefoxPrefs: () => (options.isRealNetwork ? realFirefoxPrefs() : firefoxPrefs(places)),
    setFaults,
    async playScenario(scenario) {
      here.cc = scenario.networkCountry ?? scenario.country;
      await setFaults(scenario.faults);
      log.length = 0;
      collector.reports.length = 0;
    },
    submittedReports: () => collector.reports,
    async close() {
      closeDns();
      await listeners.closeAll();
    },
  };
}

/** Browsers' own errands and what nobody has; hosts that have a role exist in any case. */
const hasNoAddress = (host: string): boolean =>
  (isSilenced(host) || isUnknownName(host)) && !Object.values(ROLES).some((hosts) => hosts.includes(host));
