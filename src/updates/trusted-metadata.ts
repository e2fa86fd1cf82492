import * as v from 'valibot';
import type { Database } from '../storage/database.ts';

/** Key of the `meta` record of what this device has accepted so far. Older than that it accepts nothing any more. */
const TRUSTED_METADATA_KEY = 'updates-trusted-metadata';

const VersionedDigestSchema = v.object({
  version: v.number(),
  /** SHA-256 of the payload: no second one may have the same number. */
  digest: v.string(),
});
const TrustedMetadataSchema = v.object({
  root: v.nullable(VersionedDigestSchema),
  manifest: v.nullable(
    v.object({
      ...VersionedDigestSchema.entries,
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
export type TrustedMetadata = v.InferOutput<typeof TrustedMetadataSchema>;

/** A broken record counts as none: a device that has lost it is as one that is new. */
export async function loadTrustedMetadata(db: Database): Promise<TrustedMetadata> {
  const result = v.safeParse(TrustedMetadataSchema, await db.get('meta', TRUSTED_METADATA_KEY));
  return result.success ? result.output : { root: null, manifest: null };
}

export async function saveTrustedMetadata(db: Database, seen: TrustedMetadata): Promise<void> {
  await db.put('meta', seen, TRUSTED_METADATA_KEY);
}
