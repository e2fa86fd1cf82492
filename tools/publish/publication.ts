/** Makes the files of a mirror from the records, the keys and the earlier files. The same input gives the same bytes. */

import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'fflate';
import * as v from 'valibot';
import { DAY_MS } from '../../src/base/time.ts';
import { BundleEnvelopeSchema, dayOfVersion, RECORD_FORMAT } from '../../src/knowledge/bundle.ts';
import { IncidentSchema } from '../../src/knowledge/incident.ts';
import { canonicalBundleText, makeDelta, type RawBundle } from '../../src/updates/delta.ts';
import {
  EnvelopeSchema,
  MANIFEST_FILE,
  MANIFEST_TYPE,
  ROOT_FILE,
  ROOT_TYPE,
  type RoleKeys,
  type RootMetadata,
  RootMetadataSchema,
  type TargetFile,
  type UpdateManifest,
  UpdateManifestSchema,
} from '../../src/updates/repository-format.ts';
import { type Signer, signEnvelope } from './sign.ts';

/** A person signs a root by hand, once a year. */
const ROOT_LIFETIME_MS = 400 * DAY_MS;
/** Long enough for a holiday, short enough that devices notice a mirror that holds back newer publications. */
const MANIFEST_LIFETIME_MS = 45 * DAY_MS;
/** Number of earlier sets that deltas begin at. */
const MAX_DELTAS = 8;

/** Path on the mirror → bytes. */
export type MirrorFiles = Map<string, Uint8Array>;

/** A new `root.json`, which says who may sign from now on. `at`: Unix epoch, ms. */
export function makeRoot(
  before: MirrorFiles,
  release: RoleKeys,
  signers: readonly Signer[],
  at: number,
): MirrorFiles {
  if (signers.length === 0) throw new Error('No root key to sign with');
  const old = readPayload(before, ROOT_FILE, RootMetadataSchema);
  const root = v.parse(RootMetadataSchema, {
    version: (old?.version ?? 0) + 1,
    expires: toIsoTimestamp(at + ROOT_LIFETIME_MS),
    release,
  });
  const text = JSON.stringify({ ...root, expires: toIsoTimestamp(root.expires) });
  return new Map([[ROOT_FILE, Buffer.from(signEnvelope(ROOT_TYPE, text, signers))]]);
}

export interface PublicationInput {
  /** JSON text of the set, as `data:build` makes it. */
  bundle: string;
  signers: readonly Signer[];
  /** Unix epoch, ms. */
  at: number;
}

/**
 * The manifest, the files that it names, and the sets that later deltas need. The folder needs no other files.
 * @throws Error when devices would refuse the publication
 */
export function buildPublication(
  before: MirrorFiles,
  { bundle, signers, at }: PublicationInput,
): MirrorFiles {
  const root = readPayload(before, ROOT_FILE, RootMetadataSchema);
  const old = readPayload(before, MANIFEST_FILE, UpdateManifestSchema);
  if (!root) throw new Error(`There is no ${ROOT_FILE} yet: make one with --root`);
  requireRoleKeys(root, signers, at);
  const set = parseBundle(bundle);
  if (old && dayOfVersion(set.version) < dayOfVersion(old.bundle.version))
    throw new Error(
      `The newest check of these facts is of ${dayOfVersion(set.version)}, that of the last publication of ` +
        `${dayOfVersion(old.bundle.version)}: devices refuse what is older. Hold some record against its sources again.`,
    );

  const files: MirrorFiles = new Map();
  const text = Buffer.from(canonicalBundleText(set));
  const addFile = (name: string, bytes: Uint8Array): TargetFile => {
    const packed = gzipSync(bytes, { level: 9, mtime: 0 });
    files.set(`${RECORD_FORMAT}/${name}`, packed);
    return { path: name, size: packed.length, sha256: sha256Hex(packed), unpacked: bytes.length };
  };
  const full = addFile(fullFileName(set.version), text);
  const deltas = (old ? [old.bundle.version, ...old.deltas.map(({ from }) => from)] : [])
    .filter((from) => from !== set.version)
    .flatMap((from) => {
      const packed = before.get(`${RECORD_FORMAT}/${fullFileName(from)}`);
      return packed ? [{ from, packed }] : [];
    })
    .slice(0, MAX_DELTAS)
    .map(({ from, packed }) => {
      // The next publication makes its deltas from the old sets.
      files.set(`${RECORD_FORMAT}/${fullFileName(from)}`, packed);
      const delta = makeDelta(parseBundle(Buffer.from(gunzipSync(packed)).toString()), set);
      return { from, ...addFile(`delta-${from}-to-${set.version}.bin`, Buffer.from(JSON.stringify(delta))) };
    });
  const manifest = {
    format: RECORD_FORMAT,
    version: (old?.version ?? 0) + 1,
    published: toIsoTimestamp(at),
    expires: toIsoTimestamp(at + MANIFEST_LIFETIME_MS),
    bundle: { version: set.version, sha256: sha256Hex(text) },
    full,
    deltas,
  } satisfies { [K in keyof UpdateManifest]: unknown };
  v.parse(UpdateManifestSchema, manifest);
  return files.set(
    MANIFEST_FILE,
    Buffer.from(signEnvelope(MANIFEST_TYPE, JSON.stringify(manifest), signers)),
  );
}

function requireRoleKeys({ release, expires }: RootMetadata, signers: readonly Signer[], at: number): void {
  const known = signers.filter(({ publicKey }) => release.keys.includes(publicKey)).length;
  if (known < signers.length || known < release.threshold)
    throw new Error(
      `${ROOT_FILE} names ${known} of the ${signers.length} release keys given, and asks for ${release.threshold}`,
    );
  if (expires < at + MANIFEST_LIFETIME_MS)
    throw new Error(
      `${ROOT_FILE} ends on ${toIsoTimestamp(expires)}, before this publication would: make another with --root`,
    );
}

/** Orders the fields as a device does when it parses a record, so that both get the same canonical text. */
function parseBundle(text: string): RawBundle {
  const { incidents, ...rest } = v.parse(BundleEnvelopeSchema, JSON.parse(text));
  return { ...rest, incidents: incidents.map((incident) => v.parse(IncidentSchema, incident)) };
}

/** The payload of an envelope in the publisher's own folder, which is trusted: signatures are not verified. */
function readPayload<S extends v.GenericSchema>(
  files: MirrorFiles,
  path: string,
  schema: S,
): v.InferOutput<S> | undefined {
  const bytes = files.get(path);
  if (!bytes) return undefined;
  const { payload } = v.parse(EnvelopeSchema, JSON.parse(Buffer.from(bytes).toString()));
  return v.parse(schema, JSON.parse(Buffer.from(payload, 'base64').toString()));
}

function fullFileName(version: string): string {
  return `full-${version}.bin`;
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function toIsoTimestamp(time: number): string {
  return new Date(time).toISOString();
}
