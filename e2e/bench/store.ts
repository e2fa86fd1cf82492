import { ACTIVE_GENERATION_KEY, type ActiveGeneration } from '../../src/knowledge/active-generation.ts';
import { LAST_GENERATION_KEY } from '../../src/knowledge/import-bundle.ts';
import type { Page } from '../browsers/browser.ts';
import { requestFromStore } from '../support/extension-database.ts';

export const OUTDATED_VERSION = '2000-01-01-0';

/** Which set of facts the extension's readers see, asked in one of its pages. */
export const readActiveFacts = (page: Page): Promise<ActiveGeneration | null> =>
  requestFromStore(page, 'meta', { method: 'get', key: ACTIVE_GENERATION_KEY });

/** Makes that set an outdated one: the extension replaces it with its own when it next needs facts. */
export async function outdateFacts(page: Page): Promise<void> {
  const record = { ...(await readActiveFacts(page)), version: OUTDATED_VERSION };
  await requestFromStore(page, 'meta', { method: 'put', record, key: ACTIVE_GENERATION_KEY });
}

/** Whether an import has begun to write while readers still see the set of before. */
export async function isImportRunning(page: Page): Promise<boolean> {
  const started = await requestFromStore<number>(page, 'meta', { method: 'get', key: LAST_GENERATION_KEY });
  return (started ?? 0) > ((await readActiveFacts(page))?.generation ?? 0);
}
