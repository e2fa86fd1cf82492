import { beforeEach, expect, test } from 'vitest';
import type { Answer, Load, LoadEvent } from '../model/page-load.ts';
import type { Symptom } from '../model/signal.ts';
import { HANG_MS, STALL_MS, Watch } from './page-load-monitor.ts';

/** When the events of these tests happen, Unix epoch, ms. */
const AT = 1000;
let symptoms: [string, Symptom][];
let loads: Load[];
let arrived: string[];
let timers: Map<number, () => void>;
let due: number[];
let watch: Watch;

beforeEach(() => {
  symptoms = [];
  loads = [];
  arrived = [];
  timers = new Map();
  due = [];
  watch = new Watch({
    samePlatform: (a, b) => a === b || [a, b].every((h) => /(^|\.)(x|twitter)\.com$/.test(h)),
    onSymptom(load, signal) {
      loads.push(load);
      symptoms.push([load.url.hostname, signal]);
    },
    onArrived: (load) => arrived.push(load.url.hostname),
    setTimer(run, at) {
      due.push(at);
      const id = timers.size;
      timers.set(id, run);
      return () => timers.delete(id);
    },
  });
});

const event = (url = 'https://x.com/somebody?q=1', at = AT, requestId = '1'): LoadEvent => ({
  tabId: 7,
  requestId,
  url,
  at,
});
const answer = (status = 200, more: Partial<Answer> = {}): Answer => ({
  status,
  fromCache: false,
  headers: {},
  ip: '104.244.42.1',
  ...more,
});
const hangNow = () => [...timers.values()].at(-1)?.();

test('a page that arrives raises nothing and leaves no timer', () => {
  watch.started(event());
  watch.answered(event(), answer());
  expect([symptoms, arrived, timers.size]).toEqual([[], ['x.com'], 0]);
});

test('an error is a signal, once, with its time and address', () => {
  watch.started(event());
  watch.failed(event(undefined, 1120), 'net::ERR_CONNECTION_RESET', '1.2.3.4');
  watch.failed(event(undefined, 2900), 'net::ERR_ABORTED');
  expect(symptoms).toEqual([
    ['x.com', { kind: 'error', family: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 120, ip: '1.2.3.4' }],
  ]);
});

test.each(['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'net::ERR_CACHE_MISS'])('%s is no failure', (name) => {
  watch.started(event());
  watch.failed(event(), name);
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test('what another extension blocks is told apart, not called a failure of the network', () => {
  watch.started(event());
  watch.failed(event(), 'net::ERR_BLOCKED_BY_CLIENT');
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'error', family: 'local' });
});

test('no first byte for long is a hang; a page that comes after all has arrived', () => {
  watch.started(event());
  hangNow();
  expect(symptoms).toEqual([['x.com', { kind: 'hang', ms: HANG_MS }]]);
  watch.answered(event(undefined, 9000), answer());
  expect(arrived).toEqual(['x.com']);
});

test('the next load of a tab ends the watch over the one before', () => {
  watch.started(event());
  watch.started(event('https://x.com/', 3000, '2'));
  expect(timers.size).toBe(1);
});

test.each([451, 403, 500, 503])('status %i is a signal', (status) => {
  watch.started(event());
  watch.answered(event(), answer(status));
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'status', status, secure: true });
});

test.each([200, 301, 401, 404, 429])('status %i is an answer like any other', (status) => {
  watch.started(event());
  watch.answered(event(), answer(status));
  expect(symptoms).toEqual([]);
});

test("a bot challenge is the site's own", () => {
  watch.started(event());
  watch.answered(event(), answer(403, { headers: { 'cf-mitigated': 'challenge' } }));
  expect([symptoms, arrived]).toEqual([[], ['x.com']]);
});

test('a page over plain http is vouched for by nobody', () => {
  watch.started(event('http://x.com/'));
  watch.answered(event('http://x.com/'), answer());
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'plain-page', status: 200 });
});

