import * as v from 'valibot';
import { definedOnly } from '../base/defined-only.ts';
import { FAILURES } from './failure.ts';

export const CHECK_NAMES = [
  'retry',
  'control',
  'foreign',
  'domestic',
  'captive-portal',
  'plain-http',
  'alternate',
  'doh-lookup',
  'doh-lookup-ipv6',
  'system-resolver-lookup',
  'system-resolver-health',
  'ip-literal',
  'static-file',
  'page-head',
  'test-helper',
  'vantage-points',
  'measurements',
  'in-page',
  'throughput',
  'page-parts',
  'media',
  'media-sample',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Cases that an earlier version stored name a check that asked the same question in another way. */
const currentCheckName = (name: string): string => (name === 'oversized-request' ? 'static-file' : name);

/**
 * What a volunteer's computer in one country saw: the `status` of the site's answer, or the `failure` as an OONI
 * failure string.
 */
const VantagePointResultSchema = v.object({
  /** ISO 3166-1 alpha-2. */
  country: v.string(),
  /** Whether the computer is on another network of the person's own country. */
  sameCountry: v.boolean(),
  works: v.boolean(),
  status: v.optional(v.number()),
  failure: v.optional(v.string()),
  /** From the start of the request to the end of its answer, ms. */
  ms: v.optional(v.number()),
});
export type VantagePointResult = v.InferOutput<typeof VantagePointResultSchema>;

/** What a test helper finds at port 443 of an address: whether it can connect, and whether TLS proves the site's name. */
/** Why the health of the system resolver says nothing: resolvers elsewhere fail at the domain's names as well. */
export const NAME_SERVERS_FAIL = 'its own name servers fail';

const RemoteEndpointSchema = v.object({
  address: v.string(),
  connects: v.boolean(),
  /** A machine is there and refuses; without this, what does not connect is silent. */
  refuses: v.optional(v.boolean()),
  /** undefined: TLS was not tried. */
  validForName: v.optional(v.boolean()),
  /** The autonomous system that announces the address. */
  asn: v.optional(v.number()),
});
export type RemoteEndpoint = v.InferOutput<typeof RemoteEndpointSchema>;

/** How a sample of a body ended: it was whole, long enough, cut off by the clock, or no byte had come for seconds. */
export const SAMPLE_ENDS = ['complete', 'limit', 'time', 'stopped'] as const;

/**
 * Whose a known block page is: `nat` a country's, `isp` a provider's, `prod` a filter product's, `inst` a school's or
 * company's.
 */
export const BLOCK_PAGE_SCOPES = ['nat', 'isp', 'prod', 'inst'] as const;
export type BlockPageScope = (typeof BLOCK_PAGE_SCOPES)[number];

/** What an open page loaded from one host: how many parts, and of the one that took longest its ms and, if told, bytes. */
export const PagePartSchema = v.object({
  host: v.string(),
  count: v.number(),
  bytes: v.number(),
  ms: v.number(),
});
export type PagePart = v.InferOutput<typeof PagePartSchema>;

/** The result of one request. Times are in milliseconds; addresses are the peer's, as the browser reports them. */
const OutcomeSchema = v.variant('kind', [
  /**
   * An HTTP answer. Over https it proves that name, address, TLS and certificate are in order.
   */
  v.object({
    kind: v.literal('answered'),
    /** Absent where the browser tells only that an answer came. */
    status: v.optional(v.number()),
    secure: v.boolean(),
    ip: v.optional(v.string()),
    /** Host that a redirect points to (never the path). */
    redirectHost: v.optional(v.string()),
    redirectSecure: v.optional(v.boolean()),
    /** For requests with one known good answer (captive portal): whether the answer was exactly that. */
    matchesExpected: v.optional(v.boolean()),
    /** Name of the block page whose fingerprint matched. */
    blockPage: v.optional(v.string()),
    /** Whose that block page is. */
    blockPageScope: v.optional(v.picklist(BLOCK_PAGE_SCOPES)),
    /** The server's clock minus this device's, ms, from the `Date` header. */
    clockSkewMs: v.optional(v.number()),
    /** Whether the site answered with a bot challenge (`cf-mitigated: challenge`). */
    botChallenge: v.optional(v.boolean()),
  }),
  /** The browser's own error. `error` keeps the browser's name for it, for the record: no rule reads it. */
  v.object({
    kind: v.literal('failed'),
    failure: v.picklist(FAILURES),
    error: v.string(),
    ip: v.optional(v.string()),
  }),
  /** The extension's own deadline passed before an answer came. */
  v.object({ kind: v.literal('timeout') }),
  /**
   * A resolver's answer. `rcode` is the response code by name (RFC 1035, 2136), `ede` the Extended DNS Error (RFC
   * 8914).
   */
  v.object({
    kind: v.literal('resolved'),
    rcode: v.string(),
    addresses: v.array(v.string()),
    ede: v.optional(v.number()),
  }),
  /**
   * Whether the system resolver responds to names that do not exist: under the platform's domain, and under a
   * control's.
   */
  v.object({ kind: v.literal('system-resolver-health'), answers: v.boolean(), answersOthers: v.boolean() }),
  /**
   * What OONI's test helper saw of the site: the `status` of the answer, or the `failure` as an OONI failure string.
   */
  v.object({
    kind: v.literal('test-helper'),
    works: v.boolean(),
    status: v.optional(v.number()),
    failure: v.optional(v.string()),
    /** IPv4 addresses that the test helper gets for the site's name. */
    addresses: v.optional(v.array(v.string())),
    /** Bytes of the page that the test helper loaded. */
    bodyLength: v.optional(v.number()),
    /** What the test helper found at addresses that this network gave for the name. */
    endpoints: v.optional(v.array(RemoteEndpointSchema)),
  }),
  /** The volunteers who had a result in time. */
  v.object({ kind: v.literal('vantage-points'), results: v.array(VantagePointResultSchema) }),
  /**
   * Recent OONI measurements in `country`: `anomalous` of `tests` show an anomaly, on `networks` networks as a rule
   * (`ANOMALY_SHARE`).
   */
  v.object({
    kind: v.literal('aggregated'),
    country: v.string(),
    tests: v.number(),
    anomalous: v.number(),
    networks: v.number(),
  }),
  /** How much of a body came in the `bodyMs` ms after the head of the answer. */
  v.object({
    kind: v.literal('measured'),
    of: v.picklist(['platform', 'control']),
    bytes: v.number(),
    bodyMs: v.number(),
    end: v.optional(v.picklist(SAMPLE_ENDS), 'time'),
  }),
  /** The platform's hosts from which the page in the tab loaded parts. */
  v.object({ kind: v.literal('page-parts'), parts: v.array(PagePartSchema) }),
  /**
   * The request says nothing about the network. `why` is a short reason: `hsts` (the browser upgraded it),
   * `unsupported`, `csp`, a status, or the limit that held the request back (`NotSentReason`).
   */
  v.object({ kind: v.literal('void'), why: v.string() }),
]);
export type Outcome = v.InferOutput<typeof OutcomeSchema>;

/** Begins the keys of requests to bare addresses, which have no host. */
export const BARE_ADDRESS_KEY = 'ip-literal:bare:';
/** Begins those of requests that name the host, to compare their times with requests that do not. */
export const NAMED_KEY = 'ip-literal:name:';

/** The network at the time of a check, as OONI sees it by the address of the request. */
export const probeNetworkEntries = {
  /** The country of this network, ISO 3166-1 alpha-2. With a VPN, or abroad, it differs from the clock's country. */
  probeCc: v.optional(v.string()),
  /** `AS17557`. */
  probeAsn: v.optional(v.string()),
  probeNetworkName: v.optional(v.string()),
};
const ProbeNetworkSchema = v.object(probeNetworkEntries);
export type ProbeNetwork = v.InferOutput<typeof ProbeNetworkSchema>;

/** The fields of a network alone, of an observation or a case. */
export const probeNetworkOf = ({ probeCc, probeAsn, probeNetworkName }: ProbeNetwork): ProbeNetwork =>
  definedOnly({ probeCc, probeAsn, probeNetworkName });

export const ObservationSchema = v.object({
  check: v.pipe(v.string(), v.transform(currentCheckName), v.picklist(CHECK_NAMES)),
  /** Unique within a case, so that a resumed plan does not repeat a check: `control:google`. */
  key: v.string(),
  /** The host that was asked; never a path. */
  host: v.string(),
  /** The IP address asked in the host's place, without its name. */
  address: v.optional(v.string()),
  /** Unix epoch, ms. */
  at: v.number(),
  ms: v.number(),
  outcome: OutcomeSchema,
  ...probeNetworkEntries,
});
export type Observation = v.InferOutput<typeof ObservationSchema>;

/** The share of anomalies that counts as interference: a bad line spoils one test in ten, a block nearly all. */
export const ANOMALY_SHARE = 0.8;

/** Whether the domain that is named in the place of somebody's page on it was asked from here, and failed. */
export const didDomainFail = (observations: readonly Observation[], publicHost: string): boolean =>
  observations.some(
    ({ check, host, outcome }) =>
      check === 'alternate' &&
      host === publicHost &&
      (outcome.kind === 'failed' || outcome.kind === 'timeout'),
  );
