/** What the extension forgets, and when: on demand, with a tab, and in the windows of the other kind. */
import { expect } from '@playwright/test';
import { BROWSER_KINDS, type Page, sendMessage } from './browsers/browser.ts';
import type { ExtensionGlobals } from './browsers/extension-api.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { readSessionMemory, readStoredCases, requestFromStore } from './support/extension-database.ts';
import { sendReport } from './support/report-case.ts';
import { openSettledPopup, withScenarioRun } from './support/scenario-run.ts';
import { test } from './support/stage.ts';
import { readStoredSettings } from './support/stored-settings.ts';

const CUT: Scenario = {
  name: 'forget',
  about: 'X is cut, and OONI takes no reports',
  ...PK,
  url: 'https://x.com/somebody',
  faults: { '*.x.com': { tls: 'reset' }, '@collector': { https: { status: 503 } } },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};
const isOnDisk = async (page: Page, reportId: string): Promise<boolean> =>
  (await requestFromStore(page, 'reports', { method: 'get', key: reportId })) !== null;
const isInMemory = async (page: Page, reportId: string): Promise<boolean> =>
  `report:${reportId}` in (await readSessionMemory(page));
const alarmNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
    return (await (browser ?? chrome).alarms.getAll()).map(({ name }) => name);
  });

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    test('the popup deletes everything: cases, reports, alarms and choices', async ({ stages }) => {
      await stages[kind].playScenario(CUT, async (run) => {
        const popup = await openSettledPopup(run);
        const reportId = await sendReport(popup, run.tabId);
        await expect.poll(() => alarmNames(popup)).toContain('outbox');
        expect(await isOnDisk(popup, reportId)).toBe(true);
        await popup.click('.erase');
        await popup.click('[data-forget="now"]');
        await expect.poll(() => popup.innerText()).toContain('Everything is deleted.');
        expect(await isOnDisk(popup, reportId)).toBe(false);
        expect(await readStoredCases(popup)).toEqual([]);
        expect(await readStoredSettings(popup)).toBeNull();
        await expect.poll(() => alarmNames(popup)).toEqual([]);
        expect(await run.browser.badgeText(run.tabId)).toBe('');
      });
    });

    test('where nothing is kept, a case ends with its tab, and a report waits in memory', async ({
      stages,
    }) => {
      await stages[kind].playScenario(CUT, async (run) => {
        const reader = await run.browser.openExtensionPage('extension/pages/options/index.html');
        await sendMessage(reader, 'changeSettings', { keepNothing: true });
        const popup = await openSettledPopup(run);
        const reportId = await sendReport(popup, run.tabId);
        expect([await isOnDisk(reader, reportId), await isInMemory(reader, reportId)]).toEqual([false, true]);
        await popup.close();
        // The browser starts the background for the tab that closes.
        await run.browser.stopBackground();
        expect(await readStoredCases(reader)).toHaveLength(1);
        await run.page.close();
        await expect.poll(() => readStoredCases(reader)).toEqual([]);
      });
    });

    test('a report leaves the disk when the person chooses that nothing is kept', async ({ stages }) => {
      await stages[kind].playScenario(CUT, async (run) => {
        const popup = await openSettledPopup(run);
        const reportId = await sendReport(popup, run.tabId);
        expect(await isOnDisk(popup, reportId)).toBe(true);
        await sendMessage(popup, 'changeSettings', { keepNothing: true });
        await expect.poll(() => isOnDisk(popup, reportId)).toBe(false);
        expect(await isInMemory(popup, reportId)).toBe(true);
      });
    });
  });

test('chromium › a deletion reaches the windows of the other kind, in both directions', async () => {
  await withScenarioRun(
    'chromium',
    CUT,
    async (run) => {
      const popup = await openSettledPopup(run);
      const reportId = await sendReport(popup, run.tabId);
      const page = await run.browser.newPrivatePage();
      const tabId = await run.browser.tabIdOf(page);
      await page.goto(CUT.url);
      const privatePopup = await run.browser.openPrivateExtensionPage(
        `extension/popup/index.html?tab=${tabId}`,
      );
      await run.waitUntilSettled(privatePopup);

      await sendMessage(privatePopup, 'deleteEverything', {});
      await expect.poll(() => isOnDisk(popup, reportId)).toBe(false);
      await expect.poll(() => readStoredCases(popup)).toEqual([]);

      await run.setChoice('standard');
      await page.reload();
      await run.waitUntilSettled(privatePopup);
      await sendMessage(popup, 'deleteEverything', {});
      await privatePopup.waitForSelector('#app[data-verdict=""]');
    },
    { allowIncognito: true },
  );
});
