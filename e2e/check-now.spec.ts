/** "Check" in the popup of a page that loads: does what it shows come as well? */
import { expect } from '@playwright/test';
import { BROWSER_KINDS, type Page, waitUntil } from './browsers/browser.ts';
import type { Faults, Scenario } from './network/scenario.ts';
import { requestsIn } from './support/request-audit.ts';
import type { PopupState, ScenarioRun } from './support/scenario-run.ts';
import { test } from './support/stage.ts';

const VIDEO_HOST = 'rr1.googlevideo.com';
const CLIP_BYTES = 131_072;
/** Under what counts as slow; a clip takes five seconds. */
const SLOW_PACE = 24_000;

const page = (inBody: string) => ({
  https: {
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Home</title>${inBody}`.padEnd(70_000),
  },
});
/** A player loads its clip by script, as the platform's does. */
const PLAYER = `<script>fetch('https://${VIDEO_HOST}/clip').then((clip) => clip.arrayBuffer());</script>`;
const PICTURE = `<img alt="" src="https://${VIDEO_HOST}/picture">`;
const clip = { headers: { 'access-control-allow-origin': '*' }, body: '.'.repeat(CLIP_BYTES) };

const scenario = (name: string, about: string, body: string, faults: Faults): Scenario => ({
  name,
  about,
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://www.youtube.com/',
  faults: { 'www.youtube.com': page(body), ...faults },
  innocent: false,
  expect: null,
});

const hasLoaded = (tab: Page, host: string): Promise<boolean> =>
  waitUntil(
    () =>
      tab.evaluate(
        (host) =>
          performance.getEntriesByType('resource').some(({ name }) => URL.parse(name)?.hostname === host),
        host,
      ),
    15_000,
  );

/** Presses the button in the popup of the page, which has nothing to tell before. */
async function checkPage(run: ScenarioRun): Promise<PopupState & { text: string; badge: string }> {
  const popup = await run.openPopup();
  await popup.click('[data-action="check"]');
  const state = await run.waitUntilSettled(popup, 40_000);
  return { ...state, text: await popup.innerText(), badge: await run.browser.badgeText(run.tabId) };
}

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    test('names the host of videos that come slowly', async ({ stages }) => {
      const slowed = scenario('media-slow', 'The page is fast, its videos are slowed down', PLAYER, {
        '*.googlevideo.com': { https: clip, pace: SLOW_PACE },
      });
      await stages[kind].playScenario(slowed, async (run) => {
        await run.setChoice('standard');
        await run.loadPage();
        expect(await hasLoaded(run.page, VIDEO_HOST)).toBe(true);
        const { text, ...state } = await checkPage(run);
        expect(state).toMatchObject({
          verdict: 'throttled',
          mechanism: 'throttling',
          platform: 'youtube',
          badge: '',
        });
        expect(text).toContain('YouTube opens, but its videos and pictures');
        expect(text).toContain(VIDEO_HOST);
      });
    });

    test('says that all is well where it is, and asks in quiet mode only on the click', async ({
      stages,
    }) => {
      const healthy = scenario('media-healthy', 'The page and its videos are fast', PLAYER, {
        '*.googlevideo.com': { https: clip },
      });
      await stages[kind].playScenario(healthy, async (run) => {
        await run.setChoice('quiet');
        await run.loadPage();
        expect(await hasLoaded(run.page, VIDEO_HOST)).toBe(true);
        const before = requestsIn(run.network.log).map(({ host }) => host);
        expect(new Set(before)).toEqual(new Set(['www.youtube.com', VIDEO_HOST]));
        const { text, ...state } = await checkPage(run);
        expect(state).toMatchObject({
          verdict: 'reachable',
          mechanism: '',
          confidence: 'likely',
          badge: '',
        });
        expect(text).toContain('YouTube works here');
        expect(text).not.toContain('Report');
      });
    });

    test('tells videos that do not come at all from one server that is gone', async ({ stages }) => {
      const cut = { tls: 'reset' } as const;
      const blocked = scenario('media-reset', 'The page is fine, its videos and pictures are cut', PICTURE, {
        '*.googlevideo.com': cut,
        '*.ytimg.com': cut,
        'yt3.ggpht.com': cut,
      });
      await stages[kind].playScenario(blocked, async (run) => {
        await run.setChoice('standard');
        await run.loadPage();
        expect(await checkPage(run)).toMatchObject({ verdict: 'blocked', mechanism: 'tls-reset' });
        await run.network.setFaults({ ...blocked.faults, '*.ytimg.com': {}, 'yt3.ggpht.com': {} });
        const popup = await run.openPopup();
        await popup.click('.recheck');
        await popup.waitForSelector('#app[data-verdict="reachable"][data-phase="settled"]', 40_000);
        expect(await popup.innerText()).toContain('that do not answer');
      });
    });

    test('finds pictures that begin and stop', async ({ stages }) => {
      const frozen = scenario('media-frozen', 'The page is fine, its pictures stop', PICTURE, {
        '*.googlevideo.com': { https: clip, freezeAfter: 20_000 },
      });
      await stages[kind].playScenario(frozen, async (run) => {
        await run.setChoice('standard');
        await run.loadPage();
        expect(await checkPage(run)).toMatchObject({ verdict: 'blocked', mechanism: 'freeze' });
      });
    });
  });
