/** What a mirror serves. Whatever comes, the only errors are `UpdateError`, and nothing unsigned is believed. */
import * as v from 'valibot';
import { signEnvelope, testSigner } from '../../tools/publish/sign.ts';
import { goodPayload } from '../../tools/publish/testing/forgeries.ts';
import { makeTestBundle, RELEASE_SIGNER } from '../../tools/publish/testing/mirror.ts';
import { brokenJson, brokenJsonText, brokenText, fuzz, pick } from '../base/testing/fuzz.ts';
import { BundleEnvelopeSchema } from '../knowledge/bundle.ts';
import { applyDelta, DeltaSchema, makeDelta, type RawBundle } from './delta.ts';
import { verifyEnvelope } from './dsse.ts';
import {
  MANIFEST_FILE,
  MANIFEST_TYPE,
  ROOT_FILE,
  RootMetadataSchema,
  UpdateManifestSchema,
} from './repository-format.ts';
import { parseUpdateJson, UpdateError } from './update-error.ts';

/** Runs it; only an `UpdateError` may come out. */
function onlyUpdateErrors<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof UpdateError) return undefined;
    throw error;
  }
}

const PAYLOAD = JSON.stringify({ version: 3 });
const ENVELOPE = JSON.parse(signEnvelope(MANIFEST_TYPE, PAYLOAD, [RELEASE_SIGNER, testSigner('second')]));
const signers = { keys: [RELEASE_SIGNER.publicKey, testSigner('second').publicKey], threshold: 2 };
fuzz('signed envelopes', {
  make: (random) => brokenJsonText(random, ENVELOPE),
  async check(text) {
    const opened = await verifyEnvelope(new TextEncoder().encode(text), {
      type: MANIFEST_TYPE,
      signers,
      where: 'manifest.json',
    }).catch((error: unknown) => {
      if (!(error instanceof UpdateError)) throw error;
    });
    if (opened !== undefined && opened !== PAYLOAD) throw new Error(`opened what was not signed: ${opened}`);
  },
});

const METADATA = [
  [UpdateManifestSchema, goodPayload(MANIFEST_FILE)],
  [RootMetadataSchema, goodPayload(ROOT_FILE)],
] as const;
fuzz<[(typeof METADATA)[number][0], string]>('manifests and roots', {
  make(random) {
    const [schema, good] = pick(random, METADATA);
    return [schema, brokenJsonText(random, good)];
  },
  check([schema, text]) {
    const parsed = onlyUpdateErrors(() => parseUpdateJson<v.GenericSchema>(schema, text, 'file'));
    for (const [name, value] of Object.entries(parsed ?? {}))
      if (name === 'expires' || name === 'published') new Date(value as number).toISOString();
  },
});

/** A set of three records: a larger one costs more time and holds no other shapes. */
function smallBundle(version: string): RawBundle {
  const bundle = JSON.parse(makeTestBundle(version)) as RawBundle;
  return { ...bundle, incidents: bundle.incidents.slice(0, 3) };
}
const before = smallBundle('2026-11-10-b');
const after = smallBundle('2026-11-20-c');
const DELTA = { ...makeDelta(before, after), remove: [before.incidents[0]?.id ?? 'a'], forget: ['pta'] };
fuzz('deltas', {
  make: (random) =>
    random() < 0.2
      ? brokenText(random, JSON.stringify(DELTA)).replace('"entities"', '"__proto__"')
      : brokenJsonText(random, DELTA),
  check(text) {
    const delta = onlyUpdateErrors(() => parseUpdateJson(DeltaSchema, text, 'delta'));
    if (delta) v.parse(BundleEnvelopeSchema, JSON.parse(applyDelta(before, delta)));
    if (Object.keys({}).length > 0 || 'polluted' in {}) throw new Error('a prototype was changed');
  },
});

fuzz('sets of records', {
  make: (random) => brokenJson(random, before),
  check(set) {
    const { success, output } = v.safeParse(BundleEnvelopeSchema, set);
    if (success && Number.isNaN(Date.parse(output.version.slice(0, 10))))
      throw new Error('a day that is none');
  },
});
