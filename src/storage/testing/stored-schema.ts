/** Dumps a database as JSON and restores it, so that tests can migrate databases of older versions. */
import { readFileSync } from 'node:fs';
import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import { definedOnly } from '../../base/defined-only.ts';

const keyPath = v.nullable(v.union([v.string(), v.array(v.string())]));
const StoreDumpSchema = v.object({
  keyPath,
  indexes: v.record(v.string(), v.object({ keyPath, multiEntry: v.boolean() })),
  /** `key` is present where the value does not contain it. Bytes are `{ "$bytes": base64 }`. */
  records: v.array(v.object({ key: v.optional(v.string()), value: v.unknown() })),
});
const DatabaseDumpSchema = v.object({
  version: v.number(),
  stores: v.record(v.string(), StoreDumpSchema),
});
export type DatabaseDump = v.InferOutput<typeof DatabaseDumpSchema>;
/** Key paths and indexes of each store, without its records. */
export type StoreDefinitions = Record<string, Omit<DatabaseDump['stores'][string], 'records'>>;

export const DUMP_FOLDER = new URL('stored-schema/', import.meta.url);
export const dumpFile = (version: number): URL => new URL(`v${version}.json`, DUMP_FOLDER);
/** The database that was kept of a version. */
export const readDump = (version: number): DatabaseDump =>
  v.parse(DatabaseDumpSchema, JSON.parse(readFileSync(dumpFile(version), 'utf8')));

export async function dumpDatabase(db: IDBPDatabase): Promise<DatabaseDump> {
  const stores: DatabaseDump['stores'] = {};
  for (const name of db.objectStoreNames) {
    const { store } = db.transaction(name);
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    stores[name] = {
      keyPath: store.keyPath as DatabaseDump['stores'][string]['keyPath'],
      indexes: Object.fromEntries(
        [...store.indexNames].map((index) => {
          const { keyPath: path, multiEntry } = store.index(index);
          return [index, { keyPath: path as string, multiEntry }];
        }),
      ),
      records: values.map((value, i) => ({
        ...definedOnly({ key: store.keyPath === null ? String(keys[i]) : undefined }),
        value: encodeBytes(value),
      })),
    };
  }
  return { version: db.version, stores };
}

/** Replaces the database `name` by the dumped one. */
export async function restoreDatabase(name: string, { version, stores }: DatabaseDump): Promise<void> {
  await deleteDB(name);
  const db = await openDB(name, version, {
    upgrade(made) {
      for (const [store, how] of Object.entries(stores)) {
        const created = made.createObjectStore(store, { keyPath: how.keyPath });
        for (const [index, { keyPath: path, multiEntry }] of Object.entries(how.indexes))
          created.createIndex(index, path ?? [], { multiEntry });
      }
    },
  });
  for (const [store, { records }] of Object.entries(stores))
    for (const { key, value } of records) await db.put(store, decodeBytes(value), key);
  db.close();
}

export function storeDefinitionsOf({ stores }: DatabaseDump): StoreDefinitions {
  return Object.fromEntries(
    Object.entries(stores).map(([name, { keyPath: path, indexes }]) => [name, { keyPath: path, indexes }]),
  );
}

function encodeBytes(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      each instanceof Uint8Array ? { $bytes: Buffer.from(each).toString('base64') } : each,
    ),
  );
}

export function decodeBytes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    isBytes(each) ? new Uint8Array(Buffer.from(each.$bytes, 'base64')) : each,
  );
}

const isBytes = v.is.bind(null, v.object({ $bytes: v.string() })) as (x: unknown) => x is { $bytes: string };
