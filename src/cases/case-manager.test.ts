import { beforeEach, expect, test } from 'vitest';
import { createDeferred } from '../base/deferred.ts';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { drawControls } from '../config/draw-controls.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import {
  errorSymptom,
  hangSymptom,
  partialLoadSymptom,
  plainPageSymptom,
} from '../diagnosis/testing/observations.ts';
import { okResult, resetResult } from '../investigation/testing/plan-run.ts';
import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import type { Probe } from '../model/probe.ts';
import type { Symptom } from '../model/symptom.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { CaseBudget } from './case-budget.ts';
import { CaseManager, type CaseManagerDeps } from './case-manager.ts';
import { CaseStore } from './case-store.ts';

let memory: ReturnType<typeof createSessionMemory>;
let store: CaseStore;
let askedUrls: string[];
let changes: { item: Case; settled: boolean }[];
let clearedTabs: number[];
let reportedErrors: unknown[];
let now: number;
let n = 0;

beforeEach(() => {
  n++;
  memory = createSessionMemory();
  store = new CaseStore(memory);
  [askedUrls, changes, clearedTabs, reportedErrors, now] = [[], [], [], [], 1_000_000];
});

const probeBlockingX: Probe = async ({ url }) => {
  askedUrls.push(url);
  return /\b(x|twitter)\.com\//.test(url) ? resetResult : okResult;
};
function createManager(more: Partial<CaseManagerDeps> = {}, probe: Probe = probeBlockingX): CaseManager {
  let ids = 0;
  return new CaseManager({
    store,
    budget: new CaseBudget(createSessionMemory(), () => now),
    context: { probe, now: () => now, random: () => 0.5, findBlockPage: async () => undefined },
    getEndpoints: async () => ENDPOINTS,
    platformOf: platformOfHost,
    getCountry: async () => 'PK',
    mayAskOutside: async () => true,
    mayCheck: async () => true,
    hasRestrictionInForce: async () => false,
    createId: () => `case-${ids++}-${n}`,
    caseChanged: (item, change) => changes.push({ item, settled: change === 'settled' }),
    tabCleared: (tabId) => clearedTabs.push(tabId),
    reportError: (e) => reportedErrors.push(e),
    ...more,
  });
}
function loadOf(host = 'x.com', tabId = 7): PageLoad {
  const platform = platformOfHost(host);
  if (!platform) throw new Error(`${host} is no platform's`);
  return { tabId, platform, host, isSecure: true, startedAt: now };
}
const openCase = (d: CaseManager, signal: Symptom = errorSymptom('reset'), isPrivate = false) =>
  d.openCase(loadOf(), signal, { isPrivate });
const lastCase = () => changes.at(-1)?.item;

test('a case goes from its symptom to a settled verdict, and every step is stored', async () => {
  await openCase(createManager());
  expect(lastCase()).toMatchObject({ phase: 'settled', platform: 'x', country: 'PK' });
  expect(lastCase()?.verdict).toMatchObject({ kind: 'blocked', mechanism: 'tls-reset' });
  expect(await store.ofTab(7)).toEqual(lastCase());
  expect(changes.filter((h) => h.settled)).toHaveLength(1);
});

test('a case compares with three controls of the pool, drawn by its id, and again with the same if it is resumed', async () => {
  await openCase(createManager());
  const drawn = lastCase()?.observations.filter(({ check }) => check === 'control') ?? [];
  const { controls } = drawControls(ENDPOINTS, { id: lastCase()?.id ?? '', round: 0 });
  expect(drawn.map(({ host }) => host).sort()).toEqual(
    controls.map(({ url }) => new URL(url).hostname).sort(),
  );
  expect(drawn).toHaveLength(3);
});

test('quiet mode sends nothing and finds no block', async () => {
  await openCase(createManager({ mayCheck: async () => false }));
  expect(askedUrls).toEqual([]);
  expect(lastCase()).toMatchObject({ mode: 'quiet', phase: 'settled', verdict: { kind: 'inconclusive' } });
});

test('without outside help no resolver, no OONI and no Globalping is asked', async () => {
  await openCase(createManager({ mayAskOutside: async () => false }));
  expect(askedUrls).toContain('https://x.com/');
  expect(askedUrls.filter((url) => /dns|ooni|cloudfront|globalping/.test(url))).toEqual([]);
  expect(lastCase()?.verdict).toMatchObject({ kind: 'blocked', confidence: 'possible' });
});

test('a request that this device stopped sends nothing either', async () => {
  await openCase(createManager(), errorSymptom('local'));
  expect(askedUrls).toEqual([]);
  expect(lastCase()?.verdict.kind).toBe('local-block');
});

