import { type Collector, type CollectorOptions, createCollector } from '../../tools/collector/server.ts';
import { chromiumArgs, firefoxPrefs, realChromiumArgs, realFirefoxPrefs } from './browsers.ts';
import { type Authority, createAuthority } from './certificates.ts';
import { FaultTable } from './fault-table.ts';
import type { LogEntry, WriteLog } from './log.ts';
import { networkNumber } from './outside.ts';
import { hasManyLoopbacks, type Place, type Places, planPlaces, publicPlaces } from './places.ts';
import { openPort53 } from './port53.ts';
import type { Faults, Scenario } from './scenario.ts';
import { SimulatedInternet } from './simulated-internet.ts';
import { PortListeners } from './tls-listeners.ts';
import { Traffic } from './traffic.ts';
import { createWebHandler } from './web.ts';

export interface Network {
  /** Grows while the network is up. */
  readonly log: LogEntry[];
  ca: { certPem: string; certBase64Der: string; spkiHash: string };
  /** The true address and ports of a host, for clients that resolve no names. */
  placeOf(host: string): Place;
  chromiumArgs(): string[];
  firefoxPrefs(): Record<string, string | number | boolean>;
  /**
   * Changes the faults while the network runs, and cuts all connections. Chromium keeps the names that it started with,
   * and a host that no key covered at the start shares the address of all others.
   */
  setFaults(faults: Faults): Promise<void>;
  /** Changes the faults and the country, and empties the log and the collector. */
  playScenario(scenario: Pick<Scenario, 'country' | 'networkCountry' | 'faults'>): Promise<void>;
  /** What the collector stored. */
  submittedReports(): unknown[];
  close(): Promise<void>;
}

export interface NetworkOptions {
  collector?: CollectorOptions;
  /** All hosts share one address, as where only 127.0.0.1 is loopback. Only Chromium can use it. */
  oneAddress?: boolean;
  /** Public addresses, ports 443, 80 and 53. Needs root, in a network namespace (`tools/dev/real.mjs`). */
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
  const country = scenario.networkCountry ?? scenario.country;
  const hasOwnAddresses = options.isRealNetwork || (!options.oneAddress && (await hasManyLoopbacks()));
  for (let attempt = 1; ; attempt++) {
    const places = options.isRealNetwork
      ? publicPlaces(scenario.faults)
      : await planPlaces(scenario.faults, hasOwnAddresses);
    try {
      return await openNetwork({ country, table, authority, places }, options);
    } catch (error) {
      const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isPortTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

interface NetworkParts {
  /** Where the person's network is. */
  country: string;
  table: FaultTable;
  authority: Authority;
  places: Places;
}

async function openNetwork(
  { country, table, authority, places }: NetworkParts,
  { collector: collectorOptions, isRealNetwork = false }: NetworkOptions,
): Promise<Network> {
  const log: LogEntry[] = [];
  const here = { cc: country, asn: 'AS64500', name: 'Example Telecom' };
  const collector = createCollector({ network: here, ...collectorOptions });
  const servers = await startServers({
    internet: new SimulatedInternet(table, places),
    table,
    authority,
    places,
    isRealNetwork,
    writeLog: (entry) => void log.push({ at: Date.now(), ...entry }),
    currentCountry: () => here.cc,
    collector,
  });
  const setFaults = async (faults: Faults) => {
    table.replaceFaults(faults);
    await servers.updateListeners();
  };
  return {
    log,
    ca: authority,
    placeOf: (host) => places.placeOf(host),
    chromiumArgs: () =>
      isRealNetwork
        ? realChromiumArgs(authority)
        : chromiumArgs(places, authority, (key) =>
            key === '@unknown-names' ? table.networkFault(key) : table.faultOf(key),
          ),
    firefoxPrefs: () => (isRealNetwork ? realFirefoxPrefs() : firefoxPrefs(places)),
    setFaults,
    async playScenario(scenario) {
      here.cc = scenario.networkCountry ?? scenario.country;
      await setFaults(scenario.faults);
      log.length = 0;
      collector.reports.length = 0;
    },
    submittedReports: () => collector.reports,
    close: () => servers.close(),
  };
}

interface ServerParts {
  internet: SimulatedInternet;
  table: FaultTable;
  authority: Authority;
  places: Places;
  writeLog: WriteLog;
  currentCountry(): string;
  collector: Collector;
  isRealNetwork: boolean;
}

/** Everything that listens. */
async function startServers({ internet, table, writeLog, ...parts }: ServerParts) {
  const { authoritativeLookup, ownResolverLookup } = internet;
  const traffic = new Traffic(internet, table);
  const listeners = new PortListeners(parts.places.all, {
    writeLog,
    portBehaviour: (place, port) => internet.portBehaviour(place, port),
    faultOf: (place, host) => internet.faultOf(place, host),
    traffic,
    countConnection: (place, host) => table.countConnection(internet.namedOrPlace(place, host).host),
    contextFor: parts.authority.contextFor,
    serveRequest: createWebHandler({
      writeLog,
      ownResolverLookup,
      authoritativeLookup,
      faultOf: (host) => table.faultOf(host),
      lookAtAddress: (address, host) => {
        const place = parts.places.placeAt(address);
        return (
          place && {
            fault: internet.faultFromElsewhere(place, host),
            asn: networkNumber(place.key, internet.faultOfPlace(place)),
          }
        );
      },
      roundTripMs: () => table.networkFault('@line').roundTrip ?? 0,
      country: parts.currentCountry,
      collector: (request, response) => parts.collector.handleRequest(request, response),
    }),
  });
  const closeDns = parts.isRealNetwork ? await openPort53(ownResolverLookup, writeLog) : () => {};
  const close = async () => {
    closeDns();
    await listeners.closeAll();
  };
  try {
    await listeners.updateListeners();
  } catch (error) {
    await close();
    throw error;
  }
  const updateListeners = async () => {
    traffic.reset();
    await listeners.updateListeners();
  };
  return { updateListeners, close };
}
