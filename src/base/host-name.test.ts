import { expect, test } from 'vitest';
import { answerOutcome } from '../checks/answer.ts';
import { PageLoadMonitor } from '../detection/page-load-monitor.ts';
import { platformOfHost } from '../platforms/catalogue.ts';

const LONG_URL = `http://${'a.'.repeat(50_000)}example/`;

test('of a redirect’s host no more is kept than a name can have letters', () => {
  const result = {
    kind: 'answered',
    status: 302,
    hstsUpgraded: false,
    body: new Uint8Array(),
    ms: 1,
  } as const;
  const answered = answerOutcome({ ...result, headers: { location: LONG_URL } }, 'http://x.com/', 0);
  const kept = [answered.redirectHost];

  const monitor = new PageLoadMonitor({
    platformOf: platformOfHost,
    onSymptom: (_, symptom) => kept.push(symptom.kind === 'plain-page' ? symptom.redirectHost : ''),
    onPageArrived: () => {},
    onPartsDue: () => {},
    hangMs: () => 7_000,
    onResponseTime: () => {},
    now: () => 0,
    setTimer: () => () => {},
  });
  const load = { tabId: 7, requestId: '1', url: 'http://x.com/', at: 0 };
  monitor.requestStarted(load);
  monitor.requestRedirected(load, LONG_URL, { status: 302, headers: {}, ip: '192.0.2.1', fromCache: false });
  expect(kept.map((host) => host?.length)).toEqual([253, 253]);
});
