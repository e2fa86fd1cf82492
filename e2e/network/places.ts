import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { mostSpecificKey, ROLES } from './fault-table.ts';
import type { Faults } from './scenario.ts';

/** The addresses of a host. */
export interface Addresses {
  address: string;
  /** Of IPv6. */
  address6?: string;
}

/** An address of the simulated internet, and the hosts that live there. */
export interface Place extends Addresses {
  /** A host, `*.domain`, or `*` for all other hosts. */
  key: string;
  /** `others`: without a service. */
  ports: { tls: number; plain: number; others: number[] };
}

export interface Places {
  all: Place[];
  /** Where the block page is served. */
  sinkhole: Place;
  /** The person's own resolver. */
  resolver: Place;
  placeOf(host: string): Place;
  /** Undefined for an address that no place has, or that places share. */
  placeAt(address: string): Place | undefined;
  /** Whether each place has its own address; otherwise places differ by port. */
  hasOwnAddresses: boolean;
}

/** The person's own resolver, where the browser asks one over https. */
export const OWN_RESOLVER = 'resolver.example';
/** The host that serves the censor's block page. */
const SINKHOLE = 'block-page.example';

/** Below the ephemeral ports of Linux (from 32768) and macOS (from 49152), so that no client takes one by chance. */
const FIRST_PORT = 20_000;
const PORT_COUNT = 12_000;
/** Ports without a service that a dropped address of the real network swallows too. In the lab one port stands for all. */
const OTHER_PORTS = [81, 444, 8080, 8443];
const ATTEMPTS = 50;

/** Second numbers of loopback addresses: no two hosts that a test compares are in one /16. */
const FIRST_NETWORK = 10;
const NETWORKS = 240;

/** Each host that a fault names or that the extension asks gets an address; all others share one. */
export async function planPlaces(faults: Faults, hasOwnAddresses: boolean): Promise<Places> {
  const findPorts = async (own: boolean) => ({
    tls: await findFreePort(own),
    plain: await findFreePort(own),
    others: [await findFreePort(own)],
  });
  const ports = await findPorts(hasOwnAddresses);
  const makePlace = async (key: string, address: string): Promise<Place> =>
    hasOwnAddresses ? { key, address, ports } : { key, address: '127.0.0.1', ports: await findPorts(false) };
  const hosts: Place[] = [];
  for (const [i, key] of placeKeys(faults).entries())
    hosts.push(await makePlace(key, `127.${FIRST_NETWORK + (i % NETWORKS)}.${Math.floor(i / NETWORKS)}.1`));
  const sinkhole = await makePlace(SINKHOLE, '127.9.9.9');
  return buildPlaces(hosts, sinkhole, await makePlace(OWN_RESOLVER, '127.8.8.8'), hasOwnAddresses);
}

function placeKeys(faults: Faults): string[] {
  const named = Object.keys(faults).filter((key) => key !== '*' && !key.startsWith('@'));
  return [...new Set(['*', ...Object.values(ROLES).flat(), ...named])];
}

function buildPlaces(hosts: Place[], sinkhole: Place, resolver: Place, hasOwnAddresses: boolean): Places {
  const all = [...hosts, sinkhole, resolver];
  const byKey = new Map(all.map((one) => [one.key, one]));
  return {
    all,
    sinkhole,
    resolver,
    hasOwnAddresses: hasOwnAddresses,
    placeAt: (address) =>
      hasOwnAddresses ? all.find((one) => addressesOf(one).includes(address)) : undefined,
    placeOf(host) {
      const found = byKey.get(mostSpecificKey(byKey.keys(), host) ?? '*');
      if (!found) throw new Error(`"${host}" lives nowhere`);
      return found;
    },
  };
}

/** The same at public addresses of both kinds, no two of them in one network, at the ports that browsers expect. */
export function publicPlaces(faults: Faults): Places {
  const ports = { tls: 443, plain: 80, others: OTHER_PORTS };
  const makePlace = (key: string, network: number, host: number): Place => {
    const addresses = { address: `20.${network}.0.${host}`, address6: `2a10:${network}::${host}` };
    return { key, ...addresses, ports };
  };
  const hosts = placeKeys(faults).map((key, i) => makePlace(key, i + 1, 1));
  return buildPlaces(hosts, makePlace(SINKHOLE, 254, 9), makePlace(OWN_RESOLVER, 253, 8), true);
}

export const addressesOf = ({ address, address6 }: Addresses): string[] =>
  address6 === undefined ? [address] : [address, address6];

/** All of 127/8 is loopback on Linux; elsewhere often 127.0.0.1 alone. */
export async function hasManyLoopbacks(): Promise<boolean> {
  const server = await tryListen('127.1.0.1', 0);
  server?.close();
  return server !== undefined;
}

/** A port that is free on the address that every simulated network uses. */
async function findFreePort(hasOwnAddresses: boolean): Promise<number> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORT_COUNT);
    const server = await tryListen(hasOwnAddresses ? '127.1.0.1' : '127.0.0.1', port);
    if (!server) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error(`None of ${ATTEMPTS} ports between ${FIRST_PORT} and ${FIRST_PORT + PORT_COUNT} is free`);
}

function tryListen(address: string, port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, address, () => done(server));
  });
}
