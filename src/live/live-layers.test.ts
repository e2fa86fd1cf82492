import fc from 'fast-check';
import * as v from 'valibot';
import { beforeEach, expect, test } from 'vitest';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { ProbeResult } from '../model/probe.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { deleteExpiredAnswers } from './feed-cache.ts';
import { fetchLiveData, LiveDataQuerySchema, type LiveDeps } from './live-layers.ts';
import { parseOutages } from './outages.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const counts = { anomaly_count: 12, confirmed_count: 0, failure_count: 1, ok_count: 3 };
const days = { result: [{ ...counts, measurement_start_day: '2026-11-23' }] };
const outageEvent = (hoursAgo: number, hours: number, datasource = 'bgp', location = 'country/PK') => ({
  location,
  start: NOW / 1000 - hoursAgo * 3600,
  duration: hours * 3600,
  datasource,
  score: 753.2,
  status: 0,
});
const outageResponse = (...data: object[]) => ({ type: 'outages.events', error: null, data });
const jsonResult = (body: unknown, status = 200): ProbeResult => ({
  kind: 'answered',
  status,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(body)),
  hstsUpgraded: false,
  ms: 5,
});
const reset: ProbeResult = { kind: 'failed', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 5 };

let memory: ReturnType<typeof createSessionMemory>;
let now: number;
let asked: string[];
beforeEach(() => {
  memory = createSessionMemory();
  [now, asked] = [NOW, []];
});

const createLiveDeps = (ooni: ProbeResult, ioda: ProbeResult, more: Partial<LiveDeps> = {}): LiveDeps => ({
  memory,
  async probe({ url }) {
    asked.push(url);
    return url.includes('aggregation') ? ooni : ioda;
  },
  now: () => now,
  endpoints: async () => ENDPOINTS,
  isNetworkAllowed: async () => true,
  isPlatform: (host) => platformOfHost(host) !== undefined,
  ...more,
});
const good = [jsonResult(days), jsonResult(outageResponse(outageEvent(5, 5)))] as const;
const question = { country: 'PK', host: 'x.com' };

test('returns daily measurements, and the current outage of the country', async () => {
  expect(await fetchLiveData(createLiveDeps(...good), question)).toEqual({
    measurements: {
      at: NOW,
      stale: false,
      value: [{ day: '2026-11-23', ok: 3, anomaly: 12, confirmed: 0 }],
    },
    outages: { at: NOW, stale: false, value: [{ since: NOW - 5 * HOUR_MS, sources: ['bgp'] }] },
  });
  expect(asked.map((url) => new URL(url).hostname).sort()).toEqual([
    'api.ioda.inetintel.cc.gatech.edu',
    'api.ooni.org',
  ]);
  const ooni = new URL(asked.find((url) => url.includes('ooni')) ?? '').searchParams;
  // 30 days, today included.
  expect([ooni.get('since'), ooni.get('until')]).toEqual(['2026-10-26', '2026-11-25']);
  const ioda = asked.find((url) => url.includes('ioda')) ?? '';
  expect(ioda).not.toContain('x.com');
  expect(Object.fromEntries(new URL(ioda).searchParams)).toMatchObject({
    entityType: 'country',
    entityCode: 'PK',
    until: String(NOW / 1000),
  });
});

test('quiet mode sends no request and returns no cached data', async () => {
  await fetchLiveData(createLiveDeps(...good), question);
  asked = [];
  expect(
    await fetchLiveData(createLiveDeps(...good, { isNetworkAllowed: async () => false }), question),
  ).toBeNull();
  expect(asked).toEqual([]);
});

test('sends no request for a host that belongs to no platform', async () => {
  await expect(fetchLiveData(createLiveDeps(...good), { ...question, host: 'example.org' })).rejects.toThrow(
    'example.org',
  );
  expect(asked).toEqual([]);
});

test.each([`${'a.'.repeat(500_000)}x.com`, `${'a.'.repeat(125)}x.com`, 'x.com/', ''])(
  'a host that is no name is refused before it is looked for: %#',
  (host) => {
    expect(v.safeParse(LiveDataQuerySchema, { country: 'PK', host }).success).toBe(false);
  },
);

test('an answer stays fresh for a while: outages 15 minutes, measurements 6 hours', async () => {
  await fetchLiveData(createLiveDeps(...good), question);
  const askAgainAfter = async (after: number): Promise<string[]> => {
    asked = [];
    now = NOW + after;
    await fetchLiveData(createLiveDeps(...good), question);
    return asked.map((url) => new URL(url).hostname);
  };
  expect(await askAgainAfter(10 * 60_000)).toEqual([]);
  expect(await askAgainAfter(HOUR_MS)).toEqual(['api.ioda.inetintel.cc.gatech.edu']);
  expect(await askAgainAfter(7 * HOUR_MS)).toHaveLength(2);
  // The clock was set back: an answer of tomorrow is not fresh today.
  expect(await askAgainAfter(-24 * HOUR_MS)).toHaveLength(2);
});

