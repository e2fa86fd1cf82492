/**
 * Every host that the extension itself talks to, in one place. A lab or an organisation can point each elsewhere:
 * - `ENDPOINTS=file.json npm run build`, a JSON object with some of the fields below: the build may ask these hosts, and no others;
 * - a managed policy (`storage.managed`, key `endpoints`) of the same shape. Its hosts have to be among the manifest's, or to
 *   allow the extension's origin (CORS); only the former show why they do not answer.
 */
import * as v from 'valibot';

const httpsUrl = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const httpUrl = v.pipe(v.string(), v.url(), v.startsWith('http://'));

export const EndpointsSchema = v.object({
  /** Sites of different operators that answer everywhere; an answer over valid TLS counts, whatever its status. */
  controls: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /** Plain http pages with one known good answer: status, and the exact body unless it is empty. */
  portals: v.array(v.object({ name: v.string(), url: httpUrl, status: v.number(), body: v.string() })),
  /** DNS over HTTPS, RFC 8484, wire format. */
  resolvers: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /** Files of some 200 KB that come as fast as this line can carry them. */
  speeds: v.array(v.object({ name: v.string(), url: httpsUrl })),
  /** Fallback for the test helpers that OONI's check-in names (OONI spec ts-017). */
  helper: httpsUrl,
  /** OONI API: check-in, report, measurement_meta, aggregation. */
  collector: httpsUrl,
  /** Volunteers' computers around the world (Globalping API v1). */
  globalping: httpsUrl,
  /** Outages of whole countries (IODA API v2). */
  outages: httpsUrl,
  /** Folders that carry signed updates of the facts (`src/updates/repository-format.ts`); whoever serves them need not be trusted. */
  mirrors: v.array(v.object({ name: v.string(), url: httpsUrl })),
});
export type Endpoints = v.InferOutput<typeof EndpointsSchema>;

/** What the build was given instead, if anything. */
declare const __ENDPOINTS__: Partial<Endpoints> | undefined;

const DEFAULT_ENDPOINTS: Endpoints = {
  controls: [
    { name: 'google', url: 'https://www.gstatic.com/generate_204' },
    { name: 'cloudflare', url: 'https://cp.cloudflare.com/generate_204' },
    { name: 'apple', url: 'https://www.apple.com/library/test/success.html' },
  ],
  portals: [
    { name: 'firefox', url: 'http://detectportal.firefox.com/success.txt', status: 200, body: 'success\n' },
    { name: 'google', url: 'http://connectivitycheck.gstatic.com/generate_204', status: 204, body: '' },
  ],
  resolvers: [
    { name: 'cloudflare', url: 'https://cloudflare-dns.com/dns-query' },
    { name: 'google', url: 'https://dns.google/dns-query' },
  ],
  speeds: [
    { name: 'cloudflare', url: 'https://speed.cloudflare.com/__down?bytes=200000' },
    { name: 'google', url: 'https://ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.js' },
  ],
  helper: 'https://d33d1gs9kpq1c5.cloudfront.net/',
  collector: 'https://api.ooni.org',
  globalping: 'https://api.globalping.io',
  outages: 'https://api.ioda.inetintel.cc.gatech.edu',
  // No host is ours yet, so nobody is asked. A name that is not ours must never stand here.
  mirrors: [],
};

export const ENDPOINTS: Endpoints = {
  ...DEFAULT_ENDPOINTS,
  ...(typeof __ENDPOINTS__ === 'undefined' ? {} : __ENDPOINTS__),
};
