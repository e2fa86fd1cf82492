import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { BundleEnvelopeSchema } from '../../src/knowledge/bundle.ts';
import { syntheticBundle } from '../../src/knowledge/testing/synthetic-bundle.ts';
import { messageExpression, type Page, waitUntil } from '../browsers/browser.ts';
import type { Scenario } from '../network/scenario.ts';
import { builtDir, ensureBuilt } from '../support/ensure-built.ts';
import { type ScenarioRun, withScenarioRun } from '../support/scenario-run.ts';
import { median } from './quantile.ts';
import { factsInUse, importRuns, OUTDATED, outdateFacts } from './store.ts';
import { against, ms, ratio, type Table } from './table.ts';

const OPENINGS = 10;
/** A popup's size: in a tab of its own the popup is no larger, but a window around it would be painted as well. */
const VIEWPORT = { width: 400, height: 600 };
/** No code and no style. */
const BARE = 'LICENSE.txt';
const MANY = 100_000;
/** design: bars */
const PAINT_MS = 100;
/** A first start with that many facts imports them before the case settles. */
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

/** How soon the popup of a settled case shows something, at rest and while the background takes in a large set. */
export async function paint(): Promise<Table> {
  await ensureBuilt();
  const [bare, shipped] = await withScenarioRun(
    'chromium',
    BLOCKED,
    async (bench) => {
      await settle(bench);
      const plainly = await openings(() => bench.browser.openExtensionPage(BARE));
      return [plainly, await openings(bench.openPopup)] as const;
    },
    { viewport: VIEWPORT },
  );
  const large = await withManyFacts((extensionDir) =>
    withScenarioRun(
      'chromium',
      BLOCKED,
      async (bench) => {
        await settle(bench);
        const atRest = await openings(bench.openPopup);
        return { atRest, importing: await openingsDuringImport(bench) };
      },
      { extensionDir, viewport: VIEWPORT },
    ),
  );
  const row = (what: string, times: Times, base: Times) => [
    what,
    String(times.length),
    ms(median(times.map(({ paint }) => paint))),
    ms(median(times.map(({ said }) => said))),
    ms(Math.max(...times.map(({ said }) => said))),
    ratio(median(times.map(({ said }) => said)), median(base.map(({ said }) => said))),
    against(median(times.map(({ paint }) => paint)), PAINT_MS),
  ];
  const { atRest, importing } = large;
  return {
    title: 'First paint of the popup',
    how: `The popup as a tab of a popup's size, with a settled case (X blocked in Pakistan), in Chromium: when its frame is painted (first contentful paint; bar: median ≤ ${PAINT_MS} ms), and when the case is, read from IndexedDB (the first text of the largest contentful paints); next to a file of plain text of the extension's: what the browser itself needs.`,
    columns: ['with', 'openings', 'frame', 'case', 'slowest', 'to plain text', 'bar'],
    rows: [
      row('plain text, no popup', bare, bare),
      row('the facts of the package', shipped, bare),
      row(`${MANY.toLocaleString('en')} made-up facts`, atRest, bare),
      row('plain text, while the background imports as many', importing.plain, importing.plain),
      row('the popup, while it does', importing.popup, importing.plain),
    ],
  };
}

async function settle({
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

/** When something was painted, and when what the page has to say was; ms from the opening. */
type Times = { paint: number; said: number }[];

async function openings(open: () => Promise<Page>): Promise<Times> {
  const times: Times = [];
  while (times.length < OPENINGS) times.push((await opening(open)).times);
  return times;
}

/**
 * Popup and plain text in turn: both find the machine as busy. The import is begun as the records' page begins it;
 * openings after its end do not count. @throws when none came before
 */
async function openingsDuringImport(bench: ScenarioRun): Promise<Record<'popup' | 'plain', Times>> {
  const popup = await bench.openPopup();
  await outdateFacts(popup);
  await popup.evaluate(`void ${messageExpression('loadFacts', {})}, true`);
  if (!(await waitUntil(() => importRuns(popup), IMPORT_MS)))
    throw new Error(`No import began within ${IMPORT_MS / 1000} s`);
  await popup.close();
  const times: Record<'popup' | 'plain', Times> = { popup: [], plain: [] };
  while (times.popup.length < OPENINGS) {
    const plain = await opening(() => bench.browser.openExtensionPage(BARE));
    const popup = await opening(bench.openPopup);
    if (popup.version !== OUTDATED) break;
    times.plain.push(plain.times);
    times.popup.push(popup.times);
  }
  if (times.popup.length === 0) throw new Error('The import was over before the popup could be opened once');
  return times;
}

/** Text outside the frame is the case, or the file. @throws when none is painted within 10 s */
const PAINTED = `new Promise((done, fail) => {
  new PerformanceObserver((list) => {
    const said = list.getEntries().find(({ element }) => element?.closest('#app[data-phase], pre'));
    if (said) done({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, said: said.startTime });
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(() => fail(new Error('The page painted nothing within 10 s')), 10_000);
})`;

async function opening(
  open: () => Promise<Page>,
): Promise<{ times: Times[number]; version: string | undefined }> {
  const page = await open();
  const times = await page.evaluate<Times[number]>(PAINTED);
  const version = (await factsInUse(page))?.version;
  await page.close();
  return { times, version };
}

/** The built extension with another set of facts under the version of its own; gone when `steps` are done. */
async function withManyFacts<T>(steps: (extensionDir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'is-it-blocked-many-'));
  try {
    await cp(builtDir('chromium'), dir, { recursive: true });
    const file = join(dir, 'knowledge.json');
    const { version } = v.parse(BundleEnvelopeSchema, JSON.parse(await readFile(file, 'utf8')));
    await writeFile(file, JSON.stringify({ ...JSON.parse(syntheticBundle(MANY, 7)), version }));
    return await steps(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
