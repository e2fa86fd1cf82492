import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { BundleEnvelopeSchema } from '../../src/knowledge/bundle.ts';
import { syntheticBundle } from '../../src/knowledge/testing/synthetic-bundle.ts';
import { type Page, sendMessage, waitUntil } from '../browsers/browser.ts';
import type { Scenario } from '../network/scenario.ts';
import { builtDir, ensureBuilt } from '../support/ensure-built.ts';
import { type ScenarioRun, withScenarioRun } from '../support/scenario-run.ts';
import { median } from './quantile.ts';
import { isImportRunning, OUTDATED_VERSION, outdateFacts, readActiveFacts } from './store.ts';
import { compareToBar, formatMs, formatRatio, type Table } from './table.ts';

const OPENINGS = 10;
/** A popup's size. In a larger tab the window around the popup would be painted as well. */
const VIEWPORT = { width: 400, height: 600 };
/** No code and no style. */
const PLAIN_PAGE = 'LICENSE.txt';
const LARGE_FACT_COUNT = 100_000;
/** design: bars */
const PAINT_MS = 100;
/** The first start imports that many facts before the case settles, which may take this long, ms. */
const IMPORT_MS = 60_000;

const BLOCKED: Scenario = {
  name: 'bench-x-tls-reset',
  about: 'X is cut off in the TLS handshake',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: { '*.x.com': { tls: 'reset' } },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};

/** How soon the popup of a settled case is painted, at rest and while the background imports a large set. */
export async function benchPaint(): Promise<Table> {
  await ensureBuilt();
  const [bare, shipped] = await withScenarioRun(
    'chromium',
    BLOCKED,
    async (run) => {
      await settleCase(run);
      const plainly = await measureOpenings(() => run.browser.openExtensionPage(PLAIN_PAGE));
      return [plainly, await measureOpenings(run.openPopup)] as const;
    },
    { viewport: VIEWPORT },
  );
  const large = await withManyFacts((extensionDir) =>
    withScenarioRun(
      'chromium',
      BLOCKED,
      async (run) => {
        await settleCase(run);
        const atRest = await measureOpenings(run.openPopup);
        return { atRest, importing: await measureDuringImport(run) };
      },
      { extensionDir, viewport: VIEWPORT },
    ),
  );
  const paintRow = (what: string, times: PaintTimes, base: PaintTimes) => [
    what,
    String(times.length),
    formatMs(median(times.map(({ paint }) => paint))),
    formatMs(median(times.map(({ said }) => said))),
    formatMs(Math.max(...times.map(({ said }) => said))),
    formatRatio(median(times.map(({ said }) => said)), median(base.map(({ said }) => said))),
    compareToBar(median(times.map(({ paint }) => paint)), PAINT_MS),
  ];
  const { atRest, importing } = large;
  return {
    title: 'First paint of the popup',
    how: `The popup as a tab of a popup's size, with a settled case (X blocked in Pakistan), in Chromium: when its frame is painted (first contentful paint; bar: median ≤ ${PAINT_MS} ms), and when the case is, read from the memory of the browser session (the first text of the largest contentful paints); next to a file of plain text of the extension's: what the browser itself needs.`,
    columns: ['with', 'openings', 'frame', 'case', 'slowest', 'to plain text', 'bar'],
    rows: [
      paintRow('plain text, no popup', bare, bare),
      paintRow('the facts of the package', shipped, bare),
      paintRow(`${LARGE_FACT_COUNT.toLocaleString('en')} made-up facts`, atRest, bare),
      paintRow('plain text, while the background imports as many', importing.plain, importing.plain),
      paintRow('the popup, while it does', importing.popup, importing.plain),
    ],
  };
}

async function settleCase({
  chooseOnWelcomePage,
  loadPage,
  openPopup,
  waitUntilSettled,
}: ScenarioRun): Promise<void> {
  await chooseOnWelcomePage('standard');
  await loadPage();
  const popup = await openPopup();
  const { verdict } = await waitUntilSettled(popup, IMPORT_MS);
  if (verdict !== BLOCKED.expect?.verdict) throw new Error(`The case to be shown came out as "${verdict}"`);
  await popup.close();
}

/** When the first content and when the case (or the file's text) was painted, ms from the opening. */
type PaintTimes = { paint: number; said: number }[];

async function measureOpenings(open: () => Promise<Page>): Promise<PaintTimes> {
  const times: PaintTimes = [];
  while (times.length < OPENINGS) times.push((await measureOpening(open)).times);
  return times;
}

/**
 * Opens popup and plain text in turn, so that both meet the same load. The import begins as on the records page, and
 * openings after its end do not count. @throws if the import ends before the first one
 */
async function measureDuringImport(run: ScenarioRun): Promise<Record<'popup' | 'plain', PaintTimes>> {
  const popup = await run.openPopup();
  await outdateFacts(popup);
  // Not awaited: the answer comes at the end of the import, long after this tab is closed.
  void sendMessage(popup, 'loadKnowledge', {}).catch(() => {});
  if (!(await waitUntil(() => isImportRunning(popup), IMPORT_MS)))
    throw new Error(`No import began within ${IMPORT_MS / 1000} s`);
  await popup.close();
  const times: Record<'popup' | 'plain', PaintTimes> = { popup: [], plain: [] };
  while (times.popup.length < OPENINGS) {
    const plain = await measureOpening(() => run.browser.openExtensionPage(PLAIN_PAGE));
    const popup = await measureOpening(run.openPopup);
    if (popup.version !== OUTDATED_VERSION) break;
    times.plain.push(plain.times);
    times.popup.push(popup.times);
  }
  if (times.popup.length === 0) throw new Error('The import was over before the popup could be opened once');
  return times;
}

/** Runs in the page. Text outside the frame is the case, or the file. @throws when none is painted within 10 s */
function readPaintTimes(): Promise<PaintTimes[number]> {
  return new Promise((resolve, reject) => {
    new PerformanceObserver((list) => {
      const entries = list.getEntries() as (PerformanceEntry & { element?: Element })[];
      const said = entries.find(({ element }) => element?.closest('#app[data-phase], pre'));
      const [first] = performance.getEntriesByName('first-contentful-paint');
      if (said && first) resolve({ paint: first.startTime, said: said.startTime });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => reject(new Error('The page painted nothing within 10 s')), 10_000);
  });
}

async function measureOpening(
  open: () => Promise<Page>,
): Promise<{ times: PaintTimes[number]; version: string | undefined }> {
  const page = await open();
  const times = await page.evaluate(readPaintTimes);
  const version = (await readActiveFacts(page))?.version;
  await page.close();
  return { times, version };
}

/** A copy of the built extension with many made-up facts under the version of its own facts. Deleted after `steps`. */
async function withManyFacts<T>(steps: (extensionDir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'is-it-blocked-many-'));
  try {
    await cp(builtDir('chromium'), dir, { recursive: true });
    const file = join(dir, 'knowledge.json');
    const { version } = v.parse(BundleEnvelopeSchema, JSON.parse(await readFile(file, 'utf8')));
    await writeFile(file, JSON.stringify({ ...JSON.parse(syntheticBundle(LARGE_FACT_COUNT, 7)), version }));
    return await steps(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
