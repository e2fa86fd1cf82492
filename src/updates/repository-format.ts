/**
 * What lies on a mirror: static files, so that anybody can serve them and nobody who does need be trusted.
 *
 *     root.json         which release keys may sign; signed by the root keys that are compiled in (`keys.ts`)
 *     1/manifest.json   the newest publication of records of format 1: what there is, until when that holds; signed by release keys
 *     1/<name>.bin      gzip; one full set (`Bundle`), and deltas (`delta.ts`) from the sets before it
 *
 * The reasoning is TUF's (The Update Framework, theupdateframework.io), with fewer roles. A key that signs often lies on a
 * machine that can be broken into; the root key signs once a year, lies elsewhere, and can take a release key back. Numbers
 * that only rise stop a roll-back. Dates that run out stop a freeze: who holds people to an old publication is found out.
 * One signed file names all others by size and digest, so nothing of one publication mixes with another, and no byte more is
 * read than was announced. TUF's timestamp, snapshot and targets are one role here, since one file lists everything. Root
 * keys change with a version of the extension, whose own way to people the stores sign: there is no chain of roots to walk.
 *
 * `root.json` and `manifest.json` are DSSE envelopes (github.com/secure-systems-lab/dsse, protocol 1.0): the signature is over
 * the payload's bytes and its type, so no two programs have to agree on how JSON is written, a root is never taken for a
 * manifest, and a mirror that is caught half way through its copying has no file without its signature.
 *
 * Data files do not end in `.gz`: some servers announce such a file as `Content-Encoding: gzip`, and browsers then hand out
 * other bytes than were signed.
 */
import * as v from 'valibot';
import { BundleVersionSchema, RECORD_FORMAT } from '../knowledge/bundle.ts';

export const ROOT_FILE = 'root.json';
export const MANIFEST_FILE = `${RECORD_FORMAT}/manifest.json`;
export const ROOT_TYPE = 'application/vnd.is-it-blocked.root+json';
export const MANIFEST_TYPE = 'application/vnd.is-it-blocked.manifest+json';

/** Bytes of `root.json` and of `manifest.json`, which nobody has announced. */
export const METADATA_MAX_BYTES = 65_536;
/** Bytes of a data file: fifty times of what there is. */
export const COMPRESSED_MAX_BYTES = 8_000_000;
export const UNCOMPRESSED_MAX_BYTES = 64_000_000;

const base64Schema = v.pipe(v.string(), v.base64('base64'));
const positiveInt = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const sha256Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest in hex'));
/** RFC 3339, UTC; read as Unix epoch, ms. */
const rfc3339Time = v.pipe(
  v.string(),
  v.isoTimestamp('a time: 2026-11-24T00:00:00Z'),
  v.transform(Date.parse),
  v.finite(),
);

export const EnvelopeSchema = v.object({
  payloadType: v.string(),
  payload: base64Schema,
  signatures: v.pipe(v.array(v.object({ sig: base64Schema })), v.minLength(1), v.maxLength(8)),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;

/** An Ed25519 public key: its 32 bytes in base64 (RFC 8032). */
const publicKeySchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9+/]{43}=$/, 'an Ed25519 public key in base64'),
);
/** Who may sign, and how many of them have to. */
const RoleKeysSchema = v.pipe(
  v.object({
    keys: v.pipe(v.array(publicKeySchema), v.minLength(1), v.maxLength(8)),
    threshold: positiveInt,
  }),
  v.check(({ keys, threshold }) => threshold <= keys.length, 'more have to sign than there are keys'),
);
export type RoleKeys = v.InferOutput<typeof RoleKeysSchema>;

export const RootMetadataSchema = v.object({
  version: positiveInt,
  expires: rfc3339Time,
  release: RoleKeysSchema,
});
export type RootMetadata = v.InferOutput<typeof RootMetadataSchema>;

const fileFields = {
  /** Beside the manifest. */
  path: v.pipe(
    v.string(),
    v.regex(/^[0-9a-z-]{1,120}\.bin$/, 'a name: lower-case letters, digits, dashes, .bin'),
  ),
  size: v.pipe(positiveInt, v.maxValue(COMPRESSED_MAX_BYTES)),
  sha256: sha256Digest,
  /** Bytes that come out of it. */
  unpacked: v.pipe(positiveInt, v.maxValue(UNCOMPRESSED_MAX_BYTES)),
};
const TargetFileSchema = v.object(fileFields);
export type TargetFile = v.InferOutput<typeof TargetFileSchema>;

export const UpdateManifestSchema = v.object({
  format: v.literal(RECORD_FORMAT),
  version: positiveInt,
  published: rfc3339Time,
  expires: rfc3339Time,
  /** The set that every file here leads to, and the digest of its text. */
  bundle: v.object({ version: BundleVersionSchema, sha256: sha256Digest }),
  full: TargetFileSchema,
  /** `from`: the set that a delta begins at. All of them are older than this publication. */
  deltas: v.pipe(v.array(v.object({ from: BundleVersionSchema, ...fileFields })), v.maxLength(32)),
});
export type UpdateManifest = v.InferOutput<typeof UpdateManifestSchema>;
