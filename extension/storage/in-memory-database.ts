/**
 * A store in memory, for where the browser grants none: Firefox refuses it to an extension's pages in private windows, and to
 * all of it where nothing is ever to be remembered (its bugs 1639542 and 1982707). It comes with the facts of the package;
 * whatever else is put there is gone with the page, or the background, that has opened it.
 */
import * as memory from 'fake-indexeddb';
import { importBundle } from '../../src/knowledge/import-bundle.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';

export async function openInMemoryDatabase(): Promise<Database> {
  // In place of what the browser has and does not let one use: all code that names a key range or a request means these.
  for (const [name, value] of Object.entries(memory))
    if (/^(IDB|indexedDB)/.test(name))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const db = await openDatabase();
  await importBundle(db, await (await fetch('/knowledge.json')).text());
  return db;
}
