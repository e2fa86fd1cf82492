import type { Database } from './database.ts';

/** Stores with the same content on all devices. All other stores hold data of a person. */
const SHARED_STORES = ['incidents', 'entities', 'meta'];

/** Empties every store with data of a person, in one transaction. */
export async function deletePersonalData(db: Database): Promise<void> {
  const personal = [...db.objectStoreNames].filter((name) => !SHARED_STORES.includes(name));
  const tx = db.transaction(personal, 'readwrite');
  await Promise.all([...personal.map((name) => tx.objectStore(name).clear()), tx.done]);
}