test.each([
  ['unreachable', reset],
  ['silent', { kind: 'timeout', ms: 8_000 } as const],
  ['a block page', jsonResult('<html>blocked</html>')],
  ['an error with status 200', jsonResult({ v: 0, error: 'Invalid domain' })],
  ['busy', jsonResult(days, 503)],
])('a feed that is %s gives its last valid answer as stale, or null without one', async (_, bad) => {
  expect(await fetchLiveData(createLiveDeps(bad, bad), question)).toEqual({
    measurements: null,
    outages: null,
  });
  await fetchLiveData(createLiveDeps(...good), question);
  now = NOW + 8 * HOUR_MS;
  expect(await fetchLiveData(createLiveDeps(bad, bad), question)).toMatchObject({
    measurements: { at: NOW, stale: true, value: [{ anomaly: 12 }] },
    outages: { at: NOW, stale: true },
  });
});

test('one feed works while the other fails', async () => {
  expect(await fetchLiveData(createLiveDeps(reset, good[1]), question)).toMatchObject({
    measurements: null,
    outages: { stale: false },
  });
});

test('ignores a damaged cache record', async () => {
  await memory.write('live:measurements:PK:x.com', { at: NOW, value: [{ day: 7 }] });
  expect(await fetchLiveData(createLiveDeps(reset, good[1]), question)).toMatchObject({ measurements: null });
});

test('works without a cache when the memory is full', async () => {
  memory = createSessionMemory(0);
  expect(await fetchLiveData(createLiveDeps(...good), question)).toMatchObject({
    measurements: { stale: false },
  });
  expect(memory.kept.size).toBe(0);
});

test('deletes answers that are older than a week, and those of the future', async () => {
  const answer = (ageMs: number) => ({ at: NOW - ageMs, value: [] });
  await memory.write('live:measurements:PK:x.com', answer(7 * DAY_MS));
  await memory.write('live:measurements:IR:telegram.org', answer(7 * DAY_MS + 1));
  await memory.write('live:outages:IR', answer(-2 * HOUR_MS));
  await memory.write('live:outages:XX', 'rubbish');
  await memory.write('requestBudgets', 'of another part');
  await deleteExpiredAnswers(memory, NOW);
  expect([...memory.kept.keys()].sort()).toEqual(['live:measurements:PK:x.com', 'requestBudgets']);
});

test.each([
  ['over since hours', [outageEvent(30, 20)], []],
  ['of a part of the country', [outageEvent(5, 5, 'bgp', 'region/1226')], []],
  ['of another country', [outageEvent(5, 5, 'bgp', 'country/IN')], []],
  ['noise alone', [outageEvent(5, 5, 'merit-nt')], []],
  ['ended within the delay of the measurements', [outageEvent(5, 4.5)], [['bgp'], 5]],
  [
    'several measurements, of which the earliest gives the start',
    [outageEvent(2, 2), outageEvent(3, 3, 'ping-slash24'), outageEvent(9, 9, 'merit-nt')],
    [['bgp', 'merit-nt', 'ping-slash24'], 3],
  ],
])('an outage: %s', (_, data, expected) => {
  const seen = parseOutages(outageResponse(...data), 'PK', NOW);
  const [sources, hoursAgo] = expected as [string[]?, number?];
  expect(seen).toEqual(sources ? [{ since: NOW - (hoursAgo ?? 0) * HOUR_MS, sources }] : []);
});

test.each([
  ['1e248', 1e248],
  ['1e999, which JSON takes for infinite', Number.POSITIVE_INFINITY],
  ['before the year 2000', 1],
  ['after the year 2100', 4_102_444_801],
  ['a negative one', -8e12],
])('an outage whose start is no plausible time is no answer, fresh or cached: %s', async (_, start) => {
  const event = { ...outageEvent(1, 1), start, duration: 1e300 };
  expect(parseOutages(outageResponse(event), 'PK', NOW)).toBeUndefined();
  await memory.write('live:outages:PK', { at: now, value: [{ since: start * 1000, sources: ['bgp'] }] });
  expect((await fetchLiveData(createLiveDeps(good[0], reset), question))?.outages).toBeNull();
});

test('parseOutages accepts any input, and rejects an error message of IODA', () => {
  expect(parseOutages({ error: "'from' timestamp must be set", data: [] }, 'PK', NOW)).toBeUndefined();
  fc.assert(
    fc.property(fc.anything(), (any) => {
      const seen = parseOutages(any, 'PK', NOW);
      return seen === undefined || Array.isArray(seen);
    }),
  );
});
