/**
 * What a script of the extension inside a page can do. An attacker who has taken over the page's process can run anything in
 * its place.
 */
import { expect } from '@playwright/test';
import { makeCase } from '../src/reports/testing/fixtures.ts';
import { BROWSER_KINDS, type Page, sendMessage } from './browsers/browser.ts';
import type { ExtensionGlobals } from './browsers/extension-api.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { test } from './support/stage.ts';
import { readStoredSettings } from './support/stored-settings.ts';

const PAGE: Scenario = {
  name: 'a-page-that-loads',
  about: 'X loads',
  ...PK,
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: { verdict: 'reachable', mechanism: '' },
};
const FORGED = makeCase({ platformName: 'X, call +1 800 555 0100', startedAt: Date.now() });

/** Tries, in a tab's page: to forge a case, to ask as a page does, to read and to change the settings. */
const attackFrom = (page: Page, tabId: number): Promise<unknown> =>
  page.evaluate(
    async (tabId, forged) => {
      const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
      const [said] = await (browser ?? chrome).scripting.executeScript({
        target: { tabId },
        args: [tabId, forged],
        func: async (tab: number, forgedCase: object) => {
          const api = globalThis as unknown as ExtensionGlobals;
          const { runtime, storage } = api.browser ?? api.chrome;
          const failure = (error: unknown) => `failed: ${error}`;
          const notice = { notice: 'caseChanged', payload: { tabId: tab, case: forgedCase } };
          const change = { ask: 'changeSettings', payload: { choice: 'standard' } };
          await runtime.sendMessage(notice).catch(failure);
          const asked = await runtime.sendMessage(change).catch(failure);
          const read = await storage.local.get().catch(failure);
          const wrote = await storage.local.set({ settings: { choice: 'standard' } }).catch(failure);
          return { asked, read, wrote };
        },
      });
      return said?.result;
    },
    tabId,
    FORGED,
  );

/** Gathers all that a page shows from now on in its global `seenText`. */
const recordText = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = globalThis as { seenText?: string };
    seen.seenText = '';
    new MutationObserver(() => {
      seen.seenText += document.body.textContent ?? '';
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });

for (const kind of BROWSER_KINDS) {
  test(`${kind} › a script in a page cannot forge the popup, nor ask, nor change the consent`, async ({
    stages,
  }) => {
    await stages[kind].playScenario(PAGE, async (run) => {
      await run.setChoice('quiet');
      await run.loadPage();
      const popup = await run.openPopup();
      await recordText(popup);
      const options = await run.browser.openExtensionPage('extension/pages/options/index.html');
      const said = await attackFrom(options, run.tabId);
      expect(said).toMatchObject({ asked: { ok: false, error: expect.stringMatching(/Only pages/) } });
      // Firefox has no way to keep such scripts from `storage.local`.
      if (kind === 'chromium') {
        expect(said).toMatchObject({
          read: expect.stringMatching(/not allowed/),
          wrote: expect.stringMatching(/not allowed/),
        });
        expect(await readStoredSettings(options)).toMatchObject({ choice: 'quiet' });
      }
      // A true broadcast that comes later is shown; the forged one never was.
      await sendMessage(popup, 'checkTab', { tabId: run.tabId });
      await popup.waitForSelector('#app[data-platform="x"]');
      const seen = await popup.evaluate(() => (globalThis as { seenText?: string }).seenText);
      expect(seen).toContain('X');
      expect(seen).not.toContain('800 555');
    });
  });

  test(`${kind} › the policy of our pages lets through the styles of the popup’s frame, and no other script or style`, async ({
    stages,
  }) => {
    await stages[kind].playScenario(PAGE, async (run) => {
      const popup = await run.openPopup();
      const allowed = await popup.evaluate(() => {
        const own = document.querySelector('style')?.sheet !== null;
        const style = document.head.appendChild(document.createElement('style'));
        style.textContent = 'body { color: red }';
        const script = document.head.appendChild(document.createElement('script'));
        script.textContent = 'globalThis.ranInline = true';
        const { sheet } = style;
        return { own, other: (sheet?.cssRules.length ?? 0) > 0, script: 'ranInline' in globalThis };
      });
      expect(allowed).toEqual({ own: true, other: false, script: false });
    });
  });
}
