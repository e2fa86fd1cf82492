import { beforeEach, expect, test } from 'vitest';
import type { PageLoad, RequestEvent, ResponseStart } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { PageLoadMonitor, STALL_MS } from './page-load-monitor.ts';

/** When the events of these tests happen, Unix epoch, ms. */
const EVENT_TIME = 1000;
/** How long a page may be silent on this line, ms. */
const HANG_MS = 4_000;
let symptoms: [string, Symptom][];
let pageLoads: PageLoad[];
let arrivedHosts: string[];
/** Hosts of pages whose parts are due. */
let dueHosts: string[];
let responseTimes: number[];
/** How late timers run, ms: a device that sleeps wakes them after hours. */
let timerDelay: number;
let timers: Map<number, () => void>;
let timerTimes: number[];
let pageLoadMonitor: PageLoadMonitor;

beforeEach(() => {
  symptoms = [];
  pageLoads = [];
  arrivedHosts = [];
  dueHosts = [];
  responseTimes = [];
  timerDelay = 0;
  timers = new Map();
  timerTimes = [];
  pageLoadMonitor = new PageLoadMonitor({
    platformOf: platformOfHost,
    onSymptom(load, signal) {
      pageLoads.push(load);
      symptoms.push([load.host, signal]);
    },
    onPageArrived: (load) => arrivedHosts.push(load.host),
    onPartsDue: (load) => dueHosts.push(load.host),
    hangMs: () => HANG_MS,
    onResponseTime: (ms) => responseTimes.push(ms),
    now: () => (timerTimes.at(-1) ?? 0) + timerDelay,
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

test('a load holds the platform and the host, never the path or the query', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), 'net::ERR_CONNECTION_RESET');
  expect(pageLoads).toMatchObject([{ host: 'x.com', isSecure: true, platform: { slug: 'x' } }]);
  expect(JSON.stringify(pageLoads)).not.toMatch(/somebody|q=1/);
});

test('a page that arrives causes no symptom and leaves no timer', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith());
  expect([symptoms, arrivedHosts, timers.size]).toEqual([[], ['x.com'], 0]);
});

test('an error is one symptom, with its time and address', () => {
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

test('an error after the head of an answer says that the page had begun', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith());
  pageLoadMonitor.requestFailed(requestEvent(), 'net::ERR_CONNECTION_RESET');
  expect(symptoms).toMatchObject([['x.com', { kind: 'error', begun: true }]]);
});

test.each(['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'net::ERR_CACHE_MISS'])('%s is no failure', (name) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), name);
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test('a request that another extension blocks is a local failure, not one of the network', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestFailed(requestEvent(), 'net::ERR_BLOCKED_BY_CLIENT');
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'error', failure: 'local' });
});

test('a page without a first byte for as long as this line allows hangs, and may still arrive', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  fireLastTimer();
  expect(symptoms).toEqual([['x.com', { kind: 'hang', ms: HANG_MS }]]);
  pageLoadMonitor.responseStarted(requestEvent(undefined, 9000), responseWith());
  expect(arrivedHosts).toEqual(['x.com']);
});

test('the next load of a tab ends the previous one', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 3000, '2'));
  expect(timers.size).toBe(1);
});

test.each([451, 403, 500, 503])('status %i is a symptom', (status) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(status));
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'status', status, secure: true });
});

test.each([200, 301, 401, 404, 429])('status %i is no symptom', (status) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(status));
  expect(symptoms).toEqual([]);
});

test('a bot challenge is no symptom: the page arrived', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(
    requestEvent(),
    responseWith(403, { headers: { 'cf-mitigated': 'challenge' } }),
  );
  expect([symptoms, arrivedHosts]).toEqual([[], ['x.com']]);
});

test('a page over plain HTTP is a symptom: no certificate proves who sent it', () => {
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/'));
  pageLoadMonitor.responseStarted(requestEvent('http://x.com/'), responseWith());
  expect(symptoms[0]?.[1]).toMatchObject({ kind: 'plain-page', status: 200 });
});

test('a redirect over plain HTTP is a symptom if it leads to another site, not to its own https', () => {
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

test('a redirect to another site over TLS comes from the site and is no symptom', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestRedirected(requestEvent(), 'https://elsewhere.example/', responseWith(302));
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

test("the browser's own upgrade to https (no peer) does not count as a redirect", () => {
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/'));
  pageLoadMonitor.requestRedirected(requestEvent('http://x.com/'), 'https://x.com/', {
    status: 307,
    fromCache: false,
    headers: {},
  });
  pageLoadMonitor.requestFailed(requestEvent('https://x.com/', 1100), 'net::ERR_CONNECTION_RESET');
  expect(symptoms).toMatchObject([['x.com', { failure: 'reset' }]]);
});

test('a worker that the error event started still reports the error', () => {
  pageLoadMonitor.requestFailed(requestEvent(), 'NS_ERROR_NET_RESET');
  expect(symptoms).toMatchObject([['x.com', { failure: 'reset', ms: 0 }]]);
});

const htmlHeaders = { headers: { 'content-type': 'text/html; charset=utf-8' } };

test('timers count from the request and its answer, not from when the browser reports them', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(undefined, EVENT_TIME + 900), responseWith(200, htmlHeaders));
  expect(timerTimes).toEqual([EVENT_TIME + HANG_MS, EVENT_TIME + 900 + STALL_MS]);
});

test('a page that begins and does not end stalls, once', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  fireLastTimer();
  pageLoadMonitor.requestCompleted(requestEvent());
  expect(symptoms).toEqual([['x.com', { kind: 'stalled', ms: STALL_MS }]]);
});

