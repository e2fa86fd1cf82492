import { DAY_MS, toIsoDay } from '../base/time.ts';
import { type DownloadContext, type DownloadedFile, downloadFile, sha256Hex } from './download.ts';
import { verifyEnvelope } from './dsse.ts';
import {
  MANIFEST_FILE,
  MANIFEST_TYPE,
  METADATA_MAX_BYTES,
  ROOT_FILE,
  ROOT_TYPE,
  type RoleKeys,
  type RootMetadata,
  RootMetadataSchema,
  type UpdateManifest,
  UpdateManifestSchema,
} from './repository-format.ts';
import type { TrustAnchor } from './trust-anchor.ts';
import type { TrustedMetadata } from './trusted-metadata.ts';
import { parseUpdateJson, UpdateError } from './update-error.ts';

const encoder = new TextEncoder();

/** One mirror, and what a check needs to ask it. */
export interface MirrorSession {
  download: DownloadContext;
  /** The mirror's folder, with a slash at its end. */
  mirror: string;
  /** Unix epoch, ms. */
  now: () => number;
}

/** A root that the trust anchor vouches for. It may have expired: `verifyManifest` refuses it then. */
export interface VerifiedRoot {
  metadata: RootMetadata;
  /** What this device accepts from now on; the caller stores it, whatever becomes of the manifest. */
  trusted: TrustedMetadata;
  /** The mirror's clock, Unix epoch in ms, if it sent one. */
  clock: number | undefined;
}

export interface VerifiedManifest {
  manifest: UpdateManifest;
  /** As in `VerifiedRoot`. */
  trusted: TrustedMetadata;
}

/**
 * The root of a mirror: which release keys may sign.
 * @throws UpdateError of `downloadFile`, malformed · bad-signature · rolled-back
 */
export async function verifyRoot(
  { download, mirror }: MirrorSession,
  trustAnchor: TrustAnchor,
  previous: TrustedMetadata,
): Promise<VerifiedRoot> {
  const answer = await downloadFile(download, { url: `${mirror}${ROOT_FILE}`, maxBytes: METADATA_MAX_BYTES });
  const { text, digest } = await verifyMetadata(answer, ROOT_TYPE, trustAnchor, ROOT_FILE);
  const metadata = parseUpdateJson(RootMetadataSchema, text, ROOT_FILE);
  const { version, release } = metadata;
  if (version < trustAnchor.minRootVersion)
    throw new UpdateError('rolled-back', ROOT_FILE, `number ${version}, no longer good`);
  rejectRollback(previous.root, { version, digest }, ROOT_FILE);
  // A revoked key may have signed any number. Forget its manifest (TUF: fast-forward attack), or no true one is ever newer.
  const areKeysStillTrusted = previous.manifest?.keys.every((key) => release.keys.includes(key));
  return {
    metadata,
    trusted: { root: { version, digest }, manifest: areKeysStillTrusted ? previous.manifest : null },
    clock: answer?.clock,
  };
}

/**
 * The newest manifest of a mirror; `undefined` if it is still the one whose set is active.
 *
 * A wrong clock stops updates, in both directions, and the error names it. With a clock that is ahead, everything seems to
 * have expired, and a frozen mirror looks like a good one: nothing is accepted. With a clock that is behind, an old
 * publication could pass for a current one: nothing published "tomorrow" is accepted. This check cannot detect a clock that is
 * behind by less than the lifetime of a publication together with a mirror that has been frozen since then.
 * @throws UpdateError of `downloadFile`, malformed · bad-signature · rolled-back · expired · clock-ahead · clock-behind
 */
export async function verifyManifest(
  { download, mirror, now }: MirrorSession,
  { metadata: root, trusted, clock }: VerifiedRoot,
  activeVersion: string | undefined,
): Promise<VerifiedManifest | undefined> {
  rejectExpired({ expires: root.expires, now: now(), clock, where: ROOT_FILE });
  const isActive = trusted.manifest !== null && trusted.manifest.bundle === activeVersion;
  const active = isActive ? trusted.manifest : null;
  const found = await downloadFile(download, {
    url: `${mirror}${MANIFEST_FILE}`,
    maxBytes: METADATA_MAX_BYTES,
    etag: active?.etag?.mirror === mirror ? active.etag.value : undefined,
  });
  if (!found) {
    if (active) rejectExpired({ expires: active.expires, now: now(), where: MANIFEST_FILE });
    return undefined;
  }
  const { text, digest } = await verifyMetadata(found, MANIFEST_TYPE, root.release, MANIFEST_FILE);
  const manifest = parseUpdateJson(UpdateManifestSchema, text, MANIFEST_FILE);
  const { version, expires, bundle } = manifest;
  rejectRollback(trusted.manifest, { version, digest }, MANIFEST_FILE);
  rejectFuture(manifest, now());
  rejectExpired({ expires, now: now(), clock: found.clock, where: MANIFEST_FILE });
  const { keys } = root.release;
  const etag = await anonymousEtag(found, mirror);
  return {
    manifest,
    trusted: { ...trusted, manifest: { version, digest, expires, bundle: bundle.version, keys, etag } },
  };
}

async function verifyMetadata(
  answer: DownloadedFile | undefined,
  type: string,
  signers: RoleKeys,
  where: string,
): Promise<{ text: string; digest: string }> {
  const text = await verifyEnvelope(answer?.bytes ?? new Uint8Array(), { type, signers, where });
  return { text, digest: await sha256Hex(encoder.encode(text)) };
}

/**
 * A mirror could give each device a tag of its own and recognize it later. So a tag is stored only if it is the digest of the
 * file; with any other tag the next check downloads the whole manifest again, about a kilobyte.
 */
async function anonymousEtag(
  { bytes, etag }: DownloadedFile,
  mirror: string,
): Promise<{ mirror: string; value: string } | null> {
  const value = `"${await sha256Hex(bytes)}"`;
  return etag === value || etag === `W/${value}` ? { mirror, value } : null;
}

type VersionedDigest = { version: number; digest: string };

function rejectRollback(trusted: VersionedDigest | null, found: VersionedDigest, where: string): void {
  if (!trusted || found.version > trusted.version) return;
  if (found.version < trusted.version)
    throw new UpdateError(
      'rolled-back',
      where,
      `number ${found.version}, yet ${trusted.version} was seen before`,
    );
  if (found.digest !== trusted.digest)
    throw new UpdateError('rolled-back', where, `another number ${found.version} was seen before`);
}

/** A day of tolerance, for clocks and time zones. */
function rejectFuture({ published, bundle }: UpdateManifest, now: number): void {
  if (published > now + DAY_MS)
    throw new UpdateError(
      'clock-behind',
      MANIFEST_FILE,
      `made on ${toIsoDay(published)}, which is yet to come here`,
    );
  if (Date.parse(bundle.version.slice(0, 10)) > published + DAY_MS)
    throw new UpdateError('malformed', MANIFEST_FILE, 'bundle.version: a day after its publication');
}

interface Expiry {
  expires: number;
  now: number;
  /** The mirror's clock. It only decides which error names the likelier fault: an expired file is refused either way. */
  clock?: number | undefined;
  where: string;
}

function rejectExpired({ expires, now, clock, where }: Expiry): void {
  if (now < expires) return;
  const day = toIsoDay(expires);
  throw clock !== undefined && clock < expires && now - clock > DAY_MS
    ? new UpdateError('clock-ahead', where, `ended on ${day} here, and has not by the mirror's clock`)
    : new UpdateError('expired', where, `ended on ${day}`);
}
