/** How long a page may be silent: as long as its line allowed when it began. */
import { expect, test } from 'vitest';
import type { RequestEvent } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { PageLoadMonitor } from './page-load-monitor.ts';

/** A monitor whose line allows `hangMs` now, and the timers that it started. */
function createMonitor() {
  const line = { hangMs: 4_000 };
  const symptoms: Symptom[] = [];
  const timers: { run: () => void; at: number }[] = [];
  let now = 0;
  const monitor = new PageLoadMonitor({
    platformOf: platformOfHost,
    onSymptom: (_, symptom) => symptoms.push(symptom),
    onPageArrived: () => {},
    onPartsDue: () => {},
    hangMs: () => line.hangMs,
    onResponseTime: () => {},
    now: () => now,
    setTimer(run, at) {
      timers.push({ run, at });
      return () => {};
    },
  });
  const fireTimers = () => {
    for (const { run, at } of timers) {
      now = at;
      run();
    }
  };
  return { line, monitor, symptoms, timers, fireTimers };
}
const loadOf = (tabId: number, at: number, requestId = `${tabId}`): RequestEvent => ({
  tabId,
  requestId,
  url: 'https://x.com/',
  at,
});

test('a load waits as long as the line allowed when it began, whatever is learned meanwhile', () => {
  const { line, monitor, symptoms, timers, fireTimers } = createMonitor();
  monitor.requestStarted(loadOf(7, 1_000));
  line.hangMs = 7_000;
  monitor.requestStarted(loadOf(8, 2_000));
  expect(timers.map(({ at }) => at)).toEqual([5_000, 9_000]);
  fireTimers();
  expect(symptoms).toEqual([
    { kind: 'hang', ms: 4_000 },
    { kind: 'hang', ms: 7_000 },
  ]);
});

test('a redirect starts no new wait', () => {
  const { line, monitor, timers } = createMonitor();
  monitor.requestStarted(loadOf(7, 1_000));
  line.hangMs = 7_000;
  monitor.requestStarted({ ...loadOf(7, 2_500), url: 'https://x.com/home' });
  expect(timers.map(({ at }) => at)).toEqual([5_000]);
});
