import * as v from 'valibot';
import { RECORD_FORMAT } from './bundle.ts';

/** Key of the `meta` record that names the generation (import) that readers see. */
export const ACTIVE_GENERATION_KEY = 'knowledge';

const ActiveGenerationSchema = v.object({
  generation: v.number(),
  version: v.string(),
  asOf: v.string(),
  /** `RECORD_FORMAT` of its records. */
  format: v.optional(v.number(), RECORD_FORMAT),
  /** Version of the root that signed for an update; 0: the set came with the extension. */
  root: v.optional(v.number(), 0),
});
/** The generation that readers see. `asOf`: the day on which its newest record was verified, `2026-11-23`. */
export type ActiveGeneration = v.InferOutput<typeof ActiveGenerationSchema>;

/** Parses the record; an invalid one counts as missing, so that the next import replaces it. */
export function parseActiveGeneration(record: unknown): ActiveGeneration | undefined {
  const result = v.safeParse(ActiveGenerationSchema, record);
  return result.success ? result.output : undefined;
}
