import '../testing/fake-web-request.ts';
import { beforeEach, expect, test } from 'vitest';
import { SubresourceMonitor } from '../../src/detection/subresource-monitor.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { webRequest } from '../testing/fake-web-request.ts';
import { monitorSubresources } from './page-load-events.ts';

let signals: string[] = [];
const monitor = new SubresourceMonitor({
  platformOf: platformOfHost,
  onSymptom: ({ tabId, host }) => void signals.push(`${tabId} ${host}`),
});
monitorSubresources(monitor, {
  main: ['*://*.x.com/*'],
  assets: ['*://*.twimg.com/*'],
  onLoadStart: () => {},
});
let tabId = 1;
beforeEach(() => {
  signals = [];
  tabId++;
});

const failThreeParts = (more: object): void => {
  for (let n = 0; n < 3; n++)
    webRequest.onErrorOccurred.dispatchDetails({
      requestId: `${n}`,
      url: `https://abs.twimg.com/${n}.js`,
      initiator: 'https://x.com',
      error: 'net::ERR_CONNECTION_RESET',
      type: 'script',
      frameId: 0,
      timeStamp: 1_000 + n,
      tabId,
      ...more,
    });
};

test.each<[string, object]>([
  ['a page', {}],
  [
    'a page that Chromium does not have yet: its frame has a number',
    { frameId: 96, frameType: 'outermost_frame', documentLifecycle: '' },
  ],
  [
    'a WebSocket, of which Chromium says no more',
    { type: 'websocket', url: 'wss://abs.twimg.com/', error: 'net::ERR_FAILED' },
  ],
])('parts of %s count', (_, more) => {
  failThreeParts(more);
  expect(signals).toEqual([`${tabId} abs.twimg.com`]);
});

test.each<[string, object]>([
  ['a frame inside it', { frameId: 96, frameType: 'sub_frame' }],
  ['a frame inside it, in Firefox', { frameId: 96 }],
  [
    'a page that Chromium loads ahead',
    { frameId: 96, frameType: 'outermost_frame', documentLifecycle: 'prerender' },
  ],
  ['another extension', { initiator: 'chrome-extension://other' }],
  ['a blocker’s doing', { error: 'net::ERR_BLOCKED_BY_CLIENT' }],
  ['what failed for no reason', { error: 'net::ERR_FAILED' }],
])('parts of %s do not', (_, more) => {
  failThreeParts(more);
  expect(signals).toEqual([]);
});
