import * as v from 'valibot';
import { ObservationSchema, type ProbeNetwork, probeNetworkEntries } from './observation.ts';
import { SymptomSchema } from './symptom.ts';

import { VerdictSchema } from './verdict.ts';

/**
 * The record that every step adds to: a platform that failed in a tab, what was observed, what was concluded. It holds
 * a host name, never a path, and is kept in the memory of the browser session after every step.
 */
export const CaseSchema = v.object({
  id: v.string(),
  /** The tabs that show the case. */
  tabIds: v.array(v.number()),
  /** The case belongs to a private window. */
  private: v.boolean(),
  platform: v.string(),
  platformName: v.string(),
  /** The host that failed. */
  host: v.string(),
  secure: v.boolean(),
  country: v.string(),
  /** Of the time of the checks: a report never speaks of a network that was joined later. */
  ...probeNetworkEntries,
  symptom: SymptomSchema,
  /** Unix epoch, ms: when the page load began. */
  startedAt: v.number(),
  settledAt: v.optional(v.number()),
  phase: v.picklist(['checking', 'settled']),
  /** `quiet`: nothing was sent for this case. */
  mode: v.picklist(['standard', 'quiet']),
  /** Nothing was asked because the platform, or all together, were checked often lately. A click asks. */
  isHeldBack: v.optional(v.boolean()),
  /** Increased by each "check again"; observations of an earlier round are dropped. */
  round: v.number(),
  observations: v.array(ObservationSchema),
  /** While `checking`: the verdict so far. */
  verdict: VerdictSchema,
  /** Whether the popup has opened by itself for this case. */
  shown: v.boolean(),
});
export type Case = v.InferOutput<typeof CaseSchema>;

/** The case without what is known of the network: the next round asks anew. */
export function withoutNetwork({
  probeCc: _,
  probeAsn: __,
  probeNetworkName: ___,
  ...rest
}: Case): Omit<Case, keyof ProbeNetwork> {
  return rest;
}