test('ten equal failures of one tab are one case', async () => {
  const d = createManager();
  await Promise.all(Array.from({ length: 10 }, () => openCase(d)));
  expect(memory.kept.size).toBe(1);
  expect(askedUrls.filter((u) => u === 'https://x.com/')).toHaveLength(2);
});

test('symptoms are handled one after the other, and one that fails fails alone', async () => {
  const steps: string[] = [];
  const mayCheck = async () => {
    steps.push('begins');
    await new Promise((resolve) => setTimeout(resolve, 1));
    steps.push('ends');
    return false;
  };
  const getCountry = async () => {
    if (steps.length === 4) throw new Error('the second has no country');
    return 'PK';
  };
  const manager = createManager({ mayCheck, getCountry });
  const hosts = ['www.facebook.com', 'x.com', 'www.instagram.com'];
  const all = await Promise.allSettled(
    hosts.map((host, tabId) =>
      manager.openCase(loadOf(host, tabId), errorSymptom('reset'), { isPrivate: false }),
    ),
  );
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(steps).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends']);
  expect([...new Set(changes.map(({ item }) => item.host))]).toEqual([hosts[0], hosts[2]]);
});

test('a page put in place of the failed one belongs to the same case and changes its verdict', async () => {
  const d = createManager({}, async ({ url }) => {
    if (url === 'http://x.com/')
      return { ...okResult, status: 302, headers: { location: 'http://warning.example/' } };
    return probeBlockingX({ url, timeoutMs: 1, maxBodyBytes: 0 }, new AbortController().signal);
  });
  await openCase(d);
  await openCase(d, plainPageSymptom);
  expect(memory.kept.size).toBe(1);
  expect(lastCase()?.verdict.mechanism).toBe('http-blockpage');
});

test('a second host of the platform in the same tab inherits no verdict: it is checked itself', async () => {
  const d = createManager();
  await openCase(d);
  await d.openCase(loadOf('twitter.com'), errorSymptom('reset'), { isPrivate: false });
  expect(askedUrls).toContain('https://twitter.com/');
  expect(lastCase()).toMatchObject({ host: 'twitter.com', platform: 'x', tabIds: [7], phase: 'settled' });
  expect((await store.ofTab(7))?.host).toBe('twitter.com');
});

test('failed subresources are a case about their host; a page that fails later is a new case', async () => {
  const d = createManager();
  await d.openCase(loadOf('abs.twimg.com'), partialLoadSymptom('reset'), { isPrivate: false });
  expect(lastCase()).toMatchObject({ platform: 'x', host: 'abs.twimg.com' });
  await openCase(d);
  expect(lastCase()).toMatchObject({ platform: 'x', host: 'x.com', verdict: { kind: 'blocked' } });
  await d.openCase(loadOf('abs.twimg.com'), partialLoadSymptom('reset'), { isPrivate: false });
  expect((await store.ofPlatform('x')).map((c) => c.host)).toEqual(['x.com']);
});

test('several tabs of one platform are one case, with one set of checks', async () => {
  const d = createManager();
  const first = openCase(d);
  await d.openCase(loadOf(undefined, 8), errorSymptom('reset'), { isPrivate: false });
  await first;
  await d.openCase(loadOf(undefined, 9), errorSymptom('reset'), { isPrivate: false });
  expect(memory.kept.size).toBe(1);
  expect(lastCase()).toMatchObject({ tabIds: [7, 8, 9], phase: 'settled', verdict: { kind: 'blocked' } });
  expect(askedUrls.filter((u) => u === 'https://x.com/')).toHaveLength(2);
  await d.pageArrived(loadOf('github.com', 8));
  expect([(await store.ofTab(8))?.id, (await store.ofTab(7))?.tabIds]).toEqual([undefined, [7, 9]]);
});

test('forgetting all ends what runs, clears its tabs, and nothing comes back', async () => {
  const d = createManager({}, async (ask) => {
    if (ask.url.includes('gstatic')) await d.forgetAll();
    return probeBlockingX(ask, new AbortController().signal);
  });
  await openCase(d);
  await openCase(d, errorSymptom('reset'), true);
  expect(memory.kept.size).toBe(0);
  expect(await store.ofTab(7)).toBeUndefined();
  expect(clearedTabs).toContain(7);
  expect(changes.filter((h) => h.settled)).toEqual([]);
});

