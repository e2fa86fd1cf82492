import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Report } from '../model/report.ts';
import type { Migration } from './migrations.ts';

/** Some incidents of one country, stored together; `generation` is the import they came with. */
export interface StoredPage {
  generation: number;
  page: number;
  country: string;
  /** What they are found by, one key a platform: see `src/knowledge/record-pages.ts`. */
  subjects: string[];
  /**
   * `Incident[]` as JSON in UTF-8. Browsers keep what a request gave until a whole collection of garbage: bytes lie
   * outside the script's heap, where objects would be copied around and hold up the lookups that follow.
   */
  incidents: Uint8Array;
}

export interface DatabaseSchema extends DBSchema {
  incidents: { key: [number, number]; value: StoredPage; indexes: { subjects: string; country: string } };
  /** Names of offices and courts, by slug. */
  entities: { key: [number, string]; value: { generation: number; slug: string; name: string } };
  /** Those that a person consented to, and nothing else about a person. */
  reports: { key: string; value: Report };
  /** Empty, but while what was deleted is overwritten. */
  blank: { key: number; value: Uint8Array };
  /** Small facts about the store itself: the generation in use, its version. */
  meta: { key: string; value: unknown };
}
export type Database = IDBPDatabase<DatabaseSchema>;

export const DATABASE_NAME = 'is-it-blocked';

export const DATABASE_VERSION = 4;

/**
 * Opens the database and brings it up to date from whatever version it has. An older page that still holds it open is
 * asked to close it; a newer version elsewhere closes this one.
 * @param onLost is called when the connection is gone
 * @param loadMigrations is called only where the database has to be made or changed, which is once: the popup does not
 * load the steps with its first paint. A service worker may not import later, so the background has them at once.
 * @throws DOMException VersionError when the database is newer than this code (a downgrade)
 */
export async function openDatabase(
  name = DATABASE_NAME,
  onLost: () => void = () => {},
  loadMigrations: () => Promise<readonly Migration[]> = async () =>
    (await import('./migrations.ts')).MIGRATIONS,
): Promise<Database> {
  let isOutdated = false;
  try {
    return await openCurrentVersion(name, onLost, (_db, _from, tx) => {
      isOutdated = true;
      tx.abort();
    });
  } catch (error) {
    if (!isOutdated) throw error;
  }
  const migrations = await loadMigrations();
  return openCurrentVersion(name, onLost, async (db, from, tx) => {
    for (const migrate of migrations.slice(from)) await migrate(db, tx);
  });
}

type Upgrade = (
  db: Parameters<Migration>[0],
  from: number,
  tx: Parameters<Migration>[1],
) => Promise<void> | void;

/** @throws what a step failed with: the browser itself says only that the upgrade was aborted */
function openCurrentVersion(name: string, onLost: () => void, upgrade: Upgrade): Promise<Database> {
  let cause: unknown;
  return openDB<DatabaseSchema>(name, DATABASE_VERSION, {
    async upgrade(db, from, _to, tx) {
      // All steps or none: otherwise a step that fails would end with what it had done so far.
      tx.done.catch(() => {});
      try {
        await upgrade(db as never, from, tx as never);
      } catch (error) {
        cause = error;
        if (!tx.error) tx.abort();
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  }).catch((error: unknown) => {
    throw cause ?? error;
  });
}
