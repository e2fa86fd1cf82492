import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { Case } from '../model/case.ts';
import type { Report } from '../model/report.ts';
import { migrateToVersion3 } from './migrations/version-3.ts';

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
  cases: { key: string; value: Case; indexes: { tab: number; phase: string; platform: string } };
  incidents: { key: [number, number]; value: StoredPage; indexes: { subjects: string; country: string } };
  /** Names of offices and courts, by slug. */
  entities: { key: [number, string]; value: { generation: number; slug: string; name: string } };
  reports: { key: string; value: Report; indexes: { case: string; state: string } };
  /** Last good answers of live feeds, by feed and question: see `src/live`. */
  live: { key: string; value: unknown };
  /** Small facts about the store itself: the generation in use, its version. */
  meta: { key: string; value: unknown };
}
export type Database = IDBPDatabase<DatabaseSchema>;

type UpgradeTransaction = IDBPTransaction<DatabaseSchema, StoreNames<DatabaseSchema>[], 'versionchange'>;

export const DATABASE_NAME = 'is-it-blocked';

/** One step a version, in order; a step never changes once released. */
const MIGRATIONS: ((db: Database, tx: UpgradeTransaction) => Promise<void> | void)[] = [
  (db) => {
    const cases = db.createObjectStore('cases', { keyPath: 'id' });
    cases.createIndex('tab', 'tabId');
    cases.createIndex('phase', 'phase');
    const incidents = db.createObjectStore('incidents', { keyPath: ['gen', 'page'] });
    // An index of its own time; the types describe the newest version alone.
    incidents.createIndex('about' as 'subjects', 'about', { multiEntry: true });
    incidents.createIndex('country', 'country');
    db.createObjectStore('entities', { keyPath: ['gen', 'slug'] });
    const reports = db.createObjectStore('reports', { keyPath: 'id' });
    reports.createIndex('case', 'caseId');
    reports.createIndex('state', 'state');
    db.createObjectStore('meta');
  },
  // Several tabs share a case.
  async (db, tx) => {
    db.createObjectStore('live');
    const cases = tx.objectStore('cases');
    cases.deleteIndex('tab');
    cases.createIndex('tab', 'tabIds', { multiEntry: true });
    cases.createIndex('platform', 'platform');
    for (const old of await cases.getAll()) {
      const { tabId, ...rest } = old as Case & { tabId?: number };
      await cases.put({ ...rest, tabIds: tabId === undefined || tabId < 0 ? [] : [tabId] });
    }
  },
  (db, tx) => migrateToVersion3(db as never, tx as never),
];
export const DATABASE_VERSION = MIGRATIONS.length;

/**
 * Opens the store, stepping it up from whatever version it has.
 * An older page that still holds it open is asked to let go; a newer version elsewhere closes this one.
 * @throws DOMException VersionError when the store is newer than this code (a downgrade)
 */
export function openDatabase(name = DATABASE_NAME, onLost: () => void = () => {}): Promise<Database> {
  return openDB<DatabaseSchema>(name, DATABASE_VERSION, {
    async upgrade(db, from, _to, tx) {
      // All steps or none: a step that fails by itself would else end with what it had done, as if it had been all.
      tx.done.catch(() => {});
      try {
        for (const step of MIGRATIONS.slice(from)) await step(db, tx);
      } catch {
        if (!tx.error) tx.abort();
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}
