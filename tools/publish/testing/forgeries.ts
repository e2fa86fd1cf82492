/** Parts of attacks: good, forged and broken publications, and mirrors that misbehave. */
import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'fflate';
import { RECORD_FORMAT } from '../../../src/knowledge/bundle.ts';
import {
  MANIFEST_FILE,
  MANIFEST_TYPE,
  ROOT_FILE,
  ROOT_TYPE,
} from '../../../src/updates/repository-format.ts';
import type { MirrorFiles } from '../publication.ts';
import { type Signer, signEnvelope, testSigner } from '../sign.ts';
import { makeTestBundle, RELEASE_SIGNER, serveStaticFiles, TestPublisher } from './mirror.ts';

export const INSTALLED_VERSION = '2026-11-10-b';
export const NEW_VERSION = '2026-11-20-c';

/** A release key until root 2 revoked it. */
export const REVOKED_KEY = testSigner('stolen');
export const UNKNOWN_KEY = testSigner('stranger');

const publisher = new TestPublisher()
  .addRoot('2026-11-01', { release: [REVOKED_KEY] })
  .addPublication('2026-11-05', makeTestBundle('2026-11-05-a'), [REVOKED_KEY]);
export const revokedRootPublication = publisher
  .addPublication('2026-11-20', makeTestBundle('2026-11-20-lies'), [REVOKED_KEY])
  .copyFiles();
publisher.files.delete(MANIFEST_FILE);
publisher.addRoot('2026-11-06').addPublication('2026-11-07', makeTestBundle('2026-11-07-a'));
export const olderPublication = publisher
  .addPublication('2026-11-08', makeTestBundle('2026-11-08-a'))
  .copyFiles();
/** The publication that the device has already. */
export const installedPublication = publisher
  .addPublication('2026-11-10', makeTestBundle(INSTALLED_VERSION))
  .copyFiles();
/** The publication that a good mirror offers next. */
export const goodPublication = publisher
  .addPublication('2026-11-20', makeTestBundle(NEW_VERSION))
  .copyFiles();
/** A later one: its numbers are above those of all attacks, which the true keys have signed too. */
export const nextPublication = publisher
  .addRoot('2026-11-20')
  .addRoot('2026-11-20')
  .addPublication('2026-11-20', makeTestBundle(NEW_VERSION))
  .copyFiles();

export const FULL_PATH = `${RECORD_FORMAT}/full-${NEW_VERSION}.bin`;
const DELTA_PATH = `${RECORD_FORMAT}/delta-${INSTALLED_VERSION}-to-${NEW_VERSION}.bin`;
export const fullBytes = requireBytes(goodPublication, FULL_PATH);

export function requireBytes(files: MirrorFiles, path: string): Buffer {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no ${path}`);
  return Buffer.from(bytes);
}
export function goodPayload(path: string): object {
  const { payload } = JSON.parse(requireBytes(goodPublication, path).toString()) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as object;
}
/** The good publication with some files changed, and without the delta, so that devices ask for the full set. */
export function publicationWith(changes: Record<string, Uint8Array | string>): MirrorFiles {
  const files = new Map(goodPublication);
  files.delete(DELTA_PATH);
  for (const [path, bytes] of Object.entries(changes)) files.set(path, Buffer.from(bytes));
  return files;
}
/** The good manifest with some fields changed, signed by any signers. `signedRoot` does the same for the root. */
export const signedManifest = (changes: object, signers: readonly Signer[] = [RELEASE_SIGNER]): string =>
  signEnvelope(MANIFEST_TYPE, JSON.stringify({ ...goodPayload(MANIFEST_FILE), ...changes }), signers);
export const signedRoot = (changes: object, signers: readonly Signer[]): string =>
  signEnvelope(ROOT_TYPE, JSON.stringify({ ...goodPayload(ROOT_FILE), ...changes }), signers);
/** An envelope whose payload was changed after it was signed. */
export function forgedEnvelope(path: string, changes: object): string {
  const payload = Buffer.from(JSON.stringify({ ...goodPayload(path), ...changes })).toString('base64');
  return JSON.stringify({
    ...(JSON.parse(requireBytes(goodPublication, path).toString()) as object),
    payload,
  });
}
/** A publication of any text, signed correctly: by a stolen key, or by mistake. */
export function publicationOfText(text: string, unpacked = text.length): MirrorFiles {
  const packed = gzipSync(Buffer.from(text));
  const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
  const file = { path: `full-${NEW_VERSION}.bin`, size: packed.length, sha256: sha256Hex(packed), unpacked };
  const changes = { full: file, deltas: [], bundle: { version: NEW_VERSION, sha256: sha256Hex(text) } };
  return publicationWith({ [FULL_PATH]: packed, [MANIFEST_FILE]: signedManifest(changes) });
}
/** The good mirror, except for one path. */
export function replacingPath(path: string, listener: RequestListener): RequestListener {
  const rest = serveStaticFiles(publicationWith({}));
  return (request, response) => (request.url?.endsWith(`/${path}`) ? listener : rest)(request, response);
}
/** The same bytes in base64 whose last letter has a bit more, which no byte uses. */
export function respelled(base64: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const at = base64.indexOf('=') - 1;
  return `${base64.slice(0, at)}${letters[letters.indexOf(base64.charAt(at)) + 1]}${base64.slice(at + 1)}`;
}
/** An endless body without a length. */
export const endlessResponse: RequestListener = (_request, response) => {
  response.writeHead(200);
  const writeMore = (): void => {
    while (response.write(Buffer.alloc(65_536)));
    response.once('drain', writeMore);
  };
  writeMore();
};
/** A byte every 20 ms. */
export const drippingResponse: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': 5_000 });
  const timer = setInterval(() => response.write('{'), 20);
  response.once('close', () => clearInterval(timer));
};
export const blockPageResponse: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('<html><body>This page is not available in your country.</body></html>');
};
export const statusResponse =
  (code: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(code).end();
