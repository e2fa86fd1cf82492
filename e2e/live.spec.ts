/** Live measurements of others on the records page: requested only by a click, and never in quiet mode. */
import { expect } from '@playwright/test';
import type { Scenario } from './network/scenario.ts';
import type { ScenarioRun } from './support/scenario-run.ts';
import { test } from './support/stage.ts';
import { assertAppearance } from './support/visual-checks.ts';

/** In Pakistan, where the simulated OONI has measured X as blocked. The test never opens X itself. */
const BLOCKED: Scenario = {
  name: 'live',
  about: 'A person reads the records',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: { '*.x.com': { tls: 'reset' } },
  innocent: false,
  expect: null,
};
const FEEDS = ['api.ooni.org', 'api.ioda.inetintel.cc.gatech.edu'];

const feedRequests = ({ network }: ScenarioRun): string[] =>
  network.log.filter(({ layer, host }) => layer === 'https' && FEEDS.includes(host)).map(({ host }) => host);

async function openLiveSection(run: ScenarioRun, answer: string) {
  await run.setChoice('standard');
  const page = await run.browser.openExtensionPage('extension/pages/records/index.html#PK/x');
  await page.waitForSelector('[data-act="live"]');
  expect(feedRequests(run)).toEqual([]);
  if (answer === 'quiet') await run.setChoice('quiet');
  await page.click('[data-act="live"]');
  await page.waitForSelector(answer === 'quiet' ? '.live [role="status"]:not(:empty)' : answer);
  return page;
}

test('chromium › Look now shows what OONI and IODA say, with its source and age', async ({ stages }) => {
  await stages.chromium.playScenario(BLOCKED, async (run) => {
    const page = await openLiveSection(run, '.live .bars');
    const text = await page.innerText('.live');
    expect(text).toMatch(/from X .*in \d+ of \d+ tests/);
    expect(text).toMatch(/IODA sees no disturbance/);
    expect(text).toMatch(/OONI, as of .*20\d\d/);
    expect(feedRequests(run).sort()).toEqual([...FEEDS].sort());
    for (const scheme of ['light', 'dark'] as const) {
      await page.setColorScheme(scheme);
      await assertAppearance(page, `live-${scheme}`, '.live');
    }
  });
});

test('chromium › Look now sends no request in quiet mode', async ({ stages }) => {
  await stages.chromium.playScenario(BLOCKED, async (run) => {
    const page = await openLiveSection(run, 'quiet');
    await expect.poll(() => page.innerText('.live')).toMatch(/Nobody is asked/);
    expect(feedRequests(run)).toEqual([]);
  });
});
