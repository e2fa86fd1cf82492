import { ACTIVE_GENERATION_KEY, type ActiveGeneration } from '../../src/knowledge/active-generation.ts';
import { LAST_GENERATION_KEY } from '../../src/knowledge/import-bundle.ts';
import { DATABASE_NAME } from '../../src/storage/database.ts';
import type { Page } from '../browsers/browser.ts';

/** Which set of facts the extension's readers see, asked in one of its pages. */
export const readActiveFacts = (page: Page): Promise<ActiveGeneration | null> =>
  page.evaluate(metaStoreExpression('readonly', `(meta) => meta.get('${ACTIVE_GENERATION_KEY}')`));

/** Makes that set an outdated one: the extension will put its own in its place when it next needs facts. */
export async function outdateFacts(page: Page): Promise<void> {
  const inUse = await readActiveFacts(page);
  const record = JSON.stringify({ ...inUse, version: OUTDATED_VERSION });
  await page.evaluate(
    metaStoreExpression('readwrite', `(meta) => meta.put(${record}, '${ACTIVE_GENERATION_KEY}')`),
  );
}

/** Whether an import has begun to write, and readers still see the set of before. */
export async function isImportRunning(page: Page): Promise<boolean> {
  const started = await page.evaluate<number>(
    metaStoreExpression('readonly', `(meta) => meta.get('${LAST_GENERATION_KEY}')`),
  );
  return started > ((await readActiveFacts(page))?.generation ?? 0);
}

export const OUTDATED_VERSION = '2000-01-01-0';

/** An expression that opens the database as it is, and gives what a request on its `meta` store came to. */
const metaStoreExpression = (mode: 'readonly' | 'readwrite', request: string): string => `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result ?? null);
    request.onerror = () => reject(request.error);
  });
  const db = await done(indexedDB.open('${DATABASE_NAME}'));
  try {
    return await done((${request})(db.transaction('meta', '${mode}').objectStore('meta')));
  } finally {
    db.close();
  }
})()`;
