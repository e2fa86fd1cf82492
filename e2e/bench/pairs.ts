/**
 * `npx tsx e2e/bench/pairs.ts [--loads 40] [--dist DIR]`
 *
 * What the extension costs a healthy page: two Chromiums, with and without it, load the same pages in turn, so that
 * other load on the machine affects both alike.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { LaunchedBrowser, Page } from '../browsers/browser.ts';
import { ensureBrowser } from '../browsers/install.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { type Network, startNetwork } from '../network/network.ts';
import { builtDir, ensureBuilt } from '../support/ensure-built.ts';
import { median, quantile } from './quantile.ts';
import { formatMs, toMarkdown } from './table.ts';

/** Loads that do not count, while connections, caches and compilers warm up. */
const WARM_UP = 5;
const RESAMPLES = 2_000;
const SITES = { 'a platform': 'https://x.com/', 'another site': 'https://example.org/' };

/** Times of the same page in both browsers, ms. */
interface LoadPair {
  with: number;
  without: number;
}

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { loads: { type: 'string', default: '40' }, dist: { type: 'string' } },
  });
  const loads = Number(values.loads);
  if (!Number.isInteger(loads) || loads < 2) throw new Error('--loads takes a whole number from 2 up');
  if (values.dist === undefined) await ensureBuilt();
  const extension = values.dist === undefined ? builtDir('chromium') : resolve(values.dist, 'chromium');
  const network = await startNetwork({ country: 'PK', faults: {} });
  try {
    const rows = await withTwins(network, extension, async (pages) => {
      const rows: string[][] = [];
      for (const [what, url] of Object.entries(SITES))
        rows.push(pairRow(what, await measurePairs(pages, url, loads)));
      return rows;
    });
    console.log(
      toMarkdown({
        title: 'Healthy pages, with and without the extension',
        how: `${loads} pairs of loads in two Chromiums in turns; ratio of the medians, its 95 % interval by ${RESAMPLES} bootstrap resamples of the pairs.`,
        columns: ['page', 'with', 'without', 'ratio', '95 % interval'],
        rows,
      }),
    );
  } finally {
    await network.close();
  }
}

/** The twin without the extension has an idle one, because the driver needs one to find its tabs. */
async function withTwins<T>(
  network: Network,
  extension: string,
  steps: (pages: { with: Page; without: Page }) => Promise<T>,
): Promise<T> {
  const idle = await mkdtemp(join(tmpdir(), 'is-it-blocked-idle-'));
  const open: LaunchedBrowser[] = [];
  const launchTwin = async (extensionDir: string): Promise<Page> => {
    const executable = await ensureBrowser('chromium');
    const browser = await launchBrowser('chromium', {
      extensionDir,
      network,
      timezone: 'Asia/Karachi',
      executablePath: executable,
    });
    open.push(browser);
    return browser.newPage();
  };
  try {
    await writeFile(join(idle, 'manifest.json'), JSON.stringify(IDLE_MANIFEST));
    await writeFile(join(idle, 'idle.js'), '');
    return await steps({ with: await launchTwin(extension), without: await launchTwin(idle) });
  } finally {
    await Promise.all(open.map((browser) => browser.close()));
    await rm(idle, { recursive: true, force: true });
  }
}

const IDLE_MANIFEST = {
  manifest_version: 3,
  name: 'Idle',
  version: '1',
  background: { service_worker: 'idle.js' },
  action: {},
};

async function measurePairs(
  pages: { with: Page; without: Page },
  url: string,
  loads: number,
): Promise<LoadPair[]> {
  const made: LoadPair[] = [];
  for (let i = -WARM_UP; i < loads; i++) {
    const first = i % 2 === 0 ? 'with' : 'without';
    const second = first === 'with' ? 'without' : 'with';
    const target = `${url}?load=${i}`;
    const took = { with: 0, without: 0 };
    for (const side of [first, second] as const) took[side] = await timeLoad(pages[side], target);
    if (i >= 0) made.push(took);
  }
  return made;
}

/** By the browser's own clock, from the start of the navigation to the end of the load event. */
async function timeLoad(page: Page, url: string): Promise<number> {
  await page.goto(url);
  const took = await page.evaluate((url) => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return (location.href === url && entry?.loadEventEnd) || null;
  }, url);
  if (took === null) throw new Error(`${url} did not load within the driver's patience`);
  return took;
}

const ratioOfMedians = (of: readonly LoadPair[]): number =>
  median(of.map((pair) => pair.with)) / median(of.map((pair) => pair.without));

function pairRow(what: string, made: LoadPair[]): string[] {
  const random = seededRandom(1);
  const resamplePairs = (): LoadPair[] => made.flatMap(() => made[Math.floor(random() * made.length)] ?? []);
  const ratios = Array.from({ length: RESAMPLES }, () => ratioOfMedians(resamplePairs()));
  const interval = [0.025, 0.975].map((q) => quantile(ratios, q).toFixed(3)).join(' – ');
  return [
    what,
    formatMs(median(made.map((pair) => pair.with))),
    formatMs(median(made.map((pair) => pair.without))),
    ratioOfMedians(made).toFixed(3),
    interval,
  ];
}
