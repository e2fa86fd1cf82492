import { DAY_MS } from '../base/time.ts';
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import {
  errorSymptom,
  hangSymptom,
  partialLoadSymptom,
  plainPageSymptom,
} from '../diagnosis/testing/observations.ts';
import type { Case } from '../model/case.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import type { Symptom } from '../model/signal.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { Desk, type DeskDeps } from './case-manager.ts';
import { CaseStore } from './case-store.ts';

const ok: ProbeResult = {
  kind: 'answered',
  status: 204,
  headers: {},
  body: new Uint8Array(),
  hstsUpgraded: false,
  ms: 1,
};
const reset: ProbeResult = { kind: 'failed', family: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 1 };

let db: Database;
let store: CaseStore;
let asked: string[];
let history: { item: Case; settled: boolean }[];
let cleared: number[];
let troubles: unknown[];
let now: number;
let n = 0;

beforeEach(async () => {
  db = await openDatabase(`desk-${n++}`);
  store = new CaseStore(async () => db);
  [asked, history, cleared, troubles, now] = [[], [], [], [], 1_000_000];
});

const blocked: Probe = async ({ url }) => {
  asked.push(url);
  return /\b(x|twitter)\.com\//.test(url) ? reset : ok;
};
function desk(more: Partial<DeskDeps> = {}, probe: Probe = blocked): Desk {
  let ids = 0;
  return new Desk({
    store,
    tools: { probe, now: () => now, random: () => 0.5, findBlockPage: async () => undefined },
    endpoints: async () => ENDPOINTS,
    platformOf: platformOfHost,
    country: async () => 'PK',
    mayCheck: async () => true,
    inForce: async () => false,
    newId: () => `case-${ids++}-${n}`,
    changed: (item, settled) => history.push({ item, settled }),
    cleared: (tabId) => cleared.push(tabId),
    trouble: (e) => troubles.push(e),
    ...more,
  });
}
const load = (url = 'https://x.com/somebody?q=secret', tabId = 7) => ({
  tabId,
  url: new URL(url),
  startedAt: now,
});
const open = (d: Desk, signal: Symptom = errorSymptom('reset'), isPrivate = false) =>
  d.open(load(), signal, isPrivate);
const last = () => history.at(-1)?.item;

test('from the signal to a settled verdict, every step kept', async () => {
  await open(desk());
  expect(last()).toMatchObject({ phase: 'settled', platform: 'x', country: 'PK' });
  expect(last()?.verdict).toMatchObject({ kind: 'blocked', mechanism: 'tls-reset' });
  expect(await store.ofTab(7)).toEqual(last());
  expect(history.filter((h) => h.settled)).toHaveLength(1);
});

test('nothing of what somebody reads is kept: a host, no path', async () => {
  await open(desk());
  expect(JSON.stringify(await db.getAll('cases'))).not.toMatch(/somebody|secret/);
});

test('quiet: nothing is asked, nobody is called blocked', async () => {
  await open(desk({ mayCheck: async () => false }));
  expect(asked).toEqual([]);
  expect(last()).toMatchObject({ mode: 'quiet', phase: 'settled', verdict: { kind: 'inconclusive' } });
});

test('what this device itself stopped asks nothing either', async () => {
  await open(desk(), errorSymptom('local'));
  expect(asked).toEqual([]);
  expect(last()?.verdict.kind).toBe('local-block');
});

test('ten failures of one tab are one case', async () => {
  const d = desk();
  await Promise.all(Array.from({ length: 10 }, () => open(d)));
  expect(await db.count('cases')).toBe(1);
  expect(asked.filter((u) => u === 'https://x.com/')).toHaveLength(2);
});

test('a page put in the place of the failed one is the same case, and says more', async () => {
  const d = desk({}, async ({ url }) => {
    if (url === 'http://x.com/')
      return { ...ok, status: 302, headers: { location: 'http://warning.example/' } };
    return blocked({ url, timeoutMs: 1, maxBodyBytes: 0 }, new AbortController().signal);
  });
  await open(d);
  await open(d, plainPageSymptom);
  expect(await db.count('cases')).toBe(1);
  expect(last()?.verdict.mechanism).toBe('http-blockpage');
});

