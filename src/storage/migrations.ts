import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { migrateToVersion3 } from './migrations/version-3.ts';

/** One step to the next version. Without today's types: those describe the newest version only. */
export type Migration = (
  db: IDBPDatabase<unknown>,
  tx: IDBPTransaction<unknown, string[], 'versionchange'>,
) => Promise<void> | void;

/** One step a version, in order. A step never changes once it is released. */
export const MIGRATIONS: readonly Migration[] = [
  (db) => {
    const cases = db.createObjectStore('cases', { keyPath: 'id' });
    cases.createIndex('tab', 'tabId');
    cases.createIndex('phase', 'phase');
    const incidents = db.createObjectStore('incidents', { keyPath: ['gen', 'page'] });
    incidents.createIndex('about', 'about', { multiEntry: true });
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
      const { tabId, ...rest } = old as { tabId?: number };
      await cases.put({ ...rest, tabIds: tabId === undefined || tabId < 0 ? [] : [tabId] });
    }
  },
  migrateToVersion3,
  // What a person tried to read is kept in memory: on disk stay the reports that they consented to.
  async (db, tx) => {
    // Deleting everything overwrites what was on the disk.
    const counts = await Promise.all(
      ['cases', 'live', 'reports'].map((name) => tx.objectStore(name).count()),
    );
    if (counts.some((count) => count > 0)) await tx.objectStore('meta').put(true, 'personal-data-written');
    db.createObjectStore('blank', { autoIncrement: true });
    db.deleteObjectStore('cases');
    db.deleteObjectStore('live');
    const reports = tx.objectStore('reports');
    for (const index of ['case', 'state']) reports.deleteIndex(index);
    for (let cursor = await reports.openCursor(); cursor; cursor = await cursor.continue()) {
      const { state } = (cursor.value ?? {}) as { state?: unknown };
      if (state === 'draft') await cursor.delete();
    }
  },
];
