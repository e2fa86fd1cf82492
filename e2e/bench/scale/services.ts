import { allDomesticHosts } from '../../../src/config/domestic-hosts.ts';
import { ENDPOINTS } from '../../../src/config/endpoints.ts';
import { platformOfHost } from '../../../src/platforms/catalogue.ts';

export const SERVICE_NAMES = [
  'platform',
  'OONI’s interface',
  'OONI’s test helpers',
  'Globalping',
  'resolver',
  'control',
  'portal page',
  'speed file',
  'domestic site',
  'other',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

const hostOf = (url: string): string => new URL(url).hostname;
const SERVICE_OF_HOST = new Map<string, ServiceName>([
  ...ENDPOINTS.resolvers.map(({ url }) => [hostOf(url), 'resolver'] as const),
  ...ENDPOINTS.controls.map(({ url }) => [hostOf(url), 'control'] as const),
  ...ENDPOINTS.portals.map(({ url }) => [hostOf(url), 'portal page'] as const),
  ...ENDPOINTS.speeds.map(({ url }) => [hostOf(url), 'speed file'] as const),
  ...allDomesticHosts().map((host) => [host, 'domestic site'] as const),
  [hostOf(ENDPOINTS.helper), 'OONI’s test helpers'],
  [hostOf(ENDPOINTS.collector), 'OONI’s interface'],
  [hostOf(ENDPOINTS.globalping), 'Globalping'],
]);

/** Whom a request goes to. The made-up names under a control's domain go nowhere, and an address is the platform's. */
export function serviceOfHost(host: string): ServiceName {
  const service = SERVICE_OF_HOST.get(host);
  if (service) return service;
  if (/\.ooni\.(org|io)$/.test(host)) return 'OONI’s test helpers';
  return host === PLATFORM_ADDRESS || platformOfHost(host)?.slug === 'x' ? 'platform' : 'other';
}

export const PLATFORM_ADDRESS = '104.244.42.1';

export interface Capacity {
  service: ServiceName;
  /** Hosts that share what goes to the service. */
  hosts: number;
  /** Requests a second that one host bears, for the table's comparison. */
  perSecond: number;
  basis: string;
}

/** Nothing here was measured. What is known is said as known; the rest is a cautious guess to compare with. */
export const CAPACITIES: readonly Capacity[] = [
  {
    service: 'OONI’s interface',
    hosts: 1,
    perSecond: 200,
    basis: 'limits each address, without `Retry-After` (known); in sum 200/s (assumed)',
  },
  {
    service: 'OONI’s test helpers',
    hosts: 4,
    perSecond: 25,
    basis: 'four hosts in turn; each loads the page itself: 25/s (assumed)',
  },
  {
    service: 'Globalping',
    hosts: 1,
    perSecond: 500,
    basis: '250 tests an hour for each address (known); in sum 500/s (assumed)',
  },
  {
    service: 'resolver',
    hosts: 1,
    perSecond: 1_000_000,
    basis: 'made for the whole web: 1,000,000/s (assumed)',
  },
  {
    service: 'control',
    hosts: 1,
    perSecond: 100_000,
    basis: 'made for the checks of all devices: 100,000/s (assumed)',
  },
  {
    service: 'portal page',
    hosts: 1,
    perSecond: 100_000,
    basis: 'the same (assumed)',
  },
  {
    service: 'speed file',
    hosts: 1,
    perSecond: 50_000,
    basis: 'the first two, at Google and Cloudflare: 50,000 samples of 128 KB a second (assumed)',
  },
  {
    service: 'domestic site',
    hosts: 1,
    perSecond: 500,
    basis: 'one national site: 500/s (assumed)',
  },
];