test('parts that fail are a case about their host; the page that fails then is a case of its own', async () => {
  const d = desk();
  await d.open(load('https://abs.twimg.com/'), partialLoadSymptom('reset'), false);
  expect(last()).toMatchObject({ platform: 'x', host: 'abs.twimg.com' });
  await open(d);
  expect(last()).toMatchObject({ platform: 'x', host: 'x.com', verdict: { kind: 'blocked' } });
  await d.open(load('https://abs.twimg.com/'), partialLoadSymptom('reset'), false);
  expect((await db.getAll('cases')).map((c) => c.host)).toEqual(['x.com']);
});

test('several tabs of one platform are one case, with one set of checks', async () => {
  const d = desk();
  const first = open(d);
  await d.open(load(undefined, 8), errorSymptom('reset'), false);
  await first;
  await d.open(load(undefined, 9), errorSymptom('reset'), false);
  expect(await db.count('cases')).toBe(1);
  expect(last()).toMatchObject({ tabIds: [7, 8, 9], phase: 'settled', verdict: { kind: 'blocked' } });
  expect(asked.filter((u) => u === 'https://x.com/')).toHaveLength(2);
  await d.arrived(load('https://example.com/', 8));
  expect([(await store.ofTab(8))?.id, (await store.ofTab(7))?.tabIds]).toEqual([undefined, [7, 9]]);
});

test('forgetting ends what runs, clears its tabs, and nothing comes back', async () => {
  const d = desk({}, async (ask) => {
    if (ask.url.includes('gstatic')) await d.forget();
    return blocked(ask, new AbortController().signal);
  });
  await open(d);
  await open(d, errorSymptom('reset'), true);
  expect(await db.count('cases')).toBe(0);
  expect(await store.ofTab(7)).toBeUndefined();
  expect(cleared).toContain(7);
  expect(history.filter((h) => h.settled)).toEqual([]);
});

const passMinutes = (): void => {
  now += 6 * 60_000;
};
const others: [string, (d: Desk) => Promise<void> | void, Symptom, boolean][] = [
  ['the network changed', (d) => d.networkChanged(), errorSymptom('reset'), false],
  [
    'the platform came in another tab',
    (d) => d.arrived(load('https://x.com/', 9)),
    errorSymptom('reset'),
    false,
  ],
  ['it fails in another way', () => {}, errorSymptom('dns'), false],
  ['the window is private', () => {}, errorSymptom('reset'), true],
  ['minutes have passed', passMinutes, errorSymptom('reset'), false],
];
test.each(others)('another tab gets checks of its own when %s', async (_, meanwhile, signal, isPrivate) => {
  const d = desk();
  await open(d);
  now += 1_000;
  await meanwhile(d);
  asked = [];
  await d.open(load('https://x.com/', 8), signal, isPrivate);
  expect(asked).toContain('https://x.com/');
  expect((await store.ofTab(8))?.id).not.toBe((await store.ofTab(7))?.id);
});

test('a page that fails in another way than before is a new case of that tab', async () => {
  const d = desk();
  await open(d);
  const before = last()?.id;
  await open(d, errorSymptom('dns'));
  expect(last()?.id).not.toBe(before);
  expect(await db.count('cases')).toBe(1);
});

test('parts that fail before their page is told to have come are a case all the same', async () => {
  const d = desk();
  const page = load();
  await d.open({ ...page, url: new URL('https://abs.twimg.com/') }, partialLoadSymptom('reset'), false);
  await d.arrived(page);
  expect((await store.ofTab(7))?.host).toBe('abs.twimg.com');
});

test('a page that is loaded again, and lacks its parts again, opens no second popup', async () => {
  const d = desk();
  const parts = () => d.open(load('https://abs.twimg.com/'), partialLoadSymptom('reset'), false);
  await parts();
  await d.shown(last()?.id ?? '');
  now += 1_000;
  await d.arrived(load());
  expect(await store.ofTab(7)).toBeUndefined();
  await parts();
  expect(last()?.shown).toBe(true);
});

test('the error in which a hang ends is no other trouble', async () => {
  const d = desk();
  await open(d, hangSymptom);
  const before = last()?.id;
  await open(d, errorSymptom('dns'));
  expect(last()?.id).toBe(before);
  now += 60_000;
  await open(d, errorSymptom('dns'));
  expect(last()?.id).not.toBe(before);
});

test('a page that arrives ends the case', async () => {
  const d = desk();
  await open(d, hangSymptom);
  await d.arrived(load());
  expect([await store.ofTab(7), cleared]).toEqual([undefined, [7]]);
});

