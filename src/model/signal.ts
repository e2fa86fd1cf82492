import * as v from 'valibot';
import { FAILURES } from './failure.ts';

/** What was noticed about one load of a platform's page. */
export const SymptomSchema = v.variant('kind', [
  v.object({
    kind: v.literal('error'),
    failure: v.picklist(FAILURES),
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
    kind: v.literal('partial-load'),
    hosts: v.array(v.string()),
    failure: v.picklist(FAILURES),
    failed: v.number(),
    /** From the start of the load, as far as it was seen, to the last of these failures. */
    ms: v.number(),
  }),
]);

export type Symptom = v.InferOutput<typeof SymptomSchema>;

/** Whether what the person sees came over plain http: nobody vouches for it, whatever its status. */
export const isPlainHttpPage = (symptom: Symptom): boolean =>
  symptom.kind === 'plain-page' || (symptom.kind === 'status' && !symptom.secure);
