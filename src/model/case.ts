import * as v from 'valibot';
import { ObservationSchema } from './observation.ts';
import { SymptomSchema } from './signal.ts';

import { VerdictSchema } from './verdict.ts';

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
  probeCc: v.optional(v.string()),
  symptom: SymptomSchema,
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
