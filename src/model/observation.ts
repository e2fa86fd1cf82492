import * as v from 'valibot';
import { FAILURES } from './failure.ts';

export const CHECK_NAMES = [
  'retry',
  'control',
  'domestic',
  'captive-portal',
  'plain-http',
  'alternate',
  'doh-lookup',
  'doh-lookup-ipv6',
  'system-resolver-lookup',
  'system-resolver-health',
  'ip-literal',
  'tls-on-port-80',
  'oversized-request',
  'test-helper',
  'vantage-points',
  'measurements',
  'in-page',
  'throughput',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What a volunteer's computer in some country saw of the site: `status` of its answer, or `failure` in OONI's words. */
const VantagePointResultSchema = v.object({
  /** ISO 3166-1 alpha-2. */
  country: v.string(),
  /** On another network of the person's own country. */
  sameCountry: v.boolean(),
  works: v.boolean(),
  status: v.optional(v.number()),
  failure: v.optional(v.string()),
});
export type VantagePointResult = v.InferOutput<typeof VantagePointResultSchema>;

/** What one request came to. Times are milliseconds. Addresses are the peer's, as the browser reports them. */
export const OutcomeSchema = v.variant('kind', [
  /** An HTTP answer. Over https this means: name, address, TLS and a valid certificate all held. */
  v.object({
    kind: v.literal('answered'),
    status: v.number(),
    secure: v.boolean(),
    ip: v.optional(v.string()),
    /** Host that a redirect points to (never the path). */
    redirectHost: v.optional(v.string()),
    redirectSecure: v.optional(v.boolean()),
    /** For probes with a known good answer (captive portal): whether it was exactly that. */
    matchesExpected: v.optional(v.boolean()),
    /** Name of the block page whose fingerprint matched. */
    blockPage: v.optional(v.string()),
    /** The server's clock minus ours, from its `Date` header. */
    clockSkewMs: v.optional(v.number()),
    /** Whether the page's own text looks like a bot or geography refusal by the site. */
    botChallenge: v.optional(v.boolean()),
  }),
  /** The browser's own error. `error` is its name as given, kept for the record, never matched again. */
  v.object({
    kind: v.literal('failed'),
    failure: v.picklist(FAILURES),
    error: v.string(),
    ip: v.optional(v.string()),
  }),
  /** Our deadline passed first. */
  v.object({ kind: v.literal('timeout') }),
  /** A resolver's answer. `rcode` by name (RFC 1035, 2136), `ede` the Extended DNS Error (RFC 8914). */
  v.object({
    kind: v.literal('resolved'),
    rcode: v.string(),
    addresses: v.array(v.string()),
    ede: v.optional(v.number()),
  }),
  /** Whether the browser's own resolver says anything of the platform's names, and of others'. */
  v.object({ kind: v.literal('system-resolver-health'), answers: v.boolean(), answersOthers: v.boolean() }),
  /** What somebody elsewhere saw of the site: `status` of its answer, or `failure` in OONI's words. */
  v.object({
    kind: v.literal('test-helper'),
    works: v.boolean(),
    status: v.optional(v.number()),
    failure: v.optional(v.string()),
    /** IPv4 addresses that the site's name has there. */
    addresses: v.optional(v.array(v.string())),
  }),
  /** Those of the volunteers who had seen something in time. */
  v.object({ kind: v.literal('vantage-points'), results: v.array(VantagePointResultSchema) }),
  /** Of `tests` in `country` lately, in how many something stood in the way; in how many `networks` as a rule. */
  v.object({
    kind: v.literal('aggregated'),
    country: v.string(),
    tests: v.number(),
    anomalous: v.number(),
    networks: v.number(),
  }),
  /** How much of a body came in `bodyMs` ms after its head. */
  v.object({
    kind: v.literal('measured'),
    of: v.picklist(['platform', 'control']),
    bytes: v.number(),
    bodyMs: v.number(),
  }),
  /** The request could not say anything here: `hsts` (the browser upgraded it), `unsupported`, `failed`. */
  v.object({ kind: v.literal('void'), why: v.string() }),
]);
export type Outcome = v.InferOutput<typeof OutcomeSchema>;

export const ObservationSchema = v.object({
  check: v.picklist(CHECK_NAMES),
  /** Unique within a case, so that a resumed plan does not repeat it: `control:google`. */
  key: v.string(),
  /** The host asked; never a path. */
  host: v.string(),
  /** Unix epoch, ms. */
  at: v.number(),
  ms: v.number(),
  outcome: OutcomeSchema,
  /** Where the one who was asked takes the asking network to be, ISO 3166-1 alpha-2. */
  probeCc: v.optional(v.string()),
});
export type Observation = v.InferOutput<typeof ObservationSchema>;

/** Kept away as a rule, not now and then: a bad line spoils a test in ten, a block nearly all. */
export const ANOMALY_SHARE = 0.8;
