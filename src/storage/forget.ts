import type { Database } from './database.ts';

/** Stores with the same content on all devices. All other stores hold data of a person. */
const SHARED_STORES = ['incidents', 'entities', 'meta', 'blank'];
/** Key in `meta`: data of a person has been written to the disk since the last overwriting. */
export const PERSONAL_DATA_WRITTEN_KEY = 'personal-data-written';

type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;

/**
 * What browsers delete from a database stays in its files until something else takes its room. SQLite (Firefox) leaves it in
 * its page: records of many sizes under the same keys and between them fill that. LevelDB (Chromium) drops it when it
 * merges its files, of 4 MB each, once enough of them overlap: each transaction writes a counter and blocks, the lowest and
 * the highest keys of the database. Random bytes cannot be compressed away. `e2e/forensic.spec.ts` sees both.
 */
const FILLER_BYTES = [4_000, 2_000, 1_000, 500, 250];
const FILLERS = 100;
const BLOCK_BYTES = 50_000;
const BLOCKS_IN_TRANSACTION = 20;
const TRANSACTIONS = 32;

/** Empties every store with data of a person, in one transaction, and then overwrites what was deleted, if anything was. */
export async function deletePersonalData(db: Database, randomBytes: RandomBytes): Promise<void> {
  const ids = await db.getAllKeys('reports');
  const personal = [...db.objectStoreNames].filter((name) => !SHARED_STORES.includes(name));
  const tx = db.transaction(personal, 'readwrite', { durability: 'strict' });
  await Promise.all([...personal.map((name) => tx.objectStore(name).clear()), tx.done]);
  if ((await db.get('meta', PERSONAL_DATA_WRITTEN_KEY)) !== true) return;
  try {
    await fillPages(db, ids, randomBytes);
    await fillFiles(db, randomBytes);
    await db.delete('meta', PERSONAL_DATA_WRITTEN_KEY);
  } finally {
    // A disk without room ends it early: what was deleted is then left to the browser.
    await db.clear('blank');
  }
}

async function fillPages(db: Database, ids: readonly string[], randomBytes: RandomBytes): Promise<void> {
  const fillers = Array.from({ length: FILLERS }, () => [...randomBytes(8)].join(''));
  for (const bytes of FILLER_BYTES) {
    const tx = db.transaction('reports', 'readwrite', { durability: 'strict' });
    const filler = { filler: randomBytes(bytes) };
    for (const id of [...ids, ...fillers]) tx.store.put({ id, ...filler } as never).catch(() => {});
    await tx.done;
  }
  await db.clear('reports');
}

async function fillFiles(db: Database, randomBytes: RandomBytes): Promise<void> {
  for (let i = 0; i < TRANSACTIONS; i++) {
    const tx = db.transaction('blank', 'readwrite', { durability: 'strict' });
    for (let n = 0; n < BLOCKS_IN_TRANSACTION; n++) tx.store.put(randomBytes(BLOCK_BYTES)).catch(() => {});
    await tx.done;
  }
}
