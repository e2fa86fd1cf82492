import { allDomesticHosts } from './domestic-hosts.ts';
import type { Endpoints } from './endpoints.ts';

/** OONI's test helpers: each check-in names other ones, all under these domains. */
const TEST_HELPER_DOMAINS = ['ooni.org', 'ooni.io'];
const TEST_HELPER_PATTERNS = TEST_HELPER_DOMAINS.map((domain) => `*://*.${domain}/*`);

/** Whether OONI runs the host: no other host that check-in names is asked. */
export const isTestHelperHost = (host: string): boolean =>
  TEST_HELPER_DOMAINS.some((domain) => host.endsWith(`.${domain}`));

/** Match patterns of every host to which the extension itself sends requests. */
export function endpointPatterns(endpoints: Endpoints): string[] {
  const hosts = [...endpointHosts(endpoints), ...allDomesticHosts()];
  return [...hosts.map((host) => `*://${host}/*`), ...TEST_HELPER_PATTERNS];
}

/** Tells the hosts that help to judge a site from the hosts of sites: OONI and its helpers are both. */
export function createIsServiceHost(endpoints: Endpoints): (host: string) => boolean {
  const hosts = new Set(endpointHosts(endpoints));
  return (host) => hosts.has(host) || isTestHelperHost(host);
}

function endpointHosts({
  controls,
  portals,
  resolvers,
  speeds,
  mirrors,
  collector,
  helper,
  globalping,
  outages,
}: Endpoints): string[] {
  const urls = [
    ...controls,
    ...portals,
    ...resolvers,
    ...speeds,
    ...mirrors,
    { url: collector },
    { url: helper },
    { url: globalping },
    { url: outages },
  ];
  return urls.map(({ url }) => new URL(url).hostname);
}
