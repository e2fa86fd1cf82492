import { beforeEach, expect, test } from 'vitest';
import type { Symptom } from '../model/symptom.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { type SubresourceFailure, SubresourceMonitor, WINDOW_MS } from './subresource-monitor.ts';

let symptoms: { tabId: number; host: string; symptom: Symptom }[];
let subresourceMonitor: SubresourceMonitor;

beforeEach(() => {
  symptoms = [];
  subresourceMonitor = new SubresourceMonitor({
    platformOf: platformOfHost,
    onSymptom: ({ tabId, host }, symptom) => symptoms.push({ tabId, host, symptom }),
  });
});

const failSubresources = (times: number, more: Partial<SubresourceFailure> = {}): void => {
  for (let n = 0; n < times; n++)
    subresourceMonitor.subresourceFailed({
      tabId: 7,
      url: `https://abs.twimg.com/part-${n}.js`,
      initiator: 'https://x.com/somebody',
      error: 'net::ERR_CONNECTION_RESET',
      at: 1_000 + n,
      ...more,
    });
};
const startPage = (at = 500, tabId = 7): void => {
  const x = platformOfHost('x.com');
  if (x) subresourceMonitor.pageStarted(tabId, x, at);
};

test('three failed subresources of one load are one symptom, about the host that failed', () => {
  startPage();
  failSubresources(10);
  expect(symptoms).toEqual([
    {
      tabId: 7,
      host: 'abs.twimg.com',
      symptom: { kind: 'partial-load', hosts: ['abs.twimg.com'], failure: 'reset', failed: 3, ms: 502 },
    },
  ]);
});

test('the symptom is about the host that failed most', () => {
  failSubresources(1, { url: 'https://pbs.twimg.com/1.jpg' });
  failSubresources(2);
  expect(symptoms).toMatchObject([
    { host: 'abs.twimg.com', symptom: { hosts: ['abs.twimg.com', 'pbs.twimg.com'] } },
  ]);
});

test('two failures, or three far apart, are normal on any line', () => {
  failSubresources(2);
  failSubresources(1, { at: 1_000 + 2 * WINDOW_MS });
  expect(symptoms).toEqual([]);
});

test('failures before a load do not count against it, and a new load may be reported again', () => {
  failSubresources(2);
  startPage(2_000);
  failSubresources(2, { at: 2_100 });
  expect(symptoms).toEqual([]);
  failSubresources(1, { at: 2_200 });
  startPage(3_000);
  failSubresources(3, { at: 3_100 });
  expect(symptoms).toHaveLength(2);
});

test('failures of different tabs do not add up', () => {
  failSubresources(2);
  failSubresources(2, { tabId: 8 });
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
])('%s, however often, is no failure of the network', (error) => {
  failSubresources(9, { error });
  expect(symptoms).toEqual([]);
});

test('Chromium has one name for every WebSocket that does not open', () => {
  failSubresources(9, { url: 'https://x.com/socket', error: 'net::ERR_FAILED', isWebSocket: true });
  failSubresources(9, {
    url: 'https://x.com/socket',
    error: 'net::ERR_BLOCKED_BY_CLIENT',
    isWebSocket: true,
    tabId: 9,
  });
  expect(symptoms).toMatchObject([{ host: 'x.com', symptom: { failure: 'other' } }]);
});

test.each(['https://news.example/', 'https://www.facebook.com/', 'null', ''])(
  'failed subresources of a platform on a page from "%s" are no symptom',
  (from) => {
    failSubresources(9, { initiator: from });
    expect(symptoms).toEqual([]);
  },
);

test.each([
  ['https://analytics.twitter.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://analytics.twitter.com/a.js', 'net::ERR_CONNECTION_RESET'],
  ['https://syndication.twitter.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://ads-api.x.com/a.js', 'net::ERR_CONNECTION_REFUSED'],
])('a filter at home denies %s with %s: no symptom', (url, error) => {
  failSubresources(9, { url, error });
  expect(symptoms).toEqual([]);
});

test.each([
  ['https://api.x.com/graphql', 'net::ERR_CONNECTION_RESET'],
  ['wss://api.x.com/live', 'NS_ERROR_NET_RESET'],
  ['https://abs.twimg.com/a.js', 'net::ERR_NAME_NOT_RESOLVED'],
  ['https://abs.twimg.com/a.js', 'NS_ERROR_CONNECTION_REFUSED'],
])('a host that a page needs: %s fails with %s, which is a symptom', (url, error) => {
  failSubresources(3, { url, error });
  expect(symptoms).toHaveLength(1);
});

const failWorkerScript = (more: Partial<SubresourceFailure> = {}) =>
  failSubresources(1, {
    url: 'https://x.com/sw.js',
    initiator: 'https://x.com',
    isWorkerScript: true,
    ...more,
  });

test('a worker script that fails is a symptom at once: the worker hides how its page failed', () => {
  failWorkerScript();
  expect(symptoms).toMatchObject([{ host: 'x.com', symptom: { hosts: ['x.com'], failed: 1 } }]);
});

test('a failed worker script and subresources of one load are one symptom; the next load is one more', () => {
  failSubresources(3);
  failWorkerScript({ at: 2_000 });
  expect(symptoms).toHaveLength(1);
  failWorkerScript({ at: 20_000 });
  expect(symptoms).toHaveLength(2);
});

test.each(['net::ERR_BLOCKED_BY_CLIENT', 'net::ERR_INTERNET_DISCONNECTED', 'net::ERR_ABORTED'])(
  'a worker script that fails with %s is no failure of the network',
  (error) => {
    failWorkerScript({ error });
    expect(symptoms).toEqual([]);
  },
);
