import { beforeEach, expect, test } from 'vitest';
import type { PageLoad, RequestEvent, ResponseStart } from '../model/page-load.ts';
import type { Symptom } from '../model/signal.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { HANG_MS, PageLoadMonitor, STALL_MS } from './page-load-monitor.ts';

/** When the events of these tests happen, Unix epoch, ms. */
const EVENT_TIME = 1000;
let symptoms: [string, Symptom][];
let pageLoads: PageLoad[];
let arrivedHosts: string[];
let timers: Map<number, () => void>;
let timerTimes: number[];
let pageLoadMonitor: PageLoadMonitor;

beforeEach(() => {
  symptoms = [];
  pageLoads = [];
  arrivedHosts = [];
  timers = new Map();
  timerTimes = [];
  pageLoadMonitor = new PageLoadMonitor({
    platformOf: platformOfHost,
    onSymptom(load, signal) {
      pageLoads.push(load);
      symptoms.push([load.host, signal]);
    },
    onPageArrived: (load) => arrivedHosts.push(load.host),
    setTimer(run, at) {
      timerTimes.push(at);
      const id = timers.size;
      timers.set(id, run);
      return () => timers.delete(id);
    },
  });
});

const requestEvent = (
  url = 'https://x.com/somebody?q=1',
  at = EVENT_TIME,
  requestId = '1',
): RequestEvent => ({
  tabId: 7,
  requestId,
  url,
  at,
});
const responseWith = (status = 200, more: Partial<ResponseStart> = {}): ResponseStart => ({
  status,
  fromCache: false,
  headers: {},
  ip: '104.244.42.1',
  ...more,
});
const fireLastTimer = () => [...timers.values()].at(-1)?.();

test('a load tells the platform and the host, never the path or the query', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), 'net::ERR_CONNECTION_RESET');
  expect(pageLoads).toMatchObject([{ host: 'x.com', isSecure: true, platform: { slug: 'x' } }]);
  expect(JSON.stringify(pageLoads)).not.toMatch(/somebody|q=1/);
});

test('a page that arrives raises nothing and leaves no timer', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith());
  expect([symptoms, arrivedHosts, timers.size]).toEqual([[], ['x.com'], 0]);
});

test('an error is a symptom, once, with its time and address', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(undefined, 1120), 'net::ERR_CONNECTION_RESET', '1.2.3.4');
  pageLoadMonitor.requestFailed(requestEvent(undefined, 2900), 'net::ERR_ABORTED');
  expect(symptoms).toEqual([
    [
      'x.com',
      { kind: 'error', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 120, ip: '1.2.3.4' },
    ],
  ]);
});

test.each(['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'net::ERR_CACHE_MISS'])('%s is no failure', (name) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), name);
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test('what another extension blocks is told apart, not called a failure of the network', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), 'net::ERR_BLOCKED_BY_CLIENT');
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'error', failure: 'local' });
});

test('no first byte for long is a hang; a page that comes after all has arrived', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  fireLastTimer();
  expect(symptoms).toEqual([['x.com', { kind: 'hang', ms: HANG_MS }]]);
  pageLoadMonitor.responseStarted(requestEvent(undefined, 9000), responseWith());
  expect(arrivedHosts).toEqual(['x.com']);
});

test('the next load of a tab ends the watch over the one before', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 3000, '2'));
  expect(timers.size).toBe(1);
});

test.each([451, 403, 500, 503])('status %i is a symptom', (status) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(status));
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'status', status, secure: true });
});

test.each([200, 301, 401, 404, 429])('status %i is an answer like any other', (status) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(status));
  expect(symptoms).toEqual([]);
});

test("a bot challenge is the site's own", () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(
    requestEvent(),
    responseWith(403, { headers: { 'cf-mitigated': 'challenge' } }),
  );
  expect([symptoms, arrivedHosts]).toEqual([[], ['x.com']]);
});

test('a page over plain http is vouched for by nobody', () => {
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/'));
  pageLoadMonitor.responseStarted(requestEvent('http://x.com/'), responseWith());
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'plain-page', status: 200 });
});

