import { definedOnly } from '../../src/base/defined-only.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { Fault, Faults } from './scenario.ts';

const hostnameOf = ({ url }: { url: string }): string => new URL(url).hostname;

/** Hosts by role. */
export const ROLES: Record<string, string[]> = {
  '@controls': ENDPOINTS.controls.map(hostnameOf),
  '@portals': ENDPOINTS.portals.map(hostnameOf),
  '@resolvers': ENDPOINTS.resolvers.map(hostnameOf),
  '@speeds': ENDPOINTS.speeds.map(hostnameOf),
  '@helper': [new URL(ENDPOINTS.helper).hostname],
  '@collector': [new URL(ENDPOINTS.collector).hostname],
  '@globalping': [new URL(ENDPOINTS.globalping).hostname],
  '@outages': [new URL(ENDPOINTS.outages).hostname],
};

/** Keys about the person's network as a whole, and the fields of a fault that they can have. */
const NETWORK_KEYS: Record<string, (keyof Fault)[]> = {
  '@line': ['pace', 'roundTrip'],
  '@unknown-names': ['dns'],
};

/** The most specific of `keys` that covers `host`: host, role, longest domain, everything. */
export function mostSpecificKey(keys: Iterable<string>, host: string): string | undefined {
  const known = new Set(keys);
  if (known.has(host)) return host;
  for (const [role, hosts] of Object.entries(ROLES)) if (known.has(role) && hosts.includes(host)) return role;
  const labels = host.split('.');
  for (let i = 0; i < labels.length; i++) {
    const domain = `*.${labels.slice(i).join('.')}`;
    if (known.has(domain)) return domain;
  }
  return known.has('*') ? '*' : undefined;
}

/** The current fault of each host. */
export class FaultTable {
  #faults: Faults = {};
  readonly #connectionCounts = new Map<string, number>();
  readonly #lookupCounts = new Map<string, number>();

  constructor(faults: Faults) {
    this.replaceFaults(faults);
  }

  /** @throws on an unknown key, or on a combination that cannot be simulated */
  replaceFaults(faults: Faults): void {
    for (const [key, fault] of Object.entries(faults)) validateFault(key, fault);
    this.#faults = faults;
    this.#connectionCounts.clear();
    this.#lookupCounts.clear();
  }

  /** What is wrong with the person's network as a whole. */
  networkFault(key: '@line' | '@unknown-names'): Fault {
    return this.#faults[key] ?? {};
  }

  /** Whether a fault names exactly this host. */
  namesHost(host: string): boolean {
    return Object.hasOwn(this.#faults, host);
  }

  /** The current fault: once its `times` are used up, what describes the site and its address, and what comes `after`. */
  faultOf(host: string): Fault {
    const key = this.keyOf(host);
    const fault = this.#faults[key] ?? {};
    const isOver = (this.#connectionCounts.get(key) ?? 0) >= (fault.times ?? Number.POSITIVE_INFINITY);
    const { page, isEdge, asn, maxConnections, after } = fault;
    return isOver ? { ...definedOnly({ page, isEdge, asn, maxConnections }), ...after } : fault;
  }

  /** Counts one more connection that met the fault of the host. */
  countConnection(host: string): void {
    countOne(this.#connectionCounts, this.keyOf(host));
  }

  /** Counts one more question for an address of the host. @returns how many there were before */
  countLookup(host: string): number {
    return countOne(this.#lookupCounts, host);
  }

  /** How many questions for an address of the host there were. */
  lookupsOf(host: string): number {
    return this.#lookupCounts.get(host) ?? 0;
  }

  /** The key that covers the host, empty if none does. */
  keyOf(host: string): string {
    return mostSpecificKey(Object.keys(this.#faults), host) ?? '';
  }
}

function countOne(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

function validateFault(key: string, fault: Fault): void {
  validateKey(key, fault);
  const refuses = [fault, fault.after].some((one) => one?.tls === 'refuse' || one?.plainHttp === 'refuse');
  if (fault.after && fault.times === undefined)
    throw new Error(`The fault of "${key}" has "after" without "times"`);
  if (fault.times !== undefined && (fault.dns || fault.tcp || refuses))
    throw new Error(
      `The fault of "${key}" has "times", but lookups and refused connections cannot be counted`,
    );
  validateTraffic(key, fault);
}

function validateKey(key: string, fault: Fault): void {
  const networkFields = Object.hasOwn(NETWORK_KEYS, key) ? NETWORK_KEYS[key] : undefined;
  const stranger =
    networkFields && Object.keys(fault).find((field) => !networkFields.includes(field as keyof Fault));
  if (stranger)
    throw new Error(`"${key}" has "${stranger}", but can only have ${networkFields?.join(' and ')}`);
  if (!networkFields && fault.roundTrip !== undefined)
    throw new Error(`"${key}" has "roundTrip", which only "@line" can have`);
  const keys = [...Object.keys(ROLES), ...Object.keys(NETWORK_KEYS)];
  const right = key.startsWith('@')
    ? keys.includes(key)
    : /^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(key);
  if (!right) throw new Error(`"${key}" is no host, "*.domain", "*" or one of ${keys.join(' ')}`);
}

/** What ends a connection before the server has said a byte leaves nothing to slow down. */
const ENDS_AT_HELLO: Fault['tls'][] = ['refuse', 'reset', 'drop', 'close', 'not-tls', 'not-tls-redirect'];

function validateTraffic(key: string, fault: Fault): void {
  const { freezeAfter, isCut, pace, residualMs, maxConnections, roundTrip, dns, tcp, tls } = fault;
  for (const [field, value] of Object.entries({ freezeAfter, pace, residualMs, maxConnections, roundTrip }))
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new Error(`The fault of "${key}" has a "${field}" that is no whole number above 0`);
  if ((freezeAfter ?? pace) !== undefined && (tcp || ENDS_AT_HELLO.includes(tls)))
    throw new Error(`The fault of "${key}" slows or freezes connections that carry nothing`);
  if (isCut && freezeAfter === undefined)
    throw new Error(`The fault of "${key}" does not say after how many bytes it cuts`);
  if (typeof dns === 'object' && 'alternating' in dns && dns.alternating.length === 0)
    throw new Error(`The fault of "${key}" alternates between no answers`);
}
