/**
 * The memory of Chromium's private windows. Both of its backgrounds share `storage.session`, which lasts until the browser is
 * closed; the database of private windows is in memory too, and ends with the last of them.
 */
import { type DBSchema, openDB } from 'idb';
import type { SessionMemory } from '../../src/base/session-memory.ts';

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
}

const open = () =>
  openDB<Schema>('private-windows', 1, {
    upgrade: (db) => void db.createObjectStore('values'),
  });
let opened: ReturnType<typeof open> | undefined;
const database = () => {
  opened ??= open();
  return opened;
};

export const privateMemory: SessionMemory = {
  read: async (key) => (await database()).get('values', key),
  async readAll() {
    const tx = (await database()).transaction('values');
    const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
    return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  },
  write: async (key, value) => void (await (await database()).put('values', value, key)),
  async remove(keys) {
    const tx = (await database()).transaction('values', 'readwrite');
    await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
  },
};
