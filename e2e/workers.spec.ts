/** Pages that a platform's own service worker paints: their shell appears even without a network. */
import { expect } from '@playwright/test';
import { MAX_HANG_MS } from '../src/detection/response-times.ts';
import { BROWSER_KINDS, waitUntil } from './browsers/browser.ts';
import type { Fault, Faults, Scenario } from './network/scenario.ts';
import { PK, sameFaultFor } from './network/scenarios/parts.ts';
import { requestsIn } from './support/request-audit.ts';
import { readPopupState, type ScenarioRun } from './support/scenario-run.ts';
import { type BrowserStage, test } from './support/stage.ts';

/** Answers navigations from its cache, and passes all other requests to the network. */
const CACHE_FIRST = `
  self.addEventListener('install', (event) => {
    self.skipWaiting();
    event.waitUntil(caches.open('shell').then((cache) => cache.add('/')));
  });
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    const fromCache = event.request.mode === 'navigate' || new URL(event.request.url).pathname === '/';
    event.respondWith(fromCache ? caches.match('/') : fetch(event.request));
  });`;
/** Asks the network first, and its cache when the network fails. */
const NETWORK_FIRST = CACHE_FIRST.replace(
  "fromCache ? caches.match('/') : fetch(event.request)",
  "fetch(event.request).catch((error) => fromCache ? caches.match('/') : Promise.reject(error))",
);