test('a plain redirect to another site is a signal, to its own https none', () => {
  watch.started(event('http://x.com/'));
  watch.redirected(event('http://x.com/'), 'https://twitter.com/', answer(301));
  expect(symptoms).toEqual([]);
  watch.started(event('http://x.com/', 2000, '2'));
  watch.redirected(event('http://x.com/', 2010, '2'), 'http://10.10.34.34/blocked', answer(302));
  expect(symptoms).toEqual([
    ['x.com', { kind: 'plain-page', status: 302, ms: 10, ip: '104.244.42.1', redirectHost: '10.10.34.34' }],
  ]);
});

test("over TLS a redirect elsewhere is the site's own word", () => {
  watch.started(event());
  watch.redirected(event(), 'https://elsewhere.example/', answer(302));
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test("a browser's own upgrade to https (no peer) is no redirect by anybody", () => {
  watch.started(event('http://x.com/'));
  watch.redirected(event('http://x.com/'), 'https://x.com/', { status: 307, fromCache: false, headers: {} });
  watch.failed(event('https://x.com/', 1100), 'net::ERR_CONNECTION_RESET');
  expect(symptoms).toMatchObject([['x.com', { family: 'reset' }]]);
});

test('a worker started by the error alone still sees it', () => {
  watch.failed(event(), 'NS_ERROR_NET_RESET');
  expect(symptoms).toMatchObject([['x.com', { family: 'reset', ms: 0 }]]);
});

const page = { headers: { 'content-type': 'text/html; charset=utf-8' } };

test('patience begins with the request and with its answer, not when the browser tells of them', () => {
  watch.started(event());
  watch.answered(event(undefined, AT + 900), answer(200, page));
  expect(due).toEqual([AT + HANG_MS, AT + 900 + STALL_MS]);
});

test('a page that begins and does not end has stalled, once', () => {
  watch.started(event());
  watch.answered(event(), answer(200, page));
  hangNow();
  watch.completed(event());
  expect(symptoms).toEqual([['x.com', { kind: 'stalled', ms: STALL_MS }]]);
});

test('a page that ends has not stalled, and leaves no timer', () => {
  watch.started(event());
  watch.answered(event(), answer(200, page));
  watch.completed(event());
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test.each([
  ['a picture', { headers: { 'content-type': 'image/png' } }],
  ['a page that is saved', { headers: { ...page.headers, 'content-disposition': 'attachment; filename=a' } }],
  ['a page out of the cache', { ...page, fromCache: true }],
])('%s is not waited for', (_name, more) => {
  watch.started(event());
  watch.answered(event(), answer(200, more));
  expect(timers.size).toBe(0);
});

test('a page that is left is not waited for', () => {
  watch.started(event());
  watch.answered(event(), answer(200, page));
  watch.started(event('https://x.com/other', 2000, '2'));
  watch.answered(event('https://x.com/other', 2100, '2'), answer());
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

/** What Firefox says when the page's own service worker takes a load over: its last word. */
const takenOver: Answer = { status: 0, fromCache: false, headers: {} };

test('a load that the page’s worker takes over hangs as far as can be told, is marked so, and is forgotten', () => {
  watch.started(event());
  watch.redirected(event(), event().url, takenOver);
  expect(symptoms).toEqual([]);
  hangNow();
  expect([loads.at(-1)?.byWorker, symptoms.length, watch.size]).toEqual([true, 1, 0]);
});

test('a load whose end nobody told is not remembered for ever', () => {
  watch.started(event());
  watch.started({ ...event('https://x.com/', 1000 + 3_600_000, '2'), tabId: 8 });
  expect(watch.size).toBe(1);
});

test('a browser that tries https first, and falls back, tells of two loads: the page that came is the last word', () => {
  // As Chromium 156 tells it of a typed http://x.com/.
  watch.started(event('https://x.com/', 1000, '6'));
  watch.failed(event('https://x.com/', 1010, '6'), 'net::ERR_CONNECTION_RESET');
  watch.started(event('http://x.com/', 1020, '7'));
  watch.answered(event('http://x.com/', 1030, '7'), answer(200, page));
  watch.completed(event('http://x.com/', 1040, '7'));
  expect(symptoms.map(([, { kind }]) => kind)).toEqual(['error', 'plain-page']);
  expect([arrived, timers.size, watch.size]).toEqual([[], 0, 0]);
});
