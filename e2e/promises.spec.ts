/** Promises of the product beyond its verdicts, in real browsers. */

import { expect } from '@playwright/test';
import { ENDPOINTS } from '../src/config/endpoints.ts';
import { BROWSER_KINDS, type Page, sendMessage, waitUntil } from './browsers/browser.ts';
import type { Network } from './network/network.ts';
import type { Scenario } from './network/scenario.ts';
import { makeReportsDue, readStoredCases } from './support/extension-database.ts';
import { readableText } from './support/readable-text.ts';
import { requestAddress, requestsIn } from './support/request-audit.ts';
import { openSettledPopup } from './support/scenario-run.ts';
import { test } from './support/stage.ts';

/** Every host that a check may ask, whatever it is drawn for. */
const PROBE_HOSTS = new Set(
  [...JSON.stringify(ENDPOINTS).matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host),
);

const reset = { tls: 'reset' } as const;
const karachi: Scenario = {
  name: 'x-in-karachi',
  about: 'X is cut when a client says its name',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/somebody?lang=ur',
  faults: { '*.x.com': reset, '*.twitter.com': reset },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};
const asked = ({ log }: Network): string[] => requestsIn(log).map(requestAddress);
const observedKeys = async (page: Page): Promise<string[]> =>
  (await readStoredCases(page)).flatMap(({ observations }) => observations.map(({ key }) => key));
/** Whether the popup has opened by itself, for each case. */
const shownFlags = async (page: Page): Promise<boolean[]> =>
  (await readStoredCases(page)).map(({ shown }) => shown);
const roundsAndPhases = async (page: Page): Promise<string[]> =>
  (await readStoredCases(page)).map(({ round, phase }) => `${round} ${phase}`);

async function openReportPanel(popup: Page): Promise<void> {
  await popup.click('.actions .primary');
  await popup.waitForSelector('.exact pre');
}

