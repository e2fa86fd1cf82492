/**
 * The hosts to which the extension itself sends requests, but for those inside a country (`domestic-hosts.json`). A lab or an
 * organisation can replace each of them:
 * - `ENDPOINTS=file.json npm run build`, a JSON object with some of the fields below: the build has permission for these
 *   hosts, and no others;
 * - a managed policy (`storage.managed`, key `endpoints`) of the same shape. Each of its hosts must be in the manifest: no
 *   other is asked, because browsers would send it the address of the installation (decision 0208).
 */
import * as v from 'valibot';

const httpsUrl = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const httpUrl = v.pipe(v.string(), v.url(), v.startsWith('http://'));

export const EndpointsSchema = v.object({
  /**
   * Sites of different operators that answer everywhere; any response over valid TLS counts. Each case asks three of them
   * (`draw-controls.ts`). `name` is the network's, as with `speeds`.
   */
  controls: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /**
   * Plain http pages with a known response: its status, and its exact body unless that is empty. `browser`: the one that
   * itself asks this page; another browser that asked it would be known by it.
   */
  portals: v.array(
    v.object({
      name: v.string(),
      url: httpUrl,
      status: v.number(),
      body: v.string(),
      browser: v.optional(v.picklist(['chromium', 'firefox'])),
    }),
  ),
  /** DNS over HTTPS, RFC 8484, wire format. */
  resolvers: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /**
   * Files of 200 KB or more, each at another hosting network, so that the person's line limits the throughput. `name` is
   * the network's, as in `src/diagnosis/hosting-networks.ts`.
   */
  speeds: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /** Public servers with a certificate for their bare address, asked where no name resolves. */
  addresses: v.array(v.object({ name: v.string(), address: v.pipe(v.string(), v.ipv4()) })),
  /** The test helper that is asked first; if it is lost, one that OONI's check-in names is (OONI spec ts-017). */
  helper: httpsUrl,
  /** OONI API: check-in, report, measurement_meta, aggregation. */
  collector: httpsUrl,
  /** Measurements from volunteers' computers around the world (Globalping API v1). */
  globalping: httpsUrl,
  /** Outages of whole countries (IODA API v2). */
  outages: httpsUrl,
  /** Folders with signed updates of the records (`src/updates/repository-format.ts`). Their servers need no trust. */
  mirrors: v.array(v.object({ name: v.string(), url: httpsUrl })),
});
export type Endpoints = v.InferOutput<typeof EndpointsSchema>;

/** The endpoints that the build replaced. */
declare const __ENDPOINTS__: Partial<Endpoints> | undefined;

const DEFAULT_ENDPOINTS: Endpoints = {
  controls: [
    { name: 'google', url: 'https://www.gstatic.com/generate_204' },
    { name: 'cloudflare', url: 'https://cp.cloudflare.com/generate_204' },
    { name: 'apple', url: 'https://www.apple.com/library/test/success.html' },
    { name: 'microsoft', url: 'https://edge.microsoft.com/captiveportal/generate_204' },
    { name: 'amazon', url: 'https://d1.awsstatic.com/favicon.ico' },
    { name: 'fastly', url: 'https://www.python.org/favicon.ico' },
  ],
  portals: [
    {
      name: 'firefox',
      url: 'http://detectportal.firefox.com/success.txt?ipv4',
      status: 200,
      body: 'success\n',
      browser: 'firefox',
    },
    {
      name: 'google',
      url: 'http://connectivitycheck.gstatic.com/generate_204',
      status: 204,
      body: '',
      browser: 'chromium',
    },
  ],
  resolvers: [
    { name: 'cloudflare', url: 'https://cloudflare-dns.com/dns-query' },
    { name: 'google', url: 'https://dns.google/dns-query' },
  ],
  speeds: [
    { name: 'google', url: 'https://ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.js' },
    { name: 'cloudflare', url: 'https://speed.cloudflare.com/__down?bytes=200000' },
    { name: 'fastly', url: 'https://code.jquery.com/jquery-3.7.1.js' },
    { name: 'akamai', url: 'https://cdn.apple-mapkit.com/mk/5.x.x/mapkit.js' },
    { name: 'amazon', url: 'https://sdk.amazonaws.com/js/aws-sdk-2.854.0.min.js' },
    { name: 'ovh', url: 'https://proof.ovh.net/files/1Mb.dat' },
  ],
  addresses: [
    { name: 'cloudflare', address: '1.1.1.1' },
    { name: 'quad9', address: '9.9.9.9' },
  ],
  helper: 'https://d33d1gs9kpq1c5.cloudfront.net/',
  collector: 'https://api.ooni.org',
  globalping: 'https://api.globalping.io',
  outages: 'https://api.ioda.inetintel.cc.gatech.edu',
  // The project has no host yet, so the extension asks none. A host that the project does not own must never be listed.
  mirrors: [],
};

/** What one browser asks of them: a portal page of its own kind alone. */
export const endpointsOf = (browser: 'chromium' | 'firefox', endpoints: Endpoints): Endpoints => ({
  ...endpoints,
  portals: endpoints.portals.filter((portal) => (portal.browser ?? browser) === browser),
});

export const ENDPOINTS: Endpoints = {
  ...DEFAULT_ENDPOINTS,
  ...(typeof __ENDPOINTS__ === 'undefined' ? {} : __ENDPOINTS__),
};
