/** Private windows: the popup shows what happened there, and nothing of it is kept for the other windows. */
import { expect, test } from '@playwright/test';
import * as v from 'valibot';
import { DATABASE_NAME } from '../src/storage/database.ts';
import { type Page, sendMessage } from './browsers/browser.ts';
import type { ExtensionGlobals } from './browsers/extension-api.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { requestAddress, requestsIn } from './support/request-audit.ts';
import { withScenarioRun } from './support/scenario-run.ts';

const CUT: Scenario = {
  name: 'private',
  about: 'X is cut in a private window',
  ...PK,
  url: 'https://x.com/somebody',
  faults: { '*.x.com': { tls: 'reset' } },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};

/** All that the extension has stored, without the facts, which are the same for everybody. */
const readWrittenData = (page: Page): Promise<string> =>
  page.evaluate(async (databaseName) => {
    const { chrome } = globalThis as unknown as ExtensionGlobals;
    const resultOf = <R>(pending: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        pending.onsuccess = () => resolve(pending.result);
        pending.onerror = () => reject(pending.error);
      });
    const db = await resultOf(indexedDB.open(databaseName));
    const names = [...db.objectStoreNames].filter((name) => name !== 'incidents' && name !== 'entities');
    const records = await Promise.all(
      names.map((name) => resultOf(db.transaction(name).objectStore(name).getAll())),
    );
    db.close();
    return JSON.stringify([records, await chrome.storage.local.get(), await chrome.storage.session.get()]);
  }, DATABASE_NAME);

test('chromium › a case of a private window is shown, not reported, and leaves no trace', async () => {
  await withScenarioRun(
    'chromium',
    CUT,
    async ({ setChoice, loadPage, openPopup, waitUntilSettled, browser }) => {
      await setChoice('standard');
      const controlPage = await browser.openExtensionPage('extension/pages/options/index.html');
      const page = await browser.newPrivatePage();
      const tabId = await browser.tabIdOf(page);
      await page.goto(CUT.url);
      const popup = await browser.openPrivateExtensionPage(`extension/popup/index.html?tab=${tabId}`);
      expect(await waitUntilSettled(popup)).toMatchObject({ verdict: 'blocked', mechanism: 'tls-reset' });
      const { answer } = await sendMessage(popup, 'getCase', { tabId });
      const { id: caseId } = v.parse(v.object({ id: v.string() }), answer);
      expect(await sendMessage(popup, 'draftReport', { caseId })).toMatchObject({
        ok: false,
        error: expect.stringMatching(/private window/),
      });
      expect(await readWrittenData(controlPage)).not.toMatch(/(?<![a-z])x\.com|tls-reset/);

      // Its pages have what is on record, in a database that ends with the window.
      const records = await browser.openPrivateExtensionPage('extension/pages/records/index.html#PK/x');
      await expect.poll(() => records.innerText()).toMatch(/February 17, 2024/);

      // A case of an ordinary window is kept in memory: the check above would have seen one.
      await loadPage();
      await waitUntilSettled(await openPopup());
      expect(await readWrittenData(controlPage)).toMatch(/x\.com[\s\S]*tls-reset/);
    },
    { allowIncognito: true },
  );
});

test('firefox › a private window asks nothing without a click, and says each time what it may leave', async () => {
  await withScenarioRun(
    'firefox',
    CUT,
    async ({ setChoice, waitUntilSettled, browser, network }) => {
      await setChoice('standard');
      const page = await browser.newPrivatePage();
      const tabId = await browser.tabIdOf(page);
      await page.goto(CUT.url);
      const popup = await browser.openExtensionPage(`extension/popup/index.html?tab=${tabId}`);
      expect(await waitUntilSettled(popup)).toMatchObject({ verdict: 'inconclusive', platform: 'x' });
      expect(requestsIn(network.log).map(requestAddress)).toEqual([]);
      expect(await popup.innerText()).toContain('may keep traces');

      await popup.click('.actions .primary');
      await popup.waitForSelector('#app[data-phase="settled"][data-verdict="blocked"]');
      expect(await popup.innerText()).toContain('may keep traces');
    },
    { allowIncognito: true },
  );
});
