import { type BlockPage, Fingerprints } from '../../src/checks/fingerprints.ts';
import { importBundle, needsImport } from '../../src/knowledge/import-bundle.ts';
import type { Database } from '../../src/storage/database.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { readOwnFile } from '../browser/lifecycle.ts';
import { broadcast } from '../browser/message-client.ts';

let importing: Promise<void> | undefined;

/**
 * The store with this release's facts in it, or newer ones: imports them from the package when `needsImport` says so
 * (a first start, a new release, a browser that cleared its storage). Needs no network.
 * @throws StorageFull when there is no room; the older set stays in use
 */
export async function ensureKnowledge(database: () => Promise<Database>): Promise<Database> {
  const db = await database();
  if (!(await needsImport(db, __KNOWLEDGE_VERSION__, TRUST_ANCHOR.minRootVersion))) return db;
  importing ??= readOwnFile('knowledge.json')
    .then((text) =>
      importBundle(db, text, { onProgress: (done, total) => broadcast('factsProgress', { done, total }) }),
    )
    .finally(() => {
      importing = undefined;
    });
  await importing;
  return db;
}

let fingerprints: Promise<Fingerprints> | undefined;

/** The table is read when the first plain page asks for it: most cases never do. */
export async function blockPage(answer: { body: string; location: string }): Promise<BlockPage | undefined> {
  fingerprints ??= readOwnFile('fingerprints.json').then((text) => new Fingerprints(JSON.parse(text)));
  return (await fingerprints).find(answer);
}
