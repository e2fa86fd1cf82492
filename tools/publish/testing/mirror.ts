/** Shared by tests of updates: publications, mirrors on loopback that serve them, and a device that asks these. */
import 'fake-indexeddb/auto';
import type { RequestListener } from 'node:http';
import { afterEach, expect } from 'vitest';
import { startLoopbackServer } from '../../../src/base/testing/loopback-server.ts';
import { ACTIVE_GENERATION_KEY } from '../../../src/knowledge/active-generation.ts';
import { importBundle } from '../../../src/knowledge/import-bundle.ts';
import type { Incident } from '../../../src/knowledge/incident.ts';
import { countryHistory, entityName } from '../../../src/knowledge/lookup.ts';
import { makeBundleText, makeIncident } from '../../../src/knowledge/testing/fixtures.ts';
import { type Database, openDatabase } from '../../../src/storage/database.ts';
import type { TrustAnchor } from '../../../src/updates/trust-anchor.ts';
import { UpdateClient, type UpdateClientDeps } from '../../../src/updates/update-client.ts';
import { buildPublication, type MirrorFiles, makeRoot } from '../publication.ts';
import { type Signer, testSigner } from '../sign.ts';

export const parseDay = (text: string): number => Date.parse(text);

export const ROOT_SIGNER = testSigner('root');
export const RELEASE_SIGNER = testSigner('release');
export const TEST_TRUST_ANCHOR: TrustAnchor = {
  keys: [ROOT_SIGNER.publicKey],
  threshold: 1,
  minRootVersion: 1,
};
const RECORDS_PER_SET = 80;

/** A set in which all records but the last ten carry its version, so that a mix of two sets shows. The ten are the same in all sets. */
export function makeTestBundle(version: string, more: Incident[] = []): string {
  const incidents = Array.from({ length: RECORDS_PER_SET }, (_, i) =>
    makeIncident({ id: `pk-x-${i}`, ...(i < RECORDS_PER_SET - 10 && { regions: [version] }) }),
  );
  return makeBundleText(version, [...incidents, ...more], {
    pta: { name: version },
    [`of-${version}`]: { name: 'Its own' },
  });
}

/** Adds roots and publications, each with its date, to one folder. */
export class TestPublisher {
  files: MirrorFiles = new Map();

  addRoot(
    date: string,
    {
      release = [RELEASE_SIGNER],
      signers = [ROOT_SIGNER],
      threshold = 1,
    }: { release?: readonly Signer[]; signers?: readonly Signer[]; threshold?: number } = {},
  ): this {
    const keys = release.map(({ publicKey }) => publicKey);
    for (const [path, bytes] of makeRoot(this.files, { keys, threshold }, signers, parseDay(date)))
      this.files.set(path, bytes);
    return this;
  }

  addPublication(date: string, text: string, signers: readonly Signer[] = [RELEASE_SIGNER]): this {
    const root = this.files.get('root.json');
    const made = buildPublication(this.files, { bundle: text, signers, at: parseDay(date) });
    this.files = root ? new Map([['root.json', root], ...made]) : made;
    return this;
  }

  /** A copy of the folder as it is now. */
  copyFiles(): MirrorFiles {
    return new Map(this.files);
  }
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanups.splice(0).reverse()) await close();
});

export async function serveMirror(listener: RequestListener): Promise<string> {
  const server = await startLoopbackServer(listener);
  cleanups.push(server.close);
  return `${server.base}/facts`;
}

export interface RecordedRequest {
  path: string;
  headers: Record<string, unknown>;
}

/** Answers like a static file server, and records each request in `asked`. */
export function serveStaticFiles(
  files: MirrorFiles,
  asked: RecordedRequest[] = [],
  etagOf?: (bytes: Uint8Array) => string,
): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').replace(/^\/facts\//, '');
    asked.push({ path, headers: request.headers });
    // The date would come from the machine's clock, which is not the test's.
    response.sendDate = false;
    const bytes = files.get(path);
    const etag = bytes && etagOf?.(bytes);
    if (etag) response.setHeader('ETag', etag);
    if (!bytes) response.writeHead(404).end();
    else if (etag && request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
  };
}

let databases = 0;

/** A device with the set that came with its extension. */
export async function installDevice(bundled: string, overrides: Partial<UpdateClientDeps> = {}) {
  const name = `updates-${databases++}`;
  const db = await openDatabase(name);
  cleanups.push(() => db.close());
  await importBundle(db, bundled);
  const clock = { now: parseDay('2026-11-01') };
  const places: { mirrors: string[] } = { mirrors: [] };
  const tools: UpdateClientDeps = {
    db: async () => db,
    fetch: (url, init) => fetch(url, init),
    now: () => clock.now,
    random: () => 0.5,
    mirrors: async () => places.mirrors,
    isNetworkAllowed: async () => true,
    trustAnchor: TEST_TRUST_ANCHOR,
    deadlineMs: 20_000,
    ...overrides,
  };
  return { name, db, clock, places, tools, updates: new UpdateClient(tools) };
}

/** All that readers can see: the records of each set, the name of an office, and the active generation. */
export async function readDeviceState(db: Database) {
  const counts: Record<string, number> = {};
  for (const { regions } of await countryHistory(db, 'PK'))
    counts[regions[0] ?? 'any'] = (counts[regions[0] ?? 'any'] ?? 0) + 1;
  return { counts, office: await entityName(db, 'pta'), inUse: await db.get('meta', ACTIVE_GENERATION_KEY) };
}

/** The result of `readDeviceState` for one whole set. */
export function expectedState(version: string, root: number) {
  return {
    counts: { [version]: RECORDS_PER_SET - 10, any: 10 },
    office: version,
    inUse: { generation: expect.any(Number), version, asOf: version.slice(0, 10), format: 1, root },
  };
}