const PAGE_HOSTS = ['x.com', 'www.x.com'];
const ALL_X_HOSTS = ['x.com', 'www.x.com', '*.x.com', '*.twimg.com'];
/** X when nothing is wrong: a shell, its worker, and requests for the content. */
const shellPage = (worker: string, ...tags: string[]): Fault => ({
  https: {
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>X</title><h1>shell</h1>
      <script>navigator.serviceWorker.register('/sw.js')</script>${tags.join('')}`,
    files: { '/sw.js': { type: 'text/javascript', body: worker } },
  },
});
const PICTURES = [1, 2, 3].map((n) => `<img alt="" src="https://pbs.twimg.com/${n}.png">`);
const pollScript = (path: string) =>
  `<script>fetch('${path}', { cache: 'no-store' }).catch(() => {})</script>`;

const workerScenario = (page: Fault): Scenario => ({
  name: 'worker',
  about: 'A page that its own service worker paints',
  ...PK,
  url: 'https://x.com/somebody',
  faults: { '*.x.com': {}, '*.twimg.com': {}, ...sameFaultFor(PAGE_HOSTS, page) },
  innocent: false,
  expect: null,
});

/** Runs in the page. A worker that is still activating lets its first pages go to the network. */
const isWorkerActivated = () => navigator.serviceWorker.controller?.state === 'activated';

/** Visits the page so that its worker is installed, and leaves it. */
async function installWorker(run: ScenarioRun): Promise<void> {
  await run.setChoice('standard');
  await run.page.goto('https://x.com/');
  expect(await waitUntil(() => run.page.evaluate(isWorkerActivated), 5_000)).toBe(true);
  await run.page.goto('about:blank');
}

/** Returns to the page on a network with these faults. */
async function returnToPage(run: ScenarioRun, faults: Faults): Promise<void> {
  await installWorker(run);
  await run.network.setFaults(faults);
  await run.loadPage();
  expect(await run.page.innerText('h1')).toBe('shell');
}

/** Runs in the page. */
async function forgetWorkers(): Promise<void> {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const key of await caches.keys()) await caches.delete(key);
}

/** Plays a page with its worker, then removes the worker, which would paint the next scenario's pages as well. */
function playWithWorker(
  stage: BrowserStage,
  page: Fault,
  steps: (run: ScenarioRun) => Promise<void>,
): Promise<void> {
  return stage.playScenario(workerScenario(page), async (run) => {
    try {
      await steps(run);
    } finally {
      await run.network.setFaults({});
      await run.page.goto('https://x.com/');
      await run.page.evaluate(forgetWorkers);
    }
  });
}

/** The verdict that the popup shows within `ms`; empty if it shows none. */
async function verdictWithin(run: ScenarioRun, ms: number): Promise<string> {
  const popup = await run.openPopup();
  await waitUntil(async () => (await readPopupState(popup)).verdict !== '', ms);
  return (await readPopupState(popup)).verdict;
}
/** Browsers request the worker's code again about two seconds after each load. */
const CODE_ASKED_MS = 4_000;

const blocked = sameFaultFor(ALL_X_HOSTS, { tls: 'reset' });

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    for (const [name, worker] of Object.entries({
      'cache first': CACHE_FIRST,
      'network first': NETWORK_FIRST,
    }))
      test(`${name}: a blocked platform is noticed behind its shell`, async ({ stages }) => {
        await playWithWorker(stages[kind], shellPage(worker, ...PICTURES), async (run) => {
          await returnToPage(run, blocked);
          const said = await run.waitUntilSettled(await run.openPopup());
          expect(said).toMatchObject({ verdict: 'blocked', mechanism: 'tls-reset', platform: 'x' });
          expect(await run.browser.badgeText(run.tabId)).toBe('!');
        });
      });

    test('a shell over a network that is down is reported as offline', async ({ stages }) => {
      await playWithWorker(stages[kind], shellPage(CACHE_FIRST, ...PICTURES), async (run) => {
        await returnToPage(run, { '*': { tcp: 'refuse' } });
        expect(await run.waitUntilSettled(await run.openPopup())).toMatchObject({ verdict: 'offline' });
        expect(await run.browser.badgeText(run.tabId)).toBe('');
      });
    });
  });

// Tests that wait for nothing to happen wait in both browsers at once.
test('notices a block by the request for the worker’s code alone, and clears it once that works', async ({
  stages,
}) => {
  await stages.inBothBrowsers((stage) =>
    playWithWorker(stage, shellPage(CACHE_FIRST), async (run) => {
      await returnToPage(run, blocked);
      expect(await run.waitUntilSettled(await run.openPopup())).toMatchObject({ verdict: 'blocked' });
      await run.network.setFaults(sameFaultFor(PAGE_HOSTS, shellPage(CACHE_FIRST)));
      await run.page.reload();
      expect(await verdictWithin(run, CODE_ASKED_MS)).toBe('');
    }),
  );
});

test('a shell over a healthy network makes no case, however long it stays open', async ({ stages }) => {
  await stages.inBothBrowsers((stage) =>
    playWithWorker(stage, shellPage(NETWORK_FIRST, pollScript('/poll')), async (run) => {
      const from = run.network.log.length;
      await returnToPage(run, sameFaultFor(PAGE_HOSTS, shellPage(NETWORK_FIRST, pollScript('/poll'))));
      // Firefox reports the beginning of such a load and never its end, so the deadline of a silent page must pass.
      expect(await verdictWithin(run, MAX_HANG_MS + 1_000)).toBe('');
      const asked = requestsIn(run.network.log.slice(from));
      expect(asked.filter(({ host }) => !/(^|\.)x\.com$/.test(host))).toEqual([]);
    }),
  );
});

test('a shell whose only poll fails makes no case', async ({ stages }) => {
  const page = shellPage(CACHE_FIRST, pollScript('https://api.x.com/poll'));
  await stages.inBothBrowsers((stage) =>
    playWithWorker(stage, page, async (run) => {
      await returnToPage(run, { ...sameFaultFor(PAGE_HOSTS, page), '*.x.com': { tls: 'reset' } });
      expect(await verdictWithin(run, CODE_ASKED_MS)).toBe('');
    }),
  );
});

test('firefox: a worker that waits for a silent network counts as a hanging page', async ({ stages }) => {
  await playWithWorker(stages.firefox, shellPage(NETWORK_FIRST), async (run) => {
    await installWorker(run);
    await run.network.setFaults(sameFaultFor(ALL_X_HOSTS, { tls: 'drop' }));
    await run.loadPage();
    expect(await run.waitUntilSettled(await run.openPopup())).toMatchObject({
      verdict: 'blocked',
      platform: 'x',
    });
  });
});
