import * as v from 'valibot';
import { RECORD_FORMAT } from './bundle.ts';

/** Key of the `meta` record that says which import readers see. */
export const ACTIVE_GENERATION_KEY = 'knowledge';

const ActiveGenerationSchema = v.object({
  generation: v.number(),
  version: v.string(),
  asOf: v.string(),
  /** The shape of its records. */
  format: v.optional(v.number(), RECORD_FORMAT),
  /** Version of the root that vouched for it, if it came as an update; 0: it came with the extension. */
  root: v.optional(v.number(), 0),
});
/** Which import readers see. `asOf` is the day (`2026-11-23`) on which its newest record was verified. */
export type ActiveGeneration = v.InferOutput<typeof ActiveGenerationSchema>;

/** What that record says; a broken one counts as none, so that the next import mends it. */
export function parseActiveGeneration(record: unknown): ActiveGeneration | undefined {
  const result = v.safeParse(ActiveGenerationSchema, record);
  return result.success ? result.output : undefined;
}
