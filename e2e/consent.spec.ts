/** What people agree to, in real browsers: whose name leaves the device, when requests stop, and which network a report names. */
import { expect } from '@playwright/test';
import { BROWSER_KINDS } from './browsers/browser.ts';
import type { Faults, Scenario } from './network/scenario.ts';
import { requestsIn } from './support/request-audit.ts';
import { openSettledPopup, type ScenarioRun } from './support/scenario-run.ts';
import { test } from './support/stage.ts';

const BLOG = 'secret-blog.wordpress.com';
const blogWith = (faults: Faults): Scenario => ({
  name: 'somebodys-blog',
  about: 'A blog is cut by its name',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: `https://${BLOG}/2026/11/post`,
  faults,
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
});
const ALL_BLOGS = blogWith({ '*.wordpress.com': { tls: 'reset' } });
const ONE_BLOG = blogWith({ [BLOG]: { tls: 'reset' }, 'wordpress.com': {} });
const RESOLVERS = /cloudflare-dns|dns\.google/;

const shownInput = async (popup: Awaited<ReturnType<ScenarioRun['openPopup']>>): Promise<string> =>
  (JSON.parse(await popup.innerText('.exact pre')) as { input: string }).input;

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    test('a report of a blog among many that fail names their domain, and no resolver is asked', async ({
      stages,
    }) => {
      await stages[kind].playScenario(ALL_BLOGS, async (run) => {
        const popup = await openSettledPopup(run);
        await popup.click('.actions .primary');
        await popup.waitForSelector('.exact pre');
        expect(await shownInput(popup)).toBe('https://wordpress.com/');
        expect(requestsIn(run.network.log).filter(({ host }) => RESOLVERS.test(host))).toEqual([]);
        await popup.click('[data-name="exact"]');
        await expect.poll(() => shownInput(popup)).toBe(`https://${BLOG}/`);
      });
    });

    test('a blog that fails alone is named only after a click', async ({ stages }) => {
      await stages[kind].playScenario(ONE_BLOG, async (run) => {
        const popup = await openSettledPopup(run);
        await popup.click('.actions .primary');
        await popup.waitForSelector('[data-name="exact"]');
        expect(await popup.evaluate(() => document.querySelector('.exact') === null)).toBe(true);
        await popup.click('[data-name="exact"]');
        await popup.waitForSelector('.exact pre');
        expect(await shownInput(popup)).toBe(`https://${BLOG}/`);
      });
    });

    test('the preview of a report asks nobody, and names the network that failed after a VPN is on', async ({
      stages,
    }) => {
      const scenario: Scenario = {
        ...ALL_BLOGS,
        url: 'https://x.com/',
        faults: { '*.x.com': { tls: 'reset' } },
      };
      await stages[kind].playScenario(scenario, async (run) => {
        const popup = await openSettledPopup(run);
        await run.setChoice('quiet');
        await run.network.playScenario({ ...scenario, country: 'NZ', faults: {} });
        await popup.click('.actions .primary');
        await popup.waitForSelector('.exact pre');
        expect(JSON.parse(await popup.innerText('.exact pre'))).toMatchObject({
          probe_cc: 'PK',
          probe_asn: 'AS64500',
        });
        expect(requestsIn(run.network.log)).toEqual([]);
      });
    });
  });