for (const kind of BROWSER_KINDS) {
  test.describe(kind, () => {
    test('shows the history of the block of X in Pakistan, with its sources, while the page does not load', async ({
      stages,
    }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        await run.chooseOnWelcomePage('standard');
        await run.loadPage();
        const popup = await run.openPopup();
        expect(await run.waitUntilSettled(popup)).toMatchObject({
          verdict: 'blocked',
          mechanism: 'tls-reset',
          country: 'PK',
          platform: 'x',
        });
        const said = () => readableText(popup);
        await expect.poll(said).toMatch(/February 17, 2024/);
        await expect.poll(said).toMatch(/April 17, 2024[\s\S]*interior ministry[\s\S]*Islamabad High Court/i);
        await expect.poll(said).toMatch(/BTW Media[\s\S]*Khaleej Times/);
        await expect.poll(() => run.browser.badgeText(run.tabId)).toBe('!');
      });
    });

    test('two tabs of one platform share a case: both show it, and no check runs twice', async ({
      stages,
    }) => {
      await stages[kind].playScenario(
        karachi,
        async ({ setChoice, loadPage, openPopup, waitUntilSettled, browser, network, ...run }) => {
          await setChoice('standard');
          await loadPage();
          const first = await waitUntilSettled(await openPopup());
          const asked = () =>
            network.log.filter(({ layer, host }) => layer === 'https' && PROBE_HOSTS.has(host));
          const before = asked().length;
          const second = await browser.newPage();
          const tabId = await browser.tabIdOf(second);
          await second.goto('https://x.com/another');
          const popup = await browser.openExtensionPage(`extension/popup/index.html?tab=${tabId}`);
          expect(await waitUntilSettled(popup)).toEqual(first);
          // A browser removes the badge of a tab that reloads by itself, until the reload has failed as well.
          const readBadges = async () => [await browser.badgeText(run.tabId), await browser.badgeText(tabId)];
          await expect.poll(readBadges).toEqual(['!', '!']);
          expect(before).toBeGreaterThan(5);
          expect(asked()).toHaveLength(before);
        },
      );
    });

    test('sends not one request in quiet mode, and still shows what is on record', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        await run.chooseOnWelcomePage('quiet');
        await run.loadPage();
        const popup = await run.openPopup();
        expect(await run.waitUntilSettled(popup)).toMatchObject({ verdict: 'inconclusive', platform: 'x' });
        await expect.poll(() => popup.innerText()).toMatch(/2024/);
        expect(asked(run.network)).toEqual([]);
        expect(run.network.log.filter((e) => PROBE_HOSTS.has(e.host))).toEqual([]);
      });
    });

    test('is quiet until the person has chosen', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        await run.loadPage();
        await run.waitUntilSettled(await run.openPopup());
        expect(run.network.log.filter((e) => PROBE_HOSTS.has(e.host))).toEqual([]);
      });
    });

    test('checks in quiet mode when asked to, once, for this case', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        await run.chooseOnWelcomePage('quiet');
        await run.loadPage();
        const popup = await run.openPopup();
        await run.waitUntilSettled(popup);
        await popup.click('.actions .primary');
        await popup.waitForSelector('#app[data-verdict="blocked"]');
      });
    });

    test('continues after its background was killed halfway, and repeats no check', async ({ stages }) => {
      // Bytes a second: a TLS handshake takes seconds.
      const slow = { pace: 1_200 };
      await stages[kind].playScenario(
        { ...karachi, faults: { ...karachi.faults, '@controls': slow } },
        async (run) => {
          await run.setChoice('standard');
          await run.loadPage();
          const popup = await run.openPopup();
          expect(
            await waitUntil(
              async () => (await observedKeys(popup)).some((key) => key.startsWith('captive-portal:')),
              5_000,
            ),
          ).toBe(true);
          await run.browser.stopBackground();
          const before = await observedKeys(popup);
          expect(before.filter((key) => key.startsWith('control:'))).toEqual([]);
          const countPortalRequests = () =>
            asked(run.network).filter((a) => /detectportal|connectivitycheck/.test(a)).length;
          expect(countPortalRequests()).toBe(1);
          await popup.reload();
          expect(await run.waitUntilSettled(popup)).toMatchObject({
            verdict: 'blocked',
            mechanism: 'tls-reset',
          });
          expect(countPortalRequests()).toBe(1);
        },
      );
    });

    test('the popup opens by itself once for a settled block, unless the setting forbids it', async ({
      stages,
    }) => {
      for (const autoOpen of [true, false]) {
        await stages[kind].playScenario(karachi, async ({ browser }) => {
          const reader = await browser.openExtensionPage('extension/pages/welcome/index.html');
          await sendMessage(reader, 'changeSettings', { choice: 'standard', autoOpen });
          // The failing tab is in front: the popup does not open over a background tab.
          const page = await browser.newPage();
          const tabId = await browser.tabIdOf(page);
          await page.goto(karachi.url);
          await expect.poll(() => browser.badgeText(tabId), { timeout: 10_000 }).toBe('!');
          await expect.poll(() => shownFlags(reader)).toEqual([autoOpen]);
          await sendMessage(reader, 'recheckCase', { tabId });
          await expect.poll(() => roundsAndPhases(reader), { timeout: 10_000 }).toEqual(['1 settled']);
          expect(await shownFlags(reader)).toEqual([autoOpen]);
        });
      }
    });

    test('a page that loads after all ends the case', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        const popup = await openSettledPopup(run);
        await run.network.setFaults({});
        await run.loadPage();
        await popup.waitForSelector('#app[data-phase="settled"][data-verdict=""]');
        expect(await run.browser.badgeText(run.tabId)).toBe('');
      });
    });

    test('sends exactly the report that was shown, after one click, once, when the network is back', async ({
      stages,
    }) => {
      const refusing = { ...karachi.faults, '@collector': {} };
      await stages[kind].playScenario({ ...karachi, faults: refusing }, async (run) => {
        const popup = await openSettledPopup(run);
        await openReportPanel(popup);
        const shown: unknown = JSON.parse(await popup.innerText('.exact pre'));
        expect(shown).toMatchObject({ input: 'https://x.com/', probe_cc: 'PK', probe_asn: 'AS64500' });
        expect(JSON.stringify(shown)).not.toMatch(/somebody|lang=ur/);
        expect(run.network.submittedReports()).toEqual([]);

        await run.network.setFaults({ ...karachi.faults, '@collector': { https: { status: 503 } } });
        await popup.click('.panel ~ .actions .primary');
        await expect.poll(() => popup.innerText()).toMatch(/503/);
        expect(run.network.submittedReports()).toEqual([]);

        await run.network.setFaults(karachi.faults);
        await makeReportsDue(popup);
        await run.browser.stopBackground();
        await popup.reload();
        await expect.poll(() => run.network.submittedReports().length, { timeout: 15_000 }).toBe(1);
        await run.browser.stopBackground();
        await popup.reload();
        await popup.waitForSelector('#app[data-phase="settled"]');
        expect(run.network.submittedReports().length).toBe(1);
        expect(run.network.submittedReports()[0]).toMatchObject({ content: shown });
      });
    });

    test('a collector that answers rubbish does no harm', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        const popup = await openSettledPopup(run);
        await openReportPanel(popup);
        await run.network.setFaults({
          ...karachi.faults,
          '@collector': { https: { body: '<html>hello' } },
        });
        await popup.click('.panel ~ .actions .primary');
        await expect.poll(() => popup.innerText()).toMatch(/\/report/);
        const kept = await sendMessage(popup, 'getRecentErrors', {});
        expect(kept).toMatchObject({ ok: true });
      });
    });

    test('malformed messages are refused with the field’s name, and break nothing', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        await run.setChoice('standard');
        await run.loadPage();
        const popup = await run.openPopup();
        expect(await sendMessage(popup, 'getCase', { tabId: 'seven' })).toMatchObject({
          ok: false,
          error: expect.stringMatching(/tabId|number/i),
        });
        expect(await sendMessage(popup, 'toString', {})).toMatchObject({ ok: false });
        expect(await sendMessage(popup, 'draftReport', { caseId: 'nobody' })).toMatchObject({
          ok: false,
        });
        expect(await run.waitUntilSettled(popup)).toMatchObject({ verdict: 'blocked' });
      });
    });

    test('the history follows the country that the person chooses', async ({ stages }) => {
      await stages[kind].playScenario(karachi, async (run) => {
        const popup = await openSettledPopup(run);
        await sendMessage(popup, 'changeSettings', { country: 'RU' });
        await popup.reload();
        await popup.waitForSelector('#app[data-country="RU"]');
        await expect.poll(() => popup.innerText()).toMatch(/Roskomnadzor|Russia/);
      });
    });
  });
}

test('chromium › the popup says that the network and the clock are of different countries', async ({
  stages,
}) => {
  const abroad: Scenario = { ...karachi, networkCountry: 'NZ' };
  await stages.chromium.playScenario(abroad, async (run) => {
    await run.browser.sendMessage('changeSettings', { choice: 'standard', country: '' });
    await run.loadPage();
    const popup = await run.openPopup();
    await run.waitUntilSettled(popup);
    await expect.poll(() => readableText(popup)).toMatch(/network looks like New Zealand[\s\S]*clock like/);
  });
});