const passMinutes = (): void => {
  now += 6 * 60_000;
};
const newCaseReasons: [string, (d: CaseManager) => Promise<void> | void, Symptom, boolean][] = [
  ['the network changed', (d) => d.networkChanged(), errorSymptom('reset'), false],
  [
    'the platform arrived in another tab',
    (d) => d.pageArrived(loadOf('x.com', 9)),
    errorSymptom('reset'),
    false,
  ],
  ['it fails in another way', () => {}, errorSymptom('dns'), false],
  ['the window is private', () => {}, errorSymptom('reset'), true],
  ['six minutes have passed', passMinutes, errorSymptom('reset'), false],
];
test.each(newCaseReasons)(
  'another tab gets checks of its own if %s',
  async (_, meanwhile, symptom, isPrivate) => {
    const d = createManager();
    await openCase(d);
    now += 1_000;
    await meanwhile(d);
    askedUrls = [];
    await d.openCase(loadOf('x.com', 8), symptom, { isPrivate });
    expect(askedUrls).toContain('https://x.com/');
    expect((await store.ofTab(8))?.id).not.toBe((await store.ofTab(7))?.id);
  },
);

test('a page that fails in another way than before is a new case of that tab', async () => {
  const d = createManager();
  await openCase(d);
  const before = lastCase()?.id;
  await openCase(d, errorSymptom('dns'));
  expect(lastCase()?.id).not.toBe(before);
  expect(memory.kept.size).toBe(1);
});

test('subresources that fail before the browser reports their page are a case, too', async () => {
  const d = createManager();
  const page = loadOf();
  await d.openCase({ ...page, host: 'abs.twimg.com' }, partialLoadSymptom('reset'), { isPrivate: false });
  await d.pageArrived(page);
  expect((await store.ofTab(7))?.host).toBe('abs.twimg.com');
});

test('a page that is loaded again and lacks its subresources again opens no second popup', async () => {
  const d = createManager();
  const openPartialLoad = () =>
    d.openCase(loadOf('abs.twimg.com'), partialLoadSymptom('reset'), { isPrivate: false });
  await openPartialLoad();
  await d.markShown(lastCase()?.id ?? '');
  now += 1_000;
  await d.pageArrived(loadOf());
  expect(await store.ofTab(7)).toBeUndefined();
  await openPartialLoad();
  expect(lastCase()?.shown).toBe(true);
});

test('the error that ends a hang is not another failure', async () => {
  const d = createManager();
  await openCase(d, hangSymptom);
  const before = lastCase()?.id;
  await openCase(d, errorSymptom('dns'));
  expect(lastCase()?.id).toBe(before);
  now += 60_000;
  await openCase(d, errorSymptom('dns'));
  expect(lastCase()?.id).not.toBe(before);
});

test('a page that arrives ends the case', async () => {
  const d = createManager();
  await openCase(d, hangSymptom);
  await d.pageArrived(loadOf());
  expect([await store.ofTab(7), clearedTabs]).toEqual([undefined, [7]]);
});

test('a case ends with the last of its tabs, also while it is checked', async () => {
  const d = createManager({}, async (ask) => {
    if (ask.url.includes('gstatic')) await d.tabClosed(7);
    return probeBlockingX(ask, new AbortController().signal);
  });
  await openCase(d);
  expect([await store.ofTab(7), clearedTabs, memory.kept.size]).toEqual([undefined, [7], 0]);

  await openCase(createManager());
  await createManager().openCase(loadOf(undefined, 8), errorSymptom('reset'), { isPrivate: false });
  await createManager().tabClosed(7);
  expect((await store.ofTab(8))?.tabIds).toEqual([8]);
});

test('a recheck sends requests in every mode', async () => {
  const d = createManager({ mayCheck: async () => false });
  await openCase(d);
  await d.recheckTab(7);
  expect(lastCase()).toMatchObject({
    mode: 'standard',
    round: 1,
    phase: 'settled',
    verdict: { kind: 'blocked' },
  });
});

test.each([
  ['PK', true],
  ['DE', false],
])('on a network in %s, a known block in PK counts: %s', async (probe_cc, counts) => {
  const says = { ...okResult, status: 200, body: new TextEncoder().encode(JSON.stringify({ probe_cc })) };
  const d = createManager({ hasRestrictionInForce: async () => true }, async (request, signal) =>
    request.url.endsWith('/check-in') ? says : probeBlockingX(request, signal),
  );
  await openCase(d);
  expect(lastCase()?.probeCc).toBe(probe_cc);
  expect(lastCase()?.verdict.evidence.some(({ key }) => key === 'known-incident')).toBe(counts);
});

