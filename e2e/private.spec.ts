/** Private windows: what happens there is told to whoever looks, and written down nowhere. */
import { expect, test } from '@playwright/test';
import { messageExpression, type Page } from './browsers/browser.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
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

/** All that the extension has written down, but for the facts that everybody has. */
const WRITTEN_DATA = `new Promise((done, fail) => {
  const open = indexedDB.open('is-it-blocked');
  open.onerror = () => fail(open.error);
  open.onsuccess = async () => {
    const db = open.result;
    const stores = [...db.objectStoreNames].filter((name) => name !== 'incidents' && name !== 'entities');
    const all = await Promise.all(stores.map((name) => new Promise((read) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => read(asked.result);
    })));
    db.close();
    done(JSON.stringify([all, await chrome.storage.local.get(), await chrome.storage.session.get()]));
  };
})`;
const readWrittenData = (page: Page) => page.evaluate<string>(WRITTEN_DATA);

test('chromium › a case of a private window is shown, not reported, and leaves no trace', async () => {
  await withScenarioRun(
    'chromium',
    CUT,
    async ({ setChoice, loadPage, openPopup, waitUntilSettled, browser }) => {
      await setChoice('standard');
      const controlPage = await browser.openExtensionPage('extension/pages/options/index.html');
      const tabId = await controlPage.evaluate<number>(
        `chrome.windows.create({ incognito: true, url: '${CUT.url}' }).then(({ tabs }) => tabs[0].id)`,
      );
      const popup = await browser.openExtensionPage(`extension/popup/index.html?tab=${tabId}`);
      expect(await waitUntilSettled(popup)).toMatchObject({ verdict: 'blocked', mechanism: 'tls-reset' });
      const { caseId } = await popup.evaluate<{ caseId: string }>(
        `${messageExpression('getCase', { tabId })}.then(({ answer }) => ({ caseId: answer.id }))`,
      );
      expect(await controlPage.evaluate(messageExpression('draftReport', { caseId }))).toMatchObject({
        ok: false,
        error: expect.stringMatching(/private window/),
      });
      expect(await readWrittenData(controlPage)).not.toMatch(/x\.com|tls-reset/);

      // The same in a window that is not private is written down: whoever looks there would have seen it.
      await loadPage();
      await waitUntilSettled(await openPopup());
      expect(await readWrittenData(controlPage)).toMatch(/x\.com[\s\S]*tls-reset/);
    },
    { allowIncognito: true },
  );
});
