/** What the extension costs where nothing is wrong: nothing. */
import { expect, test } from '@playwright/test';
import type { LogEntry } from './network/log.ts';
import type { Scenario } from './network/scenario.ts';
import { type Bench, withBench } from './support/case.ts';

const LOADS = 10;
const healthy: Scenario = {
  name: 'healthy-day',
  about: 'Every page loads',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: null,
};

/** Hosts that were asked, each as often as it was. A browser fetches a site's icon by itself. */
const asked = (log: readonly LogEntry[]): string[] =>
  log
    .filter(({ layer, path }) => (layer === 'http' || layer === 'plain') && path !== '/favicon.ico')
    .map(({ host, path }) => `${host}${path ?? ''}`);

/** Loads pages one after another. @returns how many of them found the background running afterwards */
async function visit({ page, browser }: Bench, urls: string[]): Promise<number> {
  let woken = 0;
  for (const url of urls) {
    await page.goto(url);
    if (await browser.backgroundRuns()) woken++;
  }
  return woken;
}

const numbered = (host: string): string[] =>
  Array.from({ length: LOADS }, (_, i) => `https://${host}/page-${i}`);

test.describe('chromium', () => {
  test(`${LOADS} pages that are no platform's wake nothing, and nothing is asked`, async () => {
    await withBench('chromium', healthy, async (bench) => {
      await bench.choose('standard');
      await bench.browser.stopBackground();
      const from = bench.network.log.length;
      const urls = numbered('example.org');
      expect(await visit(bench, urls)).toBe(0);
      expect(asked(bench.network.log.slice(from))).toEqual(urls.map((url) => url.replace('https://', '')));
    });
  });

  test('a healthy platform makes no request but its own', async () => {
    await withBench('chromium', healthy, async (bench) => {
      await bench.choose('standard');
      const from = bench.network.log.length;
      const urls = numbered('x.com');
      // The background is told of these loads: the test above would see it, if it could not be seen.
      await bench.browser.stopBackground();
      expect(await visit(bench, urls)).toBeGreaterThan(0);
      expect(asked(bench.network.log.slice(from))).toEqual(urls.map((url) => url.replace('https://', '')));
      expect(await bench.browser.badge(bench.tabId)).toBe('');
    });
  });
});
