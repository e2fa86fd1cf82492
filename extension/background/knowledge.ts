import { type BlockPage, Fingerprints } from '../../src/checks/fingerprints.ts';
import { importBundle, needsImport } from '../../src/knowledge/import-bundle.ts';
import type { Database } from '../../src/storage/database.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { readPackagedFile } from '../browser/lifecycle.ts';
import { broadcast } from '../browser/message-client.ts';

let pendingImport: Promise<void> | undefined;

/**
 * The store with this release's facts in it, or newer ones: imports them from the package when `needsImport` says so
 * (a first start, a new release, a browser that cleared its storage). Needs no network.
 * @throws StorageFull when there is no room; the older set stays in use
 */
export async function ensureKnowledge(getDatabase: () => Promise<Database>): Promise<Database> {
  const db = await getDatabase();
  if (!(await needsImport(db, __KNOWLEDGE_VERSION__, TRUST_ANCHOR.minRootVersion))) return db;
  pendingImport ??= readPackagedFile('knowledge.json')
    .then((text) =>
      importBundle(db, text, { onProgress: (done, total) => broadcast('factsProgress', { done, total }) }),
    )
    .finally(() => {
      pendingImport = undefined;
    });
  await pendingImport;
  return db;
}

let fingerprintTable: Promise<Fingerprints> | undefined;

/** The table is read when the first plain page asks for it: most cases never do. */
export async function findBlockPage(answer: {
  body: string;
  location: string;
}): Promise<BlockPage | undefined> {
  fingerprintTable ??= readPackagedFile('fingerprints.json').then(
    (text) => new Fingerprints(JSON.parse(text)),
  );
  return (await fingerprintTable).findBlockPage(answer);
}
