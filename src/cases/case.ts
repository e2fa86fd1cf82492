import * as v from 'valibot';
import { ObservationSchema } from '../checks/observation.ts';
import { ERROR_FAMILIES } from '../detection/error-family.ts';
import { VerdictSchema } from '../diagnosis/verdict.ts';

/** What was noticed about one load of a platform's page. */
export const SignalSchema = v.variant('kind', [
  v.object({
    kind: v.literal('error'),
    family: v.picklist(ERROR_FAMILIES),
    error: v.string(),
    ms: v.number(),
    ip: v.optional(v.string()),
  }),
  /** No first byte after `ms`. */
  v.object({ kind: v.literal('hang'), ms: v.number() }),
  /** The page began to come, but had not ended `ms` after its first byte. */
  v.object({ kind: v.literal('stalled'), ms: v.number() }),
  /** It answered, but with 451, or with an error of the server's. */
  v.object({
    kind: v.literal('status'),
    status: v.number(),
    ms: v.number(),
    secure: v.boolean(),
    ip: v.optional(v.string()),
  }),
  /** A page came over plain http, or from another site by a plain redirect: nobody vouches for it. */
  v.object({
    kind: v.literal('plain-page'),
    status: v.number(),
    ms: v.number(),
    ip: v.optional(v.string()),
    redirectHost: v.optional(v.string()),
  }),
  /** The page came, but so many of its parts did not, most of them that way; the worst host first. */
  v.object({
    kind: v.literal('half-loaded'),
    hosts: v.array(v.string()),
    family: v.picklist(ERROR_FAMILIES),
    failed: v.number(),
    /** From the start of the load, as far as it was seen, to the last of these failures. */
    ms: v.number(),
  }),
]);
export type Signal = v.InferOutput<typeof SignalSchema>;

/** Whether what the person sees came over plain http: nobody vouches for it, whatever its status. */
export const showsPlainPage = (signal: Signal): boolean =>
  signal.kind === 'plain-page' || (signal.kind === 'status' && !signal.secure);

/**
 * The thing that travels: a platform that failed in a tab, what was observed, what was concluded.
 * Holds a host name, never a path. Kept in IndexedDB after every step.
 */
export const CaseSchema = v.object({
  id: v.string(),
  /** The tabs that show it; none once the browser was closed, or the tabs were. */
  tabIds: v.array(v.number()),
  /** Of a private window: kept in memory only. */
  private: v.boolean(),
  platform: v.string(),
  platformName: v.string(),
  /** The host that failed. */
  host: v.string(),
  secure: v.boolean(),
  country: v.string(),
  /** Where OONI takes the network to be, if it was asked: with a VPN, or abroad, another country than the clock's. */
  networkCountry: v.optional(v.string()),
  signal: SignalSchema,
  /** Unix epoch, ms: when the page load began. */
  startedAt: v.number(),
  settledAt: v.optional(v.number()),
  phase: v.picklist(['checking', 'settled']),
  /** `quiet`: nothing was sent for this case. */
  mode: v.picklist(['standard', 'quiet']),
  /** Raised on each "check again"; observations of an earlier round are dropped. */
  round: v.number(),
  observations: v.array(ObservationSchema),
  /** While `checking`: what can be said so far. */
  verdict: VerdictSchema,
  /** Whether the popup has opened by itself for it. */
  shown: v.boolean(),
});
export type Case = v.InferOutput<typeof CaseSchema>;
