import * as v from 'valibot';
import { FAILURES } from './failure.ts';

/** How one load of a platform's page failed. */
export const SymptomSchema = v.variant('kind', [
  v.object({
    kind: v.literal('error'),
    failure: v.picklist(FAILURES),
    error: v.string(),
    ms: v.number(),
    ip: v.optional(v.string()),
    /** The server had begun to answer. */
    begun: v.optional(v.boolean()),
  }),
  /** The browser received no first byte within `ms`. */
  v.object({ kind: v.literal('hang'), ms: v.number() }),
  /** The first byte came, but the page was not complete `ms` later. */
  v.object({ kind: v.literal('stalled'), ms: v.number() }),
  /** The server answered with 451, 403 or a 5xx status. */
  v.object({
    kind: v.literal('status'),
    status: v.number(),
    ms: v.number(),
    secure: v.boolean(),
    ip: v.optional(v.string()),
  }),
  /**
   * The page came over plain HTTP, or a redirect that can be forged (over plain HTTP, or to an IP address) led to
   * another site: its sender is unknown.
   */
  v.object({
    kind: v.literal('plain-page'),
    status: v.number(),
    ms: v.number(),
    ip: v.optional(v.string()),
    redirectHost: v.optional(v.string()),
  }),
  /**
   * The page came, but `failed` of its subresources did not. `hosts` lists the host that failed most first, `failure`
   * is that host's most frequent one.
   */
  v.object({
    kind: v.literal('partial-load'),
    hosts: v.array(v.string()),
    failure: v.picklist(FAILURES),
    failed: v.number(),
    /** ms from the start of the load, as far as the extension saw it, to the last of these failures. */
    ms: v.number(),
  }),
  /** The person asked to check a page that is open. Nothing is known to have failed. */
  v.object({ kind: v.literal('requested'), ms: v.number() }),
]);

export type Symptom = v.InferOutput<typeof SymptomSchema>;

/** Whether the person sees a page that came over plain HTTP: no certificate proves who sent it, whatever its status. */
export const isPlainHttpPage = (symptom: Symptom): boolean =>
  symptom.kind === 'plain-page' || (symptom.kind === 'status' && !symptom.secure);
