/** What attacks are made of: true publications, forged and broken ones, and mirrors that behave badly. */
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
import { Publisher, RELEASE, set, staticFiles } from './mirror.ts';

export const HAD = '2026-11-10-b';
export const NEXT = '2026-11-20-c';

/** Signed until root 2 took it back. */
export const STOLEN = testSigner('stolen');
export const STRANGER = testSigner('stranger');

const publisher = new Publisher()
  .root('2026-11-01', [STOLEN])
  .publish('2026-11-05', set('2026-11-05-a'), [STOLEN]);
export const underRootOne = publisher.publish('2026-11-20', set('2026-11-20-lies'), [STOLEN]).copy();
publisher.files.delete(MANIFEST_FILE);
publisher.root('2026-11-06', [RELEASE]).publish('2026-11-07', set('2026-11-07-a'));
export const older = publisher.publish('2026-11-08', set('2026-11-08-a')).copy();
/** What the device has already. */
export const had = publisher.publish('2026-11-10', set(HAD)).copy();
/** What a good mirror has for it. */
export const good = publisher.publish('2026-11-20', set(NEXT)).copy();
/** What a good mirror has a little later: numbers above those that true keys have been made to sign here. */
export const next = publisher.root('2026-11-20').root('2026-11-20').publish('2026-11-20', set(NEXT)).copy();

export const FULL = `${RECORD_FORMAT}/full-${NEXT}.bin`;
const DELTA = `${RECORD_FORMAT}/delta-${HAD}-to-${NEXT}.bin`;
export const full = bytesOf(good, FULL);

export function bytesOf(files: MirrorFiles, path: string): Buffer {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no ${path}`);
  return Buffer.from(bytes);
}
export function payloadOf(path: string): object {
  const { payload } = JSON.parse(bytesOf(good, path).toString()) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as object;
}
/** The good publication with some files changed; without the delta, so that the full set is asked for. */
export function but(changes: Record<string, Uint8Array | string>): MirrorFiles {
  const files = new Map(good);
  files.delete(DELTA);
  for (const [path, bytes] of Object.entries(changes)) files.set(path, Buffer.from(bytes));
  return files;
}
/** The good manifest, or root, with some fields changed, and signed by whom one likes. */
export const manifest = (changes: object, signers: readonly Signer[] = [RELEASE]): string =>
  signEnvelope(MANIFEST_TYPE, JSON.stringify({ ...payloadOf(MANIFEST_FILE), ...changes }), signers);
export const root = (changes: object, signers: readonly Signer[]): string =>
  signEnvelope(ROOT_TYPE, JSON.stringify({ ...payloadOf(ROOT_FILE), ...changes }), signers);
/** An envelope whose payload is another than the one that was signed. */
export function forged(path: string, changes: object): string {
  const payload = Buffer.from(JSON.stringify({ ...payloadOf(path), ...changes })).toString('base64');
  return JSON.stringify({ ...(JSON.parse(bytesOf(good, path).toString()) as object), payload });
}
/** A set that is signed as it should be, whatever stands in it: the work of a stolen key, or of a bad day. */
export function signedSet(text: string, unpacked = text.length): MirrorFiles {
  const packed = gzipSync(Buffer.from(text));
  const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
  const file = { path: `full-${NEXT}.bin`, size: packed.length, sha256: digest(packed), unpacked };
  const changes = { full: file, deltas: [], bundle: { version: NEXT, sha256: digest(text) } };
  return but({ [FULL]: packed, [MANIFEST_FILE]: manifest(changes) });
}
/** The good mirror, but for one path. */
export function except(path: string, answer: RequestListener): RequestListener {
  const rest = staticFiles(but({}));
  return (request, response) => (request.url?.endsWith(`/${path}`) ? answer : rest)(request, response);
}
/** Bytes without end and without saying so. */
export const endless: RequestListener = (_request, response) => {
  response.writeHead(200);
  const pour = (): void => {
    while (response.write(Buffer.alloc(65_536)));
    response.once('drain', pour);
  };
  pour();
};
/** A byte now and then. */
export const drip: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': 5_000 });
  const timer = setInterval(() => response.write('{'), 20);
  response.once('close', () => clearInterval(timer));
};
export const blockPage: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('<html><body>This page is not available in your country.</body></html>');
};
export const status =
  (code: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(code).end();
