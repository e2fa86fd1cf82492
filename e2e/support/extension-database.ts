/** What the extension keeps, on the disk and in memory, read and changed from one of its pages. */
import type { Case } from '../../src/model/case.ts';
import { DATABASE_NAME, type DatabaseSchema } from '../../src/storage/database.ts';
import { findCases } from '../../src/storage/stored-cases.ts';
import type { Page } from '../browsers/browser.ts';
import type { ExtensionGlobals } from '../browsers/extension-api.ts';

type StoreName = keyof DatabaseSchema & string;
type StoreRequest = { method: 'get'; key: string } | { method: 'put'; record: object; key: string };

/** Makes one request to a store of the database as it is, and gives the result; null where there is none. */
export const requestFromStore = <T>(page: Page, store: StoreName, request: StoreRequest): Promise<T | null> =>
  page.evaluate(
    async (databaseName, store, request) => {
      const resultOf = <R>(pending: IDBRequest<R>) =>
        new Promise<R>((resolve, reject) => {
          pending.onsuccess = () => resolve(pending.result);
          pending.onerror = () => reject(pending.error);
        });
      const db = await resultOf(indexedDB.open(databaseName));
      try {
        const mode = request.method === 'put' ? 'readwrite' : 'readonly';
        const records = db.transaction(store, mode).objectStore(store);
        if (request.method === 'put') await resultOf(records.put(request.record, request.key));
        if (request.method === 'get') return ((await resultOf(records.get(request.key))) ?? null) as T | null;
        return null;
      } finally {
        db.close();
      }
    },
    DATABASE_NAME,
    store,
    request,
  );

/** All that is kept until the browser is closed, by key. */
export const readSessionMemory = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(() => {
    const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
    return (browser ?? chrome).storage.session.get();
  });

/** The newest first. */
export const readStoredCases = async (page: Page): Promise<Case[]> =>
  findCases(await readSessionMemory(page));

/** What the cases rest on, one line each: `retry:1 timeout in 2500 ms`. */
export async function readObservationLines(page: Page): Promise<string[]> {
  const cases = await readStoredCases(page);
  return cases.flatMap(({ symptom, observations }) => [
    JSON.stringify(symptom),
    ...observations.map(({ key, ms, outcome: { kind, ...rest } }) =>
      [key, kind, 'in', ms, 'ms', JSON.stringify(rest)].join(' '),
    ),
  ]);
}

/** Lets every report be sent at once, in one transaction: none that the background writes meanwhile is overwritten. */
export const makeReportsDue = (page: Page): Promise<void> =>
  page.evaluate(
    (databaseName) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(databaseName);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const tx = db.transaction('reports', 'readwrite');
          const reports = tx.objectStore('reports');
          const reading = reports.getAll();
          reading.onsuccess = () => {
            for (const report of reading.result) reports.put(Object.assign(report, { notBefore: 0 }));
          };
          tx.onabort = () => reject(tx.error);
          tx.oncomplete = () => {
            db.close();
            resolve();
          };
        };
      }),
    DATABASE_NAME,
  );
