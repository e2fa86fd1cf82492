/** The extension costs a healthy page nothing: no request, no wake-up, no case. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { waitUntil } from './browsers/browser.ts';
import type { ExtensionGlobals } from './browsers/extension-api.ts';
import type { LogEntry } from './network/log.ts';
import type { Scenario } from './network/scenario.ts';
import { ROOT } from './support/ensure-built.ts';
import { requestAddress, requestsIn } from './support/request-audit.ts';
import { readPopupState, type ScenarioRun, withScenarioRun } from './support/scenario-run.ts';

const LOADS = 10;
const healthyDay: Scenario = {
  name: 'healthy-day',
  about: 'Every page loads',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: null,
};

/** Addresses of all requests, in order and with repetitions. */
/** Without the script that every healthy page loads. */
const requestAddresses = (log: readonly LogEntry[]): string[] =>
  requestsIn(log)
    .map(requestAddress)
    .filter((address) => !address.endsWith('/assets/app.js'));

/** Loads pages one after another. @returns how many of them found the background running afterwards */
async function countWakingLoads({ page, browser }: ScenarioRun, urls: string[]): Promise<number> {
  let woken = 0;
  for (const url of urls) {
    await page.goto(url);
    if (await browser.isBackgroundRunning()) woken++;
  }
  return woken;
}

/** Our own ad blocker, which stops every counting pixel. */
const BLOCKER = join(ROOT, 'e2e/blocker');
/** A page that counts its visitor with one pixel after another, by script and by image. */
const countingPage: Scenario = {
  ...healthyDay,
  faults: {
    'x.com': {
      https: {
        body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>X</title><script>
          let sent = 0;
          setInterval(() => {
            new Image().src = '/pixel-' + sent++ + '.gif';
            fetch('/pixel').catch(() => {});
            document.documentElement.dataset.sent = sent;
          }, 100);
        </script>`,
      },
    },
  },
};
/** The page sends two pixels each time this many ms have passed. */
const PIXEL_MS = 100;
/** Pairs of pixels during which the background is watched. */
const PIXELS = 50;
/** A little longer than the extension listens to the parts of a page after its load, ms. */
const LISTENED_MS = 26_000;

/** Chromium loads pages ahead that another page names, and drops those that fail before a person has seen them. */
const prerenderingPage: Scenario = {
  ...healthyDay,
  faults: {
    'x.com': {
      https: {
        body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>X</title><script type="speculationrules">{
          "prefetch": [{ "urls": ["https://www.facebook.com/"], "eagerness": "immediate" }],
          "prerender": [{ "urls": ["https://x.com/next"], "eagerness": "immediate" }] }</script>`,
        files: { '/next': { type: 'text/html', body: '<img src="https://abs.twimg.com/1.png">'.repeat(5) } },
      },
    },
    '*.facebook.com': { tls: 'reset' },
    '*.twimg.com': { tls: 'reset' },
  },
};

/** How often `2 * PIXELS` stopped requests wake the background, long after the page has loaded. */
async function countWakeUps(run: ScenarioRun): Promise<number> {
  await run.setChoice('standard');
  await run.loadPage();
  // The page may not be there yet.
  const countSentPixels = async () => Number(await run.page.getAttribute('html', 'data-sent').catch(() => 0));
  expect(await waitUntil(async () => (await countSentPixels()) >= LISTENED_MS / PIXEL_MS, 40_000)).toBe(true);
  expect(await readPopupState(await run.openPopup())).toMatchObject({ phase: 'settled', verdict: '' });
  expect(run.network.log.filter(({ path }) => path?.startsWith('/pixel'))).toEqual([]);
  await run.browser.stopBackground();
  const from = await countSentPixels();
  let woken = 0;
  await waitUntil(async () => {
    if (await run.browser.isBackgroundRunning()) {
      woken++;
      await run.browser.stopBackground();
    }
    return (await countSentPixels()) >= from + PIXELS;
  }, 20_000);
  return woken;
}

const numberedUrls = (host: string): string[] =>
  Array.from({ length: LOADS }, (_, i) => `https://${host}/page-${i}`);

test.describe('chromium', () => {
  // The pixels are counted in a browser of their own while the other tests run.
  test.describe.configure({ mode: 'default' });
  let wakeUpCount: Promise<number>;
  test.beforeAll(() => {
    wakeUpCount = withScenarioRun('chromium', countingPage, countWakeUps, { otherExtensions: [BLOCKER] });
    // The test that awaits the promise reports its failure.
    wakeUpCount.catch(() => {});
  });

  test(`${LOADS} pages of other sites do not wake the background and cause no request`, async () => {
    await withScenarioRun('chromium', healthyDay, async (run) => {
      await run.chooseOnWelcomePage('standard');
      await run.browser.stopBackground();
      const from = run.network.log.length;
      const urls = numberedUrls('example.org');
      expect(await countWakingLoads(run, urls)).toBe(0);
      expect(requestAddresses(run.network.log.slice(from))).toEqual(
        urls.map((url) => url.replace('https://', '')),
      );
    });
  });

  test('a healthy platform causes no request but its own', async () => {
    await withScenarioRun('chromium', healthyDay, async (run) => {
      await run.chooseOnWelcomePage('standard');
      const from = run.network.log.length;
      const urls = numberedUrls('x.com');
      // These loads wake the background, which shows that the test above can see a wake-up.
      await run.browser.stopBackground();
      expect(await countWakingLoads(run, urls)).toBeGreaterThan(0);
      expect(requestAddresses(run.network.log.slice(from))).toEqual(
        urls.map((url) => url.replace('https://', '')),
      );
      expect(await run.browser.badgeText(run.tabId)).toBe('');
    });
  });

  test('a page that was loaded ahead and fails starts no checks', async () => {
    await withScenarioRun('chromium', prerenderingPage, async (run) => {
      await run.setChoice('standard');
      const popup = await run.openPopup();
      // Chromium loads pages ahead only for the page in front.
      await popup.evaluate(async (tabId) => {
        const { chrome } = globalThis as unknown as ExtensionGlobals;
        await chrome.tabs.update(tabId, { active: true });
      }, run.tabId);
      await run.loadPage();
      const wasCutOff = () =>
        run.network.log.some(({ host, action }) => host === 'www.facebook.com' && action === 'reset');
      expect(await waitUntil(async () => wasCutOff(), 10_000)).toBe(true);
      await waitUntil(async () => (await readPopupState(popup)).verdict !== '', 2_000);
      expect(await readPopupState(popup)).toMatchObject({ phase: 'settled', verdict: '' });
      expect(requestAddresses(run.network.log).filter((address) => !/^x\.com\//.test(address))).toEqual([]);
    });
  });

  test('an ad blocker that stops a platform’s pixels all day makes no case and never wakes the background', async () => {
    const woken = await wakeUpCount;
    console.log(`${2 * PIXELS} stopped requests woke the background ${woken} times`);
    expect(woken).toBe(0);
  });
});
