/** What is put on mirrors, made from the facts, the keys, and what lay there before. Signed and packed the same everywhere. */

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
import { type Signer, seal } from './sign.ts';

/** A root is signed by hand, once a year. */
export const ROOT_LASTS_MS = 400 * DAY_MS;
/** Long enough for a holiday, short enough that a held-back publication is found out. */
export const MANIFEST_LASTS_MS = 45 * DAY_MS;
/** Sets before the newest that a delta leads from. */
const DELTAS = 8;

/** Path on the mirror → bytes. */
export type Files = Map<string, Uint8Array>;

/** `root.json` that says who may sign from now on. `at`: epoch, ms. */
export function makeRoot(before: Files, release: RoleKeys, signers: readonly Signer[], at: number): Files {
  if (signers.length === 0) throw new Error('No root key to sign with');
  const old = payloadOf(before, ROOT_FILE, RootMetadataSchema);
  const root = v.parse(RootMetadataSchema, {
    version: (old?.version ?? 0) + 1,
    expires: textOf(at + ROOT_LASTS_MS),
    release,
  });
  const text = JSON.stringify({ ...root, expires: textOf(root.expires) });
  return new Map([[ROOT_FILE, Buffer.from(seal(ROOT_TYPE, text, signers))]]);
}

export interface Publication {
  /** Text of the set, as `data:build` makes it. */
  bundle: string;
  signers: readonly Signer[];
  /** Epoch, ms. */
  at: number;
}

/**
 * The manifest and all files that it names; whatever else lies in the folder is of no use any more.
 * @throws Error when devices would refuse it
 */
export function publish(before: Files, { bundle, signers, at }: Publication): Files {
  const root = payloadOf(before, ROOT_FILE, RootMetadataSchema);
  const old = payloadOf(before, MANIFEST_FILE, UpdateManifestSchema);
  if (!root) throw new Error(`There is no ${ROOT_FILE} yet: make one with --root`);
  checkSigners(root, signers, at);
  const set = readSet(bundle);
  if (old && dayOfVersion(set.version) < dayOfVersion(old.bundle.version))
    throw new Error(
      `The newest check of these facts is of ${dayOfVersion(set.version)}, that of the last publication of ` +
        `${dayOfVersion(old.bundle.version)}: devices refuse what is older. Hold some record against its sources again.`,
    );

  const files: Files = new Map();
  const text = Buffer.from(canonicalBundleText(set));
  const put = (name: string, bytes: Uint8Array): TargetFile => {
    const packed = gzipSync(bytes, { level: 9, mtime: 0 });
    files.set(`${RECORD_FORMAT}/${name}`, packed);
    return { path: name, size: packed.length, sha256: digestOf(packed), unpacked: bytes.length };
  };
  const full = put(fullName(set.version), text);
  const deltas = (old ? [old.bundle.version, ...old.deltas.map(({ from }) => from)] : [])
    .filter((from) => from !== set.version)
    .flatMap((from) => {
      const packed = before.get(`${RECORD_FORMAT}/${fullName(from)}`);
      return packed ? [{ from, packed }] : [];
    })
    .slice(0, DELTAS)
    .map(({ from, packed }) => {
      // The old sets stay for the deltas of publications to come.
      files.set(`${RECORD_FORMAT}/${fullName(from)}`, packed);
      const delta = makeDelta(readSet(Buffer.from(gunzipSync(packed)).toString()), set);
      return { from, ...put(`delta-${from}-to-${set.version}.bin`, Buffer.from(JSON.stringify(delta))) };
    });
  const manifest = {
    format: RECORD_FORMAT,
    version: (old?.version ?? 0) + 1,
    published: textOf(at),
    expires: textOf(at + MANIFEST_LASTS_MS),
    bundle: { version: set.version, sha256: digestOf(text) },
    full,
    deltas,
  } satisfies { [K in keyof UpdateManifest]: unknown };
  v.parse(UpdateManifestSchema, manifest);
  return files.set(MANIFEST_FILE, Buffer.from(seal(MANIFEST_TYPE, JSON.stringify(manifest), signers)));
}

function checkSigners({ release, expires }: RootMetadata, signers: readonly Signer[], at: number): void {
  const known = signers.filter(({ publicKey }) => release.keys.includes(publicKey)).length;
  if (known < signers.length || known < release.threshold)
    throw new Error(
      `${ROOT_FILE} names ${known} of the ${signers.length} release keys given, and asks for ${release.threshold}`,
    );
  if (expires < at + MANIFEST_LASTS_MS)
    throw new Error(
      `${ROOT_FILE} ends on ${textOf(expires)}, before this publication would: make another with --root`,
    );
}

/** In the order of fields that a device writes its records in, so that it comes to the same text from its own. */
function readSet(text: string): RawBundle {
  const { incidents, ...rest } = v.parse(BundleEnvelopeSchema, JSON.parse(text));
  return { ...rest, incidents: incidents.map((incident) => v.parse(IncidentSchema, incident)) };
}

/** What one of our own files says; the folder is trusted, devices are not asked to. */
function payloadOf<S extends v.GenericSchema>(
  files: Files,
  path: string,
  schema: S,
): v.InferOutput<S> | undefined {
  const bytes = files.get(path);
  if (!bytes) return undefined;
  const { payload } = v.parse(EnvelopeSchema, JSON.parse(Buffer.from(bytes).toString()));
  return v.parse(schema, JSON.parse(Buffer.from(payload, 'base64').toString()));
}

function fullName(version: string): string {
  return `full-${version}.bin`;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function textOf(time: number): string {
  return new Date(time).toISOString();
}