test('a page that ends does not stall; some time later its parts are due, once', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestCompleted(requestEvent(undefined, 1_700));
  expect([symptoms, dueHosts, timers.size]).toEqual([[], [], 1]);
  expect(timerTimes.at(-1)).toBe(1_700 + STALL_MS);
  fireLastTimer();
  expect([symptoms, dueHosts, pageLoadMonitor.size]).toEqual([[], ['x.com'], 0]);
});

test('the parts of a page that the tab has left, that failed, or that nobody vouches for are not looked at', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestCompleted(requestEvent());
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 3_000, '2'));
  expect(timers.size).toBe(1);
  pageLoadMonitor.responseStarted(requestEvent('https://x.com/', 3_100, '2'), responseWith(503));
  pageLoadMonitor.requestCompleted(requestEvent('https://x.com/', 3_200, '2'));
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/', 4_000, '3'));
  pageLoadMonitor.responseStarted(requestEvent('http://x.com/', 4_100, '3'), responseWith());
  pageLoadMonitor.requestCompleted(requestEvent('http://x.com/', 4_200, '3'));
  expect([timers.size, pageLoadMonitor.size]).toEqual([0, 0]);
});

test('a timer that slept with the device says nothing about a page', () => {
  timerDelay = 3_600_000;
  pageLoadMonitor.requestStarted(requestEvent());
  fireLastTimer();
  pageLoadMonitor.responseStarted(requestEvent(undefined, 9_000), responseWith(200, htmlHeaders));
  fireLastTimer();
  expect(symptoms).toEqual([]);
});

test('how long a page took to its first byte is remembered, unless it came from the cache', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(undefined, EVENT_TIME + 340), responseWith());
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 2_000, '2'));
  pageLoadMonitor.responseStarted(
    requestEvent('https://x.com/', 2_001, '2'),
    responseWith(200, { fromCache: true }),
  );
  expect(responseTimes).toEqual([340]);
});

test.each([
  ['a picture', { headers: { 'content-type': 'image/png' } }],
  [
    'a page that is downloaded',
    { headers: { ...htmlHeaders.headers, 'content-disposition': 'attachment; filename=a' } },
  ],
  ['a page from the cache', { ...htmlHeaders, fromCache: true }],
])('%s starts no stall timer', (_name, more) => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, more));
  expect(timers.size).toBe(0);
});

test('a page that the person leaves does not stall', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.responseStarted(requestEvent(), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/other', 2000, '2'));
  pageLoadMonitor.responseStarted(requestEvent('https://x.com/other', 2100, '2'), responseWith());
  expect([symptoms, timers.size]).toEqual([[], 0]);
});

/** Firefox's last event of a load that the page's own service worker takes over. */
const workerTakeover: ResponseStart = { status: 0, fromCache: false, headers: {} };

test('a load that the page’s service worker takes over hangs, is marked as such, and is forgotten', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestRedirected(requestEvent(), requestEvent().url, workerTakeover);
  expect(symptoms).toEqual([]);
  fireLastTimer();
  expect([pageLoads.at(-1)?.isServedByWorker, symptoms.length, pageLoadMonitor.size]).toEqual([true, 1, 0]);
});

test('a load without an end event is forgotten after ten minutes', () => {
  pageLoadMonitor.requestStarted(requestEvent());
  pageLoadMonitor.requestStarted({ ...requestEvent('https://x.com/', 1000 + 3_600_000, '2'), tabId: 8 });
  expect(pageLoadMonitor.size).toBe(1);
});

test('a browser that tries https first and falls back makes two loads: the page that came is the last symptom', () => {
  // The events that Chromium 156 sends for a typed http://x.com/.
  pageLoadMonitor.requestStarted(requestEvent('https://x.com/', 1000, '6'));
  pageLoadMonitor.requestFailed(requestEvent('https://x.com/', 1010, '6'), 'net::ERR_CONNECTION_RESET');
  pageLoadMonitor.requestStarted(requestEvent('http://x.com/', 1020, '7'));
  pageLoadMonitor.responseStarted(requestEvent('http://x.com/', 1030, '7'), responseWith(200, htmlHeaders));
  pageLoadMonitor.requestCompleted(requestEvent('http://x.com/', 1040, '7'));
  expect(symptoms.map(([, { kind }]) => kind)).toEqual(['error', 'plain-page']);
  expect([arrivedHosts, timers.size, pageLoadMonitor.size]).toEqual([[], 0, 0]);
});
