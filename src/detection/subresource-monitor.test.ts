import { beforeEach, expect, test } from 'vitest';
import type { Symptom } from '../model/signal.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { HalfLoaded, type PartFailure, WINDOW_MS } from './subresource-monitor.ts';

let symptoms: { tabId: number; host: string; signal: Symptom }[];
let half: HalfLoaded;

beforeEach(() => {
  symptoms = [];
  half = new HalfLoaded({
    platformOf: platformOfHost,
    onSymptom: ({ tabId, url }, signal) => symptoms.push({ tabId, host: url.hostname, signal }),
  });
});

const fails = (times: number, more: Partial<PartFailure> = {}): void => {
  for (let n = 0; n < times; n++)
    half.failed({
      tabId: 7,
      url: `https://abs.twimg.com/part-${n}.js`,
      from: 'https://x.com/somebody',
      error: 'net::ERR_CONNECTION_RESET',
      at: 1_000 + n,
      ...more,
    });
};
const start = (at = 500, tabId = 7): void => {
  const x = platformOfHost('x.com');
  if (x) half.started(tabId, x, at);
};

test('three failed parts of one load are one signal, about the host that failed', () => {
  start();
  fails(10);
  expect(symptoms).toEqual([
    {
      tabId: 7,
      host: 'abs.twimg.com',
      signal: { kind: 'half-loaded', hosts: ['abs.twimg.com'], family: 'reset', failed: 3, ms: 502 },
    },
  ]);
});

test('the host that failed most is asked about', () => {
  fails(1, { url: 'https://pbs.twimg.com/1.jpg' });
  fails(2);
  expect(symptoms).toMatchObject([
    { host: 'abs.twimg.com', signal: { hosts: ['abs.twimg.com', 'pbs.twimg.com'] } },
  ]);
});

test('two failures, or three far apart, are what any line does', () => {
  fails(2);
  fails(1, { at: 1_000 + 2 * WINDOW_MS });
  expect(symptoms).toEqual([]);
});

test('what failed before a load does not count against it; a new load may tell again', () => {
  fails(2);
  start(2_000);
  fails(2, { at: 2_100 });
  expect(symptoms).toEqual([]);
  fails(1, { at: 2_200 });
  start(3_000);
  fails(3, { at: 3_100 });
  expect(symptoms).toHaveLength(2);
});

test('tabs do not add up', () => {
  fails(2);
  fails(2, { tabId: 8 });
  expect(symptoms).toEqual([]);
});

test.each([
  'net::ERR_BLOCKED_BY_CLIENT',
  'NS_ERROR_TRACKING_URI',
  'net::ERR_ABORTED',
  'NS_BINDING_ABORTED',
  'net::ERR_BLOCKED_BY_ORB',
  'net::ERR_INTERNET_DISCONNECTED',
  'net::ERR_NETWORK_CHANGED',
  'net::ERR_FAILED',
])('%s, however often, blames nobody on the way', (error) => {
  fails(9, { error });
  expect(symptoms).toEqual([]);
});

test('whatever kept a WebSocket from opening has one name in Chromium', () => {
  fails(9, { url: 'https://x.com/socket', error: 'net::ERR_FAILED', isSocket: true });
  fails(9, { url: 'https://x.com/socket', error: 'net::ERR_BLOCKED_BY_CLIENT', isSocket: true, tabId: 9 });
  expect(symptoms).toMatchObject([{ host: 'x.com', signal: { family: 'other' } }]);
});

test.each(['https://news.example/', 'https://www.facebook.com/', 'null', ''])(
  'parts of a platform that fail on a page from "%s" are no case',
  (from) => {
    fails(9, { from });
    expect(symptoms).toEqual([]);
  },
);

test.each([
  ['https://analytics.twitter.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://analytics.twitter.com/a.js', 'net::ERR_CONNECTION_RESET'],
  ['https://syndication.twitter.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://ads-api.x.com/a.js', 'net::ERR_CONNECTION_REFUSED'],
])('a filter at home denies %s: no case', (url, error) => {
  fails(9, { url, error });
  expect(symptoms).toEqual([]);
});

test.each([
  ['https://api.x.com/graphql', 'net::ERR_CONNECTION_RESET'],
  ['wss://api.x.com/live', 'NS_ERROR_NET_RESET'],
  ['https://abs.twimg.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://abs.twimg.com/a.js', 'NS_ERROR_CONNECTION_REFUSED'],
])('what a page needs: %s fails with %s, and that is told', (url, error) => {
  fails(3, { url, error });
  expect(symptoms).toHaveLength(1);
});

const workerCode = (more: Partial<PartFailure> = {}) =>
  fails(1, { url: 'https://x.com/sw.js', from: 'https://x.com', isWorkerCode: true, ...more });

test('a worker whose own code does not come is told of at once: it hides how its page failed', () => {
  workerCode();
  expect(symptoms).toMatchObject([{ host: 'x.com', signal: { hosts: ['x.com'], failed: 1 } }]);
});

test('with the parts of the same load it is one signal, at the next load one more', () => {
  fails(3);
  workerCode({ at: 2_000 });
  expect(symptoms).toHaveLength(1);
  workerCode({ at: 20_000 });
  expect(symptoms).toHaveLength(2);
});

test.each(['net::ERR_BLOCKED_BY_CLIENT', 'net::ERR_INTERNET_DISCONNECTED', 'net::ERR_ABORTED'])(
  'a worker whose code fails with %s blames nobody',
  (error) => {
    workerCode({ error });
    expect(symptoms).toEqual([]);
  },
);
