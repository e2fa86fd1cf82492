import type { Database } from './database.ts';

/** What is the same for everybody; all other stores tell something about a person. */
const SHARED_STORES = ['incidents', 'entities', 'meta'];

/** Empties every store that tells something about a person, in one step. */
export async function deletePersonalData(db: Database): Promise<void> {
  const personal = [...db.objectStoreNames].filter((name) => !SHARED_STORES.includes(name));
  const tx = db.transaction(personal, 'readwrite');
  await Promise.all([...personal.map((name) => tx.objectStore(name).clear()), tx.done]);
}
