import * as v from 'valibot';
import type { Database } from '../storage/database.ts';

/** Key of the `meta` record of what this device has accepted so far. Older than that it accepts nothing any more. */
const SEEN = 'updates-seen';

const Numbered = v.object({
  version: v.number(),
  /** SHA-256 of the payload: no second one may have the same number. */
  digest: v.string(),
});
const SeenSchema = v.object({
  root: v.nullable(Numbered),
  manifest: v.nullable(
    v.object({
      ...Numbered.entries,
      /** Epoch, ms. */
      expires: v.number(),
      /** The set that it leads to. */
      bundle: v.string(),
      /** Keys that could sign when it was accepted. */
      keys: v.array(v.string()),
      /** A mirror that can be asked whether there is another (`etagOf`), and for which. */
      etag: v.nullable(v.object({ mirror: v.string(), value: v.string() })),
    }),
  ),
});
export type Seen = v.InferOutput<typeof SeenSchema>;

/** A broken record counts as none: a device that has lost it is as one that is new. */
export async function readSeen(db: Database): Promise<Seen> {
  const result = v.safeParse(SeenSchema, await db.get('meta', SEEN));
  return result.success ? result.output : { root: null, manifest: null };
}

export async function writeSeen(db: Database, seen: Seen): Promise<void> {
  await db.put('meta', seen, SEEN);
}