test('a recheck forgets the country of the network', async () => {
  let body = { probe_cc: 'DE' } as object;
  const d = createManager({}, async (request, signal) =>
    request.url.endsWith('/check-in')
      ? { ...okResult, status: 200, body: new TextEncoder().encode(JSON.stringify(body)) }
      : probeBlockingX(request, signal),
  );
  await openCase(d);
  expect(lastCase()?.probeCc).toBe('DE');
  body = {};
  await d.recheckTab(7);
  expect(lastCase()).toMatchObject({ round: 1, phase: 'settled' });
  expect(lastCase()?.probeCc).toBeUndefined();
});

test('a case whose worker was killed continues, and repeats no request', async () => {
  const killed = new AbortController();
  const probeUntilKilled: Probe = (request, signal) =>
    askedUrls.length < 4
      ? probeBlockingX(request, signal)
      : new Promise((_, no) => killed.signal.addEventListener('abort', no));
  void openCase(createManager({}, probeUntilKilled));
  await expect.poll(async () => (await store.ofTab(7))?.observations.length).toBe(4);
  const before = [...askedUrls];
  askedUrls = [];
  await createManager().resumeUnsettled();
  expect(lastCase()).toMatchObject({ phase: 'settled', verdict: { kind: 'blocked' } });
  expect(askedUrls.filter((url) => before.includes(url) && url !== 'https://x.com/')).toEqual([]);
});

test('a full memory costs the stored copy of the case, not its verdict', async () => {
  const full = new DOMException('no room', 'QuotaExceededError');
  store.saveCase = async () => {
    throw full;
  };
  await openCase(createManager());
  expect(lastCase()?.verdict.kind).toBe('blocked');
  expect(reportedErrors).toContain(full);
});

test('records that cannot be read cost what they would add, not the verdict', async () => {
  const noRoom = new Error('No room for the facts');
  await openCase(
    createManager({
      hasRestrictionInForce: async () => {
        throw noRoom;
      },
    }),
  );
  expect(lastCase()).toMatchObject({ phase: 'settled', verdict: { kind: 'blocked' } });
  expect(reportedErrors).toEqual([noRoom]);
});

test('a damaged record is skipped', async () => {
  await openCase(createManager());
  const good = await store.ofTab(7);
  await memory.write('case:bad', { ...good, id: 'bad', phase: 'whatever' });
  expect((await store.ofTab(7))?.id).toBe(good?.id);
});

test('subresources that fail again, in this tab or another, move the time of the last failure', async () => {
  const d = createManager();
  const partsFailedUntil = () => (lastCase()?.startedAt ?? 0) + (lastCase()?.symptom.ms ?? 0);
  await openCase(d, partialLoadSymptom('reset'));
  now += 20_000;
  await openCase(d, partialLoadSymptom('reset'));
  expect(partsFailedUntil()).toBe(now + partialLoadSymptom('reset').ms);
  now += 20_000;
  await d.openCase(loadOf(undefined, 8), partialLoadSymptom('reset'), { isPrivate: false });
  expect([partsFailedUntil(), lastCase()?.tabIds]).toEqual([now + partialLoadSymptom('reset').ms, [7, 8]]);
});

test('a recheck that begins while the popup opens is not overwritten', async () => {
  const popupOpened = createDeferred();
  const answered = createDeferred();
  let isRechecking = false;
  const manager = createManager({}, async (request, signal) => {
    if (isRechecking) await answered.promise;
    return probeBlockingX(request, signal);
  });
  await openCase(manager);
  const readStored = store.byId.bind(store);
  store.byId = async (id) => {
    const stored = await readStored(id);
    await popupOpened.promise;
    return stored;
  };
  const marking = manager.markShown(lastCase()?.id ?? '');
  isRechecking = true;
  const rechecking = manager.recheckTab(7);
  await expect.poll(async () => (await store.ofTab(7))?.round).toBe(1);
  popupOpened.resolve();
  await marking;
  expect(await store.ofTab(7)).toMatchObject({ round: 1, phase: 'checking', shown: true });
  answered.resolve();
  await rechecking;
  expect(await store.ofTab(7)).toMatchObject({ round: 1, phase: 'settled', shown: true });
});

test('a page that arrives while its symptom is being handled leaves no case on the tab', async () => {
  const asked = createDeferred();
  const manager = createManager({
    async getCountry() {
      await asked.promise;
      return 'PK';
    },
  });
  const opening = openCase(manager);
  const arriving = manager.pageArrived(loadOf());
  asked.resolve();
  await Promise.all([opening, arriving]);
  expect(await store.ofTab(7)).toBeUndefined();
});
