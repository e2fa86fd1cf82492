import { allDomesticHosts } from './domestic-hosts.ts';
import type { Endpoints } from './endpoints.ts';

/** OONI's test helpers: each check-in names other ones, all under these domains. */
const TEST_HELPER_PATTERNS = ['*://*.ooni.org/*', '*://*.ooni.io/*'];

/** Match patterns of every host to which the extension itself sends requests. */
export function endpointPatterns({
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
  const hosts = [...urls.map(({ url }) => new URL(url).hostname), ...allDomesticHosts()];
  return [...hosts.map((host) => `*://${host}/*`), ...TEST_HELPER_PATTERNS];
}
