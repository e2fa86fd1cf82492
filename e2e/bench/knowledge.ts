import type { Page } from '@playwright/test';
import type { ImportTiming, LookupTimings } from './knowledge-entry.ts';
import { withBenchPage } from './page.ts';
import { median, quantile } from './quantile.ts';
import { compareToBar, formatMs, formatRatio, formatSeconds, type Table } from './table.ts';

const SIZES = [1_000, 10_000, 100_000];
/** More than one bundle can carry: shows how lookups grow, without an import. */
const LARGEST_SIZE = 1_000_000;
const QUESTIONS = 2_000;
/** design: bars */
const BARS = { at: 100_000, lookupP99Ms: 5, importMs: 5_000 };

/** The exports of knowledge-entry.ts, in the page. */
declare const bench: typeof import('./knowledge-entry.ts');

const measureLookups = (page: Page, n: number): Promise<LookupTimings> =>
  page.evaluate(([n, questions]) => bench.runLookups(n, questions), [n, QUESTIONS] as const);

/** How long it takes to look up a platform in a country, and to import a set of records. */
export async function benchKnowledge(): Promise<Table> {
  const results = await withBenchPage('knowledge-entry.ts', async (page) => {
    const measured: { n: number; imported?: ImportTiming; looked: LookupTimings }[] = [];
    for (const n of SIZES) {
      const imported = await page.evaluate((n) => bench.runImport(n), n);
      const looked = await measureLookups(page, n);
      measured.push({ n, imported, looked });
    }
    await page.evaluate((n) => bench.fillStore(n), LARGEST_SIZE);
    measured.push({
      n: LARGEST_SIZE,
      looked: await measureLookups(page, LARGEST_SIZE),
    });
    return measured;
  });
  const rows = results.map(({ n, imported, looked }) => {
    const p99 = quantile(looked.times, 0.99);
    const bareP99 = quantile(looked.bare, 0.99);
    return [
      n.toLocaleString('en'),
      formatMs(median(looked.times)),
      formatMs(p99),
      formatMs(bareP99),
      formatRatio(p99, bareP99),
      (looked.found / QUESTIONS).toFixed(1),
      `${(looked.heapBytes / 2 ** 20).toFixed(0)} MB`,
      ...(imported
        ? [
            formatSeconds(imported.importMs / 1000),
            imported.longestTaskMs === 0 ? '< 50 ms' : formatMs(imported.longestTaskMs),
          ]
        : []),
      ...(imported && n === BARS.at
        ? [compareToBar(p99, BARS.lookupP99Ms), compareToBar(imported.importMs, BARS.importMs)]
        : []),
    ];
  });
  return {
    title: 'Knowledge',
    how: `${QUESTIONS.toLocaleString('en')} lookups spread over all countries and platforms, in Chromium's IndexedDB on disk, made-up records. Bar: p99 ≤ ${BARS.lookupP99Ms} ms and import ≤ ${BARS.importMs / 1000} s at ${BARS.at.toLocaleString('en')}. A bare read is that of one small record, taken in turn with the lookups. The longest task is that of the thread that imports: in the product that is the background's, never the popup's.`,
    columns: [
      'incidents',
      'lookup p50',
      'lookup p99',
      'bare read p99',
      'ratio',
      'found each',
      'heap after',
      'import',
      'longest task',
      'p99 to bar',
      'import to bar',
    ],
    rows,
  };
}
