import * as v from 'valibot';
import type { Database } from '../storage/database.ts';

/** Key of the `meta` record of what this device has accepted so far: it accepts nothing older (TUF: rollback attack). */
const TRUSTED_METADATA_KEY = 'updates-trusted-metadata';

const VersionedDigestSchema = v.object({
  version: v.number(),
  /** SHA-256 of the payload in hex: no other payload may have the same number. */
  digest: v.string(),
});
const TrustedMetadataSchema = v.object({
  root: v.nullable(VersionedDigestSchema),
  manifest: v.nullable(
    v.object({
      ...VersionedDigestSchema.entries,
      /** Epoch, ms. */
      expires: v.number(),
      /** Version of the set that it names. */
      bundle: v.string(),
      /** Release keys of the root under which it was accepted, in base64. */
      keys: v.array(v.string()),
      /** The tag that one mirror gave this manifest (`anonymousEtag`). */
      etag: v.nullable(v.object({ mirror: v.string(), value: v.string() })),
    }),
  ),
});
export type TrustedMetadata = v.InferOutput<typeof TrustedMetadataSchema>;

/** A broken record counts as none, as on a new device. */
export async function loadTrustedMetadata(db: Database): Promise<TrustedMetadata> {
  const result = v.safeParse(TrustedMetadataSchema, await db.get('meta', TRUSTED_METADATA_KEY));
  return result.success ? result.output : { root: null, manifest: null };
}

export async function saveTrustedMetadata(db: Database, trusted: TrustedMetadata): Promise<void> {
  await db.put('meta', trusted, TRUSTED_METADATA_KEY);
}
