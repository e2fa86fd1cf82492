import { DAY_MS, toIsoDay } from '../base/time.ts';
import { type Answer, type Ask, download, sha256 } from './download.ts';
import { openEnvelope } from './dsse.ts';
import {
  MANIFEST_FILE,
  MANIFEST_TYPE,
  type Manifest,
  ManifestSchema,
  ROOT_FILE,
  ROOT_TYPE,
  RootSchema,
  SIGNED_MAX_BYTES,
} from './repository-format.ts';
import type { Trust } from './trust-anchor.ts';
import type { Seen } from './trusted-metadata.ts';
import { parseJson, UpdateError } from './update-error.ts';

const encoder = new TextEncoder();

export interface Context {
  ask: Ask;
  /** The mirror's folder, with a slash at its end. */
  mirror: string;
  trust: Trust;
  now: () => number;
  /** What was accepted before. `save` keeps what is accepted now, whatever becomes of the rest. */
  seen: Seen;
  save(seen: Seen): Promise<void>;
  /** Whether the set of the manifest seen last is in use: then its files need not be named again. */
  settled: boolean;
}

/**
 * The newest publication of a mirror, if it can be relied upon; `undefined`: still the one that was seen last.
 *
 * A wrong clock stops updates, both ways, and is named. Ahead, everything seems to have ended, and a frozen mirror could not
 * be told from a good one: nothing is taken. Behind, what was held back could pass for current: nothing made "tomorrow" is
 * taken. A clock that is behind by less than a publication lasts, and a mirror frozen since then, nobody can see from here.
 * @throws UpdateError
 */
export async function newestPublication(
  context: Context,
): Promise<{ manifest: Manifest; root: number } | undefined> {
  const { ask, mirror, trust, now, save } = context;
  const answer = await download(ask, `${mirror}${ROOT_FILE}`, SIGNED_MAX_BYTES);
  const opened = await open(answer, ROOT_TYPE, trust, ROOT_FILE);
  const root = parseJson(RootSchema, opened.text, ROOT_FILE);
  const numbered = { version: root.version, digest: opened.digest };
  if (root.version < trust.rootVersion)
    throw new UpdateError('rolled-back', ROOT_FILE, `number ${root.version}, no longer good`);
  checkOrder(context.seen.root, numbered, ROOT_FILE);
  // A key that was taken back may have signed any number: what it said is forgotten, or it would lock out all others.
  const past = context.seen.manifest?.keys.every((key) => root.release.keys.includes(key));
  const seen: Seen = { root: numbered, manifest: past ? context.seen.manifest : null };
  await save(seen);
  checkDate(root.expires, now(), answer?.clock, ROOT_FILE);

  const held = context.settled ? seen.manifest : null;
  const etag = held?.etag?.mirror === mirror ? held.etag.value : undefined;
  const url = `${mirror}${MANIFEST_FILE}`;
  const found = await download(ask, url, SIGNED_MAX_BYTES, etag);
  if (!found) {
    if (held) checkDate(held.expires, now(), undefined, MANIFEST_FILE);
    return undefined;
  }
  const { text, digest } = await open(found, MANIFEST_TYPE, root.release, MANIFEST_FILE);
  const manifest = parseJson(ManifestSchema, text, MANIFEST_FILE);
  const { version, expires, bundle, published } = manifest;
  checkOrder(seen.manifest, { version, digest }, MANIFEST_FILE);
  if (published > now() + DAY_MS)
    throw new UpdateError(
      'clock-behind',
      MANIFEST_FILE,
      `made on ${textOf(published)}, which is yet to come here`,
    );
  if (Date.parse(bundle.version.slice(0, 10)) > published + DAY_MS)
    throw new UpdateError('malformed', MANIFEST_FILE, 'bundle.version: a day after its publication');
  checkDate(expires, now(), found.clock, MANIFEST_FILE);
  await save({
    ...seen,
    manifest: {
      version,
      digest,
      expires,
      bundle: bundle.version,
      keys: root.release.keys,
      etag: await etagOf(found, mirror),
    },
  });
  return { manifest, root: root.version };
}

async function open(
  answer: Answer | undefined,
  type: string,
  signers: Trust | Omit<Trust, 'rootVersion'>,
  where: string,
): Promise<{ text: string; digest: string }> {
  const text = await openEnvelope(answer?.bytes ?? new Uint8Array(), type, signers, where);
  return { text, digest: await sha256(encoder.encode(text)) };
}

/**
 * A mirror may give each of us a tag of their own, and know us by it ever after. So only a tag that says nothing but the
 * file's digest is kept; from all others the whole file is asked again, which is a kilobyte.
 */
async function etagOf(
  { bytes, etag }: Answer,
  mirror: string,
): Promise<{ mirror: string; value: string } | null> {
  const value = `"${await sha256(bytes)}"`;
  return etag === value || etag === `W/${value}` ? { mirror, value } : null;
}

type Numbered = { version: number; digest: string };

function checkOrder(seen: Numbered | null, found: Numbered, where: string): void {
  if (!seen || found.version > seen.version) return;
  if (found.version < seen.version)
    throw new UpdateError(
      'rolled-back',
      where,
      `number ${found.version}, yet ${seen.version} was seen before`,
    );
  if (found.digest !== seen.digest)
    throw new UpdateError('rolled-back', where, `another number ${found.version} was seen before`);
}

/** `clock`: what the mirror says of the time. Believed or not, nothing is taken; it only names the likelier fault. */
function checkDate(expires: number, now: number, clock: number | undefined, where: string): void {
  if (now < expires) return;
  const ahead = clock !== undefined && clock < expires && now - clock > DAY_MS;
  throw ahead
    ? new UpdateError(
        'clock-ahead',
        where,
        `ended on ${textOf(expires)} here, and has not by the mirror's clock`,
      )
    : new UpdateError('expired', where, `ended on ${textOf(expires)}`);
}

function textOf(time: number): string {
  return toIsoDay(time);
}
