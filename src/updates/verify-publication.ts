import { DAY_MS, toIsoDay } from '../base/time.ts';
import { type DownloadContext, type DownloadedFile, downloadFile, sha256Hex } from './download.ts';
import { verifyEnvelope } from './dsse.ts';
import {
  MANIFEST_FILE,
  MANIFEST_TYPE,
  METADATA_MAX_BYTES,
  ROOT_FILE,
  ROOT_TYPE,
  RootMetadataSchema,
  type UpdateManifest,
  UpdateManifestSchema,
} from './repository-format.ts';
import type { TrustAnchor } from './trust-anchor.ts';
import type { TrustedMetadata } from './trusted-metadata.ts';
import { parseUpdateJson, UpdateError } from './update-error.ts';

const encoder = new TextEncoder();

export interface VerificationContext {
  downloadContext: DownloadContext;
  /** The mirror's folder, with a slash at its end. */
  mirror: string;
  trustAnchor: TrustAnchor;
  now: () => number;
  /** What was accepted before. `save` keeps what is accepted now, whatever becomes of the rest. */
  trusted: TrustedMetadata;
  saveTrusted(seen: TrustedMetadata): Promise<void>;
  /** Whether the set of the manifest seen last is in use: then its files need not be named again. */
  isBundleActive: boolean;
}

/**
 * The newest publication of a mirror, if it can be relied upon; `undefined`: still the one that was seen last.
 *
 * A wrong clock stops updates, both ways, and is named. Ahead, everything seems to have ended, and a frozen mirror could not
 * be told from a good one: nothing is taken. Behind, what was held back could pass for current: nothing made "tomorrow" is
 * taken. A clock that is behind by less than a publication lasts, and a mirror frozen since then, nobody can see from here.
 * @throws UpdateError
 */
export async function verifyNewestPublication(
  context: VerificationContext,
): Promise<{ manifest: UpdateManifest; root: number } | undefined> {
  const { downloadContext: ask, mirror, trustAnchor: trust, now, saveTrusted: save } = context;
  const answer = await downloadFile(ask, `${mirror}${ROOT_FILE}`, METADATA_MAX_BYTES);
  const verifiedRoot = await verifyMetadata(answer, ROOT_TYPE, trust, ROOT_FILE);
  const root = parseUpdateJson(RootMetadataSchema, verifiedRoot.text, ROOT_FILE);
  const rootDigest = { version: root.version, digest: verifiedRoot.digest };
  if (root.version < trust.minRootVersion)
    throw new UpdateError('rolled-back', ROOT_FILE, `number ${root.version}, no longer good`);
  rejectRollback(context.trusted.root, rootDigest, ROOT_FILE);
  // A key that was taken back may have signed any number: what it said is forgotten, or it would lock out all others.
  const isKeyStillTrusted = context.trusted.manifest?.keys.every((key) => root.release.keys.includes(key));
  const trusted: TrustedMetadata = {
    root: rootDigest,
    manifest: isKeyStillTrusted ? context.trusted.manifest : null,
  };
  await save(trusted);
  rejectExpired(root.expires, now(), answer?.clock, ROOT_FILE);

  const activeManifest = context.isBundleActive ? trusted.manifest : null;
  const etag = activeManifest?.etag?.mirror === mirror ? activeManifest.etag.value : undefined;
  const url = `${mirror}${MANIFEST_FILE}`;
  const found = await downloadFile(ask, url, METADATA_MAX_BYTES, etag);
  if (!found) {
    if (activeManifest) rejectExpired(activeManifest.expires, now(), undefined, MANIFEST_FILE);
    return undefined;
  }
  const { text, digest } = await verifyMetadata(found, MANIFEST_TYPE, root.release, MANIFEST_FILE);
  const manifest = parseUpdateJson(UpdateManifestSchema, text, MANIFEST_FILE);
  const { version, expires, bundle, published } = manifest;
  rejectRollback(trusted.manifest, { version, digest }, MANIFEST_FILE);
  if (published > now() + DAY_MS)
    throw new UpdateError(
      'clock-behind',
      MANIFEST_FILE,
      `made on ${isoDayOfMs(published)}, which is yet to come here`,
    );
  if (Date.parse(bundle.version.slice(0, 10)) > published + DAY_MS)
    throw new UpdateError('malformed', MANIFEST_FILE, 'bundle.version: a day after its publication');
  rejectExpired(expires, now(), found.clock, MANIFEST_FILE);
  await save({
    ...trusted,
    manifest: {
      version,
      digest,
      expires,
      bundle: bundle.version,
      keys: root.release.keys,
      etag: await anonymousEtag(found, mirror),
    },
  });
  return { manifest, root: root.version };
}

async function verifyMetadata(
  answer: DownloadedFile | undefined,
  type: string,
  signers: TrustAnchor | Omit<TrustAnchor, 'minRootVersion'>,
  where: string,
): Promise<{ text: string; digest: string }> {
  const text = await verifyEnvelope(answer?.bytes ?? new Uint8Array(), type, signers, where);
  return { text, digest: await sha256Hex(encoder.encode(text)) };
}

/**
 * A mirror may give each of us a tag of their own, and know us by it ever after. So only a tag that says nothing but the
 * file's digest is kept; from all others the whole file is asked again, which is a kilobyte.
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

/** `clock`: what the mirror says of the time. Believed or not, nothing is taken; it only names the likelier fault. */
function rejectExpired(expires: number, now: number, clock: number | undefined, where: string): void {
  if (now < expires) return;
  const ahead = clock !== undefined && clock < expires && now - clock > DAY_MS;
  throw ahead
    ? new UpdateError(
        'clock-ahead',
        where,
        `ended on ${isoDayOfMs(expires)} here, and has not by the mirror's clock`,
      )
    : new UpdateError('expired', where, `ended on ${isoDayOfMs(expires)}`);
}

function isoDayOfMs(time: number): string {
  return toIsoDay(time);
}