test('asked again by a click it checks, whatever the mode', async () => {
  const d = desk({ mayCheck: async () => false });
  await open(d);
  await d.again(7);
  expect(last()).toMatchObject({
    mode: 'standard',
    round: 1,
    phase: 'settled',
    verdict: { kind: 'blocked' },
  });
});

test.each([
  ['PK', true],
  ['DE', false],
])('a network in %s: whether a block on record in PK counts is %s', async (probe_cc, counts) => {
  const says = { ...ok, status: 200, body: new TextEncoder().encode(JSON.stringify({ probe_cc })) };
  const d = desk({ inForce: async () => true }, async (request, signal) =>
    request.url.endsWith('/check-in') ? says : blocked(request, signal),
  );
  await open(d);
  expect(last()?.networkCountry).toBe(probe_cc);
  expect(last()?.verdict.evidence.some(({ sign }) => sign === 'history-fits')).toBe(counts);
});

test('where the network was is forgotten when it is asked again', async () => {
  let body = { probe_cc: 'DE' } as object;
  const d = desk({}, async (request, signal) =>
    request.url.endsWith('/check-in')
      ? { ...ok, status: 200, body: new TextEncoder().encode(JSON.stringify(body)) }
      : blocked(request, signal),
  );
  await open(d);
  expect(last()?.networkCountry).toBe('DE');
  body = {};
  await d.again(7);
  expect(last()).toMatchObject({ round: 1, phase: 'settled' });
  expect(last()?.networkCountry).toBeUndefined();
});

test('a worker killed in the middle goes on, and asks nothing twice', async () => {
  const killed = new AbortController();
  const dying: Probe = (request, signal) =>
    asked.length < 4
      ? blocked(request, signal)
      : new Promise((_, no) => killed.signal.addEventListener('abort', no));
  void open(desk({}, dying));
  await expect.poll(async () => (await store.ofTab(7))?.observations.length).toBe(4);
  const before = [...asked];
  asked = [];
  await desk().resume();
  expect(last()).toMatchObject({ phase: 'settled', verdict: { kind: 'blocked' } });
  expect(asked.filter((url) => before.includes(url) && url !== 'https://x.com/')).toEqual([]);
});

test('private windows leave nothing behind', async () => {
  await open(desk(), errorSymptom('reset'), true);
  expect(await db.count('cases')).toBe(0);
  expect((await store.ofTab(7))?.verdict.kind).toBe('blocked');
});

test('a full disk costs the memory of the case, not its answer', async () => {
  const full = new DOMException('no room', 'QuotaExceededError');
  store.put = async () => {
    throw full;
  };
  await open(desk());
  expect(last()?.verdict.kind).toBe('blocked');
  expect(troubles).toContain(full);
});

test('facts that cannot be read cost what they would add, not the answer', async () => {
  const noRoom = new Error('No room for the facts');
  await open(
    desk({
      inForce: async () => {
        throw noRoom;
      },
    }),
  );
  expect(last()).toMatchObject({ phase: 'settled', verdict: { kind: 'blocked' } });
  expect(troubles).toEqual([noRoom]);
});

test('a damaged record is passed over', async () => {
  await open(desk());
  const [good] = await db.getAll('cases');
  await db.put('cases', { ...good, id: 'bad', phase: 'whatever' } as unknown as Case);
  expect((await store.ofTab(7))?.id).toBe(good?.id);
});

test('a new browser session has new tab numbers', async () => {
  await open(desk());
  await store.detachTabs();
  expect(await store.ofTab(7)).toBeUndefined();
  expect(await db.count('cases')).toBe(1);
});

test('old cases are forgotten', async () => {
  await open(desk());
  await store.tidy(now + 8 * DAY_MS);
  expect(await db.count('cases')).toBe(0);
});

test('parts that go on failing, in this tab or another, move the time until when they did', async () => {
  const d = desk();
  const until = () => (last()?.startedAt ?? 0) + (last()?.signal.ms ?? 0);
  await open(d, partialLoadSymptom('reset'));
  now += 20_000;
  await open(d, partialLoadSymptom('reset'));
  expect(until()).toBe(now + partialLoadSymptom('reset').ms);
  now += 20_000;
  await d.open(load(undefined, 8), partialLoadSymptom('reset'), false);
  expect([until(), last()?.tabIds]).toEqual([now + partialLoadSymptom('reset').ms, [7, 8]]);
});