test('a plain redirect to another site is a symptom, to its own https none', () => {
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/'));
  pageLoadMonitor.requestRedirected(requestEvent('http://x.com/'), 'https://twitter.com/', responseWith(301));
  expect(symptoms).toEqual([]);
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/', 2000, '2'));
  pageLoadMonitor.requestRedirected(
    requestEvent('http://x.com/', 2010, '2'),
    'http://10.10.34.34/blocked',
    responseWith(302),
  );
  expect(symptoms).toEqual([
    ['x.com', { kind: 'plain-page', status: 302, ms: 10, ip: '104.244.42.1', redirectHost: '10.10.34.34' }],
  ]);
});

test("over TLS a redirect elsewhere is the site's own word", () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestRedirected(requestEvent(), 'https://elsewhere.example/', responseWith(302));
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test("a browser's own upgrade to https (no peer) is no redirect by anybody", () => {
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/'));
  pageLoadMonitor.requestRedirected(requestEvent('http://x.com/'), 'https://x.com/', {
    status: 307,
    fromCache: false,
    headers: {},
  });
  pageLoadMonitor.requestFailed(requestEvent('https://x.com/', 1100), 'net::ERR_CONNECTION_RESET');
  expect(symptoms).toMatchObject([['x.com', { failure: 'reset' }]]);
});

test('a worker started by the error alone still sees it', () => {
  pageLoadMonitor.requestFailed(requestEvent(), 'NS_ERROR_NET_RESET');
  expect(symptoms).toMatchObject([['x.com', { failure: 'reset', ms: 0 }]]);
});

const htmlHeaders = { headers: { 'content-type': 'text/html; charset=utf-8' } };

test('patience begins with the request and with its answer, not when the browser tells of them', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(undefined, EVENT_TIME + 900), responseWith(200, htmlHeaders));
  expect(timerTimes).toEqual([EVENT_TIME + HANG_MS, EVENT_TIME + 900 + STALL_MS]);
});

test('a page that begins and does not end has stalled, once', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  fireLastTimer();
  pageLoadMonitor.requestCompleted(requestEvent());
  expect(symptoms).toEqual([['x.com', { kind: 'stalled', ms: STALL_MS }]]);
});

test('a page that ends has not stalled, and leaves no timer', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestCompleted(requestEvent());
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test.each([
  ['a picture', { headers: { 'content-type': 'image/png' } }],
  [
    'a page that is saved',
    { headers: { ...htmlHeaders.headers, 'content-disposition': 'attachment; filename=a' } },
  ],
  ['a page out of the cache', { ...htmlHeaders, fromCache: true }],
])('%s is not waited for', (_name, more) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, more));
  expect(timers.size).toBe(0);
});

test('a page that is left is not waited for', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/other', 2000, '2'));
  pageLoadMonitor.responseStarted(requestEvent('https://x.com/other', 2100, '2'), responseWith());
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

/** What Firefox says when the page's own service worker takes a load over: its last word. */
const workerTakeover: ResponseStart = { status: 0, fromCache: false, headers: {} };

test('a load that the page’s worker takes over hangs as far as can be told, is marked so, and is forgotten', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestRedirected(requestEvent(), requestEvent().url, workerTakeover);
  expect(symptoms).toEqual([]);
  fireLastTimer();
  expect([pageLoads.at(-1)?.isServedByWorker, symptoms.length, pageLoadMonitor.size]).toEqual([true, 1, 0]);
});

test('a load whose end nobody told is not remembered for ever', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestStarted({ ...requestEvent('https://x.com/', 1000 + 3_600_000, '2'), tabId: 8 });
  expect(pageLoadMonitor.size).toBe(1);
});

test('a browser that tries https first, and falls back, tells of two loads: the page that came is the last word', () => {
  // As Chromium 156 tells it of a typed http://x.com/.
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 1000, '6'));
  pageLoadMonitor.requestFailed(requestEvent('https://x.com/', 1010, '6'), 'net::ERR_CONNECTION_RESET');
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/', 1020, '7'));
  pageLoadMonitor.responseStarted(requestEvent('http://x.com/', 1030, '7'), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestCompleted(requestEvent('http://x.com/', 1040, '7'));
  expect(symptoms.map(([, { kind }]) => kind)).toEqual(['error', 'plain-page']);
  expect([arrivedHosts, timers.size, pageLoadMonitor.size]).toEqual([[], 0, 0]);
});
