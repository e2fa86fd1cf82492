/**
 * The files of a mirror. They are static and signed, so that anyone can serve them, and a mirror needs no trust.
 *
 *     root.json         which release keys may sign; signed by the compiled-in root keys (`trust-anchor.ts`)
 *     1/manifest.json   the newest publication of records of format 1, and when it expires; signed by release keys
 *     1/<name>.bin      gzip; one full set (`Bundle`), and deltas (`delta.ts`) from the sets before it
 *
 * The design is TUF's (The Update Framework, theupdateframework.io), with fewer roles. A key that signs often is on a machine
 * that can be compromised. The root key signs once a year, is stored elsewhere, and can revoke a release key (key compromise).
 * Rising numbers prevent a rollback attack. Expiry dates reveal an indefinite freeze. One signed file names all others by size
 * and digest, which prevents mix-and-match and endless data attacks. TUF's timestamp, snapshot and targets are one role here,
 * because one file lists everything. Root keys change with a release of the extension, which the stores sign: devices follow
 * no chain of roots.
 *
 * `root.json` and `manifest.json` are DSSE envelopes (github.com/secure-systems-lab/dsse, protocol 1.0). The signature covers
 * the bytes of the payload and its type: so programs need no common form of JSON, a root cannot pass for a manifest, and a
 * mirror in the middle of copying has no file without its signature.
 *
 * Data files do not end in `.gz`: some servers send such a file with `Content-Encoding: gzip`, and browsers then return other
 * bytes than the signed ones.
 */
import * as v from 'valibot';
import { isCalendarDay } from '../base/time.ts';
import { BundleVersionSchema, RECORD_FORMAT } from '../knowledge/bundle.ts';

export const ROOT_FILE = 'root.json';
export const MANIFEST_FILE = `${RECORD_FORMAT}/manifest.json`;
export const ROOT_TYPE = 'application/vnd.is-it-blocked.root+json';
export const MANIFEST_TYPE = 'application/vnd.is-it-blocked.manifest+json';

/** Limit for `root.json` and `manifest.json`, whose sizes no other file announces. */
export const METADATA_MAX_BYTES = 65_536;
/** Limits for a data file: fifty times its size today. */
const COMPRESSED_MAX_BYTES = 8_000_000;
const UNCOMPRESSED_MAX_BYTES = 64_000_000;

/**
 * The one way to write bytes in base64 (RFC 4648 §3.5): the last letter can have bits that no byte uses, and one key in two
 * spellings would count as two.
 */
const base64Schema = v.pipe(
  v.string(),
  v.regex(
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/,
    'base64 in its canonical form',
  ),
);
const positiveInt = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const sha256Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest in hex'));
/** A time in RFC 3339, UTC; the output is Unix epoch, ms. */
const rfc3339Time = v.pipe(
  v.string(),
  v.isoTimestamp('a time: 2026-11-24T00:00:00Z'),
  v.check((time) => isCalendarDay(time.slice(0, 10)), 'a day that is in the calendar'),
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
  base64Schema,
  v.regex(/^[A-Za-z0-9+/]{43}=$/, 'an Ed25519 public key in base64'),
);
/** The keys that may sign, and how many of them must. */
const RoleKeysSchema = v.pipe(
  v.object({
    keys: v.pipe(v.array(publicKeySchema), v.minLength(1), v.maxLength(8)),
    threshold: positiveInt,
  }),
  v.check(({ keys, threshold }) => threshold <= new Set(keys).size, 'more have to sign than there are keys'),
);
export type RoleKeys = v.InferOutput<typeof RoleKeysSchema>;

export const RootMetadataSchema = v.object({
  version: positiveInt,
  expires: rfc3339Time,
  release: RoleKeysSchema,
});
export type RootMetadata = v.InferOutput<typeof RootMetadataSchema>;

const fileFields = {
  /** Name of the file, in the folder of the manifest. */
  path: v.pipe(
    v.string(),
    v.regex(/^[0-9a-z-]{1,120}\.bin$/, 'a name: lower-case letters, digits, dashes, .bin'),
  ),
  size: v.pipe(positiveInt, v.maxValue(COMPRESSED_MAX_BYTES)),
  sha256: sha256Digest,
  /** Size in bytes after decompression. */
  unpacked: v.pipe(positiveInt, v.maxValue(UNCOMPRESSED_MAX_BYTES)),
};
const TargetFileSchema = v.object(fileFields);
export type TargetFile = v.InferOutput<typeof TargetFileSchema>;

export const UpdateManifestSchema = v.object({
  format: v.literal(RECORD_FORMAT),
  version: positiveInt,
  published: rfc3339Time,
  expires: rfc3339Time,
  /** The set that each of these files results in, and the digest of its canonical text. */
  bundle: v.object({ version: BundleVersionSchema, sha256: sha256Digest }),
  full: TargetFileSchema,
  /** `from`: the older set that the delta begins at. */
  deltas: v.pipe(v.array(v.object({ from: BundleVersionSchema, ...fileFields })), v.maxLength(32)),
});
export type UpdateManifest = v.InferOutput<typeof UpdateManifestSchema>;
