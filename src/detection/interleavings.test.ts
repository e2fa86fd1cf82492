/** The monitors cope with any order of events, and with events that the browser leaves out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestEvent, ResponseStart } from '../model/page-load.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { PageLoadMonitor } from './page-load-monitor.ts';
import { SubresourceMonitor } from './subresource-monitor.ts';

const TAB_COUNT = 3;
const htmlResponse: ResponseStart = {
  status: 200,
  fromCache: false,
  headers: { 'content-type': 'text/html' },
  ip: '192.0.2.1',
};
const URLS = ['https://x.com/', 'http://x.com/', 'https://facebook.com/', 'https://elsewhere.example/'];

describe('PageLoadMonitor', () => {
  /** One event of a load in a tab, a timer that fires, or time that passes. */
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom(
        'started',
        'redirected',
        'takenOver',
        'answered',
        'completed',
        'failed',
        'aborted',
        'ring',
      ),
      load: fc.nat(7),
      url: fc.constantFrom(...URLS),
      to: fc.constantFrom(...URLS),
      status: fc.constantFrom(200, 302, 403, 451, 503),
      error: fc.constantFrom(
        'net::ERR_CONNECTION_RESET',
        'NS_ERROR_UNKNOWN_HOST',
        'net::ERR_BLOCKED_BY_CLIENT',
      ),
      passes: fc.nat(30_000),
    }),
    { maxLength: 60, size: 'max' },
  );

  /** Plays the steps as a browser may send them: a load keeps its tab, and no event follows its end. */
  function playSteps(sequence: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
    const signals: { tabId: number; startedAt: number; kind: string }[] = [];
    const timers = new Map<number, () => void>();
    const ended = new Set<string>();
    const startedAt = new Map<string, number>();
    let nextTimer = 0;
    let at = 1_000_000;
    const watch = new PageLoadMonitor({
      platformOf: platformOfHost,
      onSymptom: (load, { kind }) => signals.push({ tabId: load.tabId, startedAt: load.startedAt, kind }),
      onPageArrived: () => {},
      onPartsDue: () => {},
      hangMs: () => 3_500,
      onResponseTime: () => {},
      // Some timers run while the device wakes up, and count for nothing.
      now: () => at,
      setTimer(run) {
        const id = nextTimer++;
        timers.set(id, run);
        return () => timers.delete(id);
      },
    });
    const aborted: number[] = [];
    let most = 0;
    for (const { what, load, url, to, status, error, passes } of sequence) {
      at += passes + 1;
      const event: RequestEvent = { tabId: load % TAB_COUNT, requestId: String(load), url, at };
      const id = event.requestId;
      if (what === 'ring') {
        const [first] = timers;
        if (first) {
          timers.delete(first[0]);
          first[1]();
        }
      } else if (what === 'started') {
        // Browsers number each request anew; the same number again is the same load after a redirect.
        ended.delete(id);
        if (!startedAt.has(id)) startedAt.set(id, at);
        // A tab that navigates gives up its previous load.
        for (const other of startedAt.keys())
          if (other !== id && Number(other) % TAB_COUNT === event.tabId) startedAt.delete(other);
        watch.requestStarted(event);
      } else if (!ended.has(id) && startedAt.has(id)) {
        if (what === 'redirected') watch.requestRedirected(event, to, { ...htmlResponse, status: 302 });
        if (what === 'takenOver')
          watch.requestRedirected(event, url, { status: 0, fromCache: false, headers: {} });
        if (what === 'answered') watch.responseStarted(event, { ...htmlResponse, status });
        if (what === 'completed') watch.requestCompleted(event);
        if (what === 'failed') watch.requestFailed(event, error);
        if (what === 'aborted') {
          const before = signals.length;
          watch.requestFailed(event, 'net::ERR_ABORTED');
          aborted.push(signals.length - before);
        }
        if (['completed', 'failed', 'aborted'].includes(what)) {
          ended.add(id);
          startedAt.delete(id);
        }
      }
      most = Math.max(most, watch.size, timers.size);
    }
    return { signals, aborted, most };
  }

  test('reports a load once, or twice if it hung first', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const byLoad = new Map<string, string[]>();
        for (const { tabId, startedAt, kind } of playSteps(sequence).signals) {
          const load = `${tabId} ${startedAt}`;
          byLoad.set(load, [...(byLoad.get(load) ?? []), kind]);
        }
        for (const [first, ...others] of byLoad.values()) {
          expect(others.length).toBeLessThanOrEqual(first === 'hang' ? 1 : 0);
          expect(others).not.toContain('hang');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('reports no abort, and remembers no more loads than there are tabs', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { aborted, most } = playSteps(sequence);
        expect(aborted.every((signals) => signals === 0)).toBe(true);
        expect(most).toBeLessThanOrEqual(TAB_COUNT);
      }),
    );
  });
});

describe('SubresourceMonitor', () => {
  const x = platformOfHost('x.com');
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('started', 'failed', 'failed', 'failed', 'code'),
      tabId: fc.nat(100),
      host: fc.constantFrom('abs.twimg.com', 'x.com', 'api.x.com', 'pbs.twimg.com'),
      error: fc.constantFrom('net::ERR_CONNECTION_RESET', 'net::ERR_ABORTED', 'net::ERR_NAME_NOT_RESOLVED'),
      passes: fc.nat(5_000),
    }),
    { maxLength: 100, size: 'max' },
  );

  test('reports a tab once a minute, except for a new load or a worker’s script, and forgets closed tabs', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const told = new Map<number, number>();
        let at = 1_000_000;
        let allowed = Number.POSITIVE_INFINITY;
        const half = new SubresourceMonitor({
          platformOf: platformOfHost,
          onSymptom({ tabId }) {
            expect(at - (told.get(tabId) ?? 0)).toBeGreaterThanOrEqual(allowed);
            told.set(tabId, at);
          },
        });
        const recent = new Map<number, number>();
        for (const { what, tabId, host, error, passes } of sequence) {
          at += passes;
          allowed = what === 'code' ? 5_000 : 60_000;
          if (what === 'started') {
            told.delete(tabId);
            if (x) half.pageStarted(tabId, x, at);
          } else
            half.subresourceFailed({
              tabId,
              url: `https://${host}/a`,
              initiator: 'https://x.com',
              error,
              at,
              isWorkerScript: what === 'code',
            });
          recent.set(tabId, at);
          expect(half.size).toBeLessThanOrEqual(
            [...recent.values()].filter((last) => at - last < 60_000).length,
          );
        }
      }),
      // Long sequences take minutes to shrink.
      { endOnFailure: true },
    );
  });
});
