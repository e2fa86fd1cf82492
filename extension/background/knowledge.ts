import { type BlockPage, Fingerprints } from '../../src/checks/fingerprints.ts';
import { importBundle, needsImport } from '../../src/knowledge/import-bundle.ts';
import { supportsBlock } from '../../src/knowledge/incident-status.ts';
import { lookUpIncidents } from '../../src/knowledge/lookup.ts';
import type { Database } from '../../src/storage/database.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { readPackagedFile } from '../browser/lifecycle.ts';
import { broadcast } from '../browser/message-client.ts';

let pendingImport: Promise<void> | undefined;

/**
 * The store with this release's records in it, or newer ones. It imports them from the package when `needsImport` says so:
 * at the first start, after an update, or when the browser has cleared its storage. It needs no network.
 * @throws StorageFullError when there is no room; the older set stays active
 */
export async function ensureKnowledge(getDatabase: () => Promise<Database>): Promise<Database> {
  const db = await getDatabase();
  if (!(await needsImport(db, __KNOWLEDGE_VERSION__, TRUST_ANCHOR.minRootVersion))) return db;
  pendingImport ??= readPackagedFile('knowledge.json')
    .then((text) =>
      importBundle(db, text, {
        onProgress: (done, total) => broadcast('knowledgeProgress', { done, total }),
      }),
    )
    .finally(() => {
      pendingImport = undefined;
    });
  await pendingImport;
  return db;
}

/** Whether a nationwide restriction of the platform is known to be in force there. */
export async function hasRestrictionInForce(
  getDatabase: () => Promise<Database>,
  { country, platform }: { country: string; platform: string },
  recordError: (error: unknown) => void,
): Promise<boolean> {
  // Without room for newer records the older ones count.
  const db = await ensureKnowledge(getDatabase).catch((error: unknown) => {
    recordError(error);
    return getDatabase();
  });
  const now = Date.now();
  const { current } = await lookUpIncidents(db, { country, platform, now });
  return current.some((incident) => supportsBlock(incident, now));
}

let fingerprintTable: Promise<Fingerprints> | undefined;

/** Reads the table when the first plain page asks for it: most cases never do. */
export async function findBlockPage(answer: {
  body: string;
  location: string;
}): Promise<BlockPage | undefined> {
  fingerprintTable ??= readPackagedFile('fingerprints.json').then(
    (text) => new Fingerprints(JSON.parse(text)),
  );
  return (await fingerprintTable).findBlockPage(answer);
}
