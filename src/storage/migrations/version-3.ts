/**
 * Version 3 of the database: fields and values get the names of the field. Released, hence frozen: it knows the names of
 * version 2 and of version 3 by heart, and imports nothing that may be renamed again.
 * A record without the expected shape stays as it is: the schemas of its readers decide. Cases keep their old names, because
 * version 4 deletes them.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import * as names from './version-3-names.ts';

/** Databases and transactions without today's types: those describe the newest version alone. */
type AnyDatabase = IDBPDatabase<unknown>;
type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A new value for an old one; anything else stays as it is. */
const renameValue = <T>(value: T, newNames: Record<string, string>): T | string =>
  typeof value === 'string' && Object.hasOwn(newNames, value) ? (newNames[value] ?? value) : value;

/** The same fields in the same order, those of the table under their new names. */
function renameFields(record: Fields, newNames: Record<string, string>): Fields {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [renameValue(name, newNames), value]),
  );
}

export async function migrateToVersion3(db: AnyDatabase, tx: UpgradeTransaction): Promise<void> {
  await migrateKnowledge(db, tx);
  await migrateMeta(tx);
  await migrateReports(tx);
}

/** A key path cannot be changed: both stores are made anew, and their rows move one by one, so that memory holds one. */
async function migrateKnowledge(db: AnyDatabase, tx: UpgradeTransaction): Promise<void> {
  for (const name of ['incidents', 'entities']) tx.objectStore(name).name = `old-${name}`;
  const incidents = db.createObjectStore('incidents', { keyPath: ['generation', 'page'] });
  incidents.createIndex('subjects', 'subjects', { multiEntry: true });
  incidents.createIndex('country', 'country');
  db.createObjectStore('entities', { keyPath: ['generation', 'slug'] });
  for (const name of ['incidents', 'entities']) {
    let cursor = await tx.objectStore(`old-${name}`).openCursor();
    while (cursor) {
      await tx.objectStore(name).put(renameFields(cursor.value, names.RECORD_FIELDS));
      cursor = await cursor.continue();
    }
    db.deleteObjectStore(`old-${name}`);
  }
}

/** Moves what is known of the set in use and of the updates that were accepted: lost, an older one could come back. */
async function migrateMeta(tx: UpgradeTransaction): Promise<void> {
  const meta = tx.objectStore('meta');
  for (const [oldKey, newKey] of Object.entries(names.META_KEYS)) {
    const value: unknown = await meta.get(oldKey);
    if (value === undefined) continue;
    await meta.put(value, newKey);
    await meta.delete(oldKey);
  }
  const active: unknown = await meta.get('knowledge');
  if (isFields(active)) await meta.put(renameFields(active, names.RECORD_FIELDS), 'knowledge');
}

async function migrateReports(tx: UpgradeTransaction): Promise<void> {
  let cursor = await tx.objectStore('reports').openCursor();
  while (cursor) {
    if (isFields(cursor.value)) await cursor.update(migrateReport(cursor.value));
    cursor = await cursor.continue();
  }
}

/** The measurement keeps the bytes that were shown and consented to, the old name of its rule among them. */
export const migrateReport = (report: Fields): Fields =>
  'state' in report ? { ...report, state: renameValue(report.state, names.REPORT_STATES) } : report;
