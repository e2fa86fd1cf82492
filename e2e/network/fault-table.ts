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

  constructor(faults: Faults) {
    this.replaceFaults(faults);
  }

  /** @throws on an unknown key, or on a combination that cannot be simulated */
  replaceFaults(faults: Faults): void {
    for (const [key, fault] of Object.entries(faults)) validateFault(key, fault);
    this.#faults = faults;
    this.#connectionCounts.clear();
  }

  /** Whether a fault names exactly this host. */
  namesHost(host: string): boolean {
    return Object.hasOwn(this.#faults, host);
  }

  /** The current fault: none once its `times` are used up. */
  faultOf(host: string): Fault {
    const key = this.#keyOf(host);
    const fault = this.#faults[key] ?? {};
    return (this.#connectionCounts.get(key) ?? 0) >= (fault.times ?? Number.POSITIVE_INFINITY) ? {} : fault;
  }

  /** Counts one more connection that met the fault of the host. */
  countConnection(host: string): void {
    const key = this.#keyOf(host);
    this.#connectionCounts.set(key, (this.#connectionCounts.get(key) ?? 0) + 1);
  }

  #keyOf(host: string): string {
    return mostSpecificKey(Object.keys(this.#faults), host) ?? '';
  }
}

function validateFault(key: string, fault: Fault): void {
  const right = key.startsWith('@')
    ? Object.hasOwn(ROLES, key)
    : /^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(key);
  if (!right)
    throw new Error(`"${key}" is no host, "*.domain", "*" or one of ${Object.keys(ROLES).join(' ')}`);
  const refuses = fault.tcp || fault.tls === 'refuse' || fault.plainHttp === 'refuse';
  if (fault.times !== undefined && (fault.dns || refuses))
    throw new Error(
      `The fault of "${key}" has "times", but lookups and refused connections cannot be counted`,
    );
}
