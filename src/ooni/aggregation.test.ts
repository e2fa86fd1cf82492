import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckContext } from '../checks/check.ts';
import { measurementsCheck } from '../checks/measurements.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import { aggregationUrl, parseDailyCounts, parseNetworkCounts } from './aggregation.ts';

const countRow = (anomaly: number, ok: number, more: object, confirmed = 0) => ({
  anomaly_count: anomaly,
  confirmed_count: confirmed,
  failure_count: 3,
  ok_count: ok,
  measurement_count: anomaly + ok + confirmed + 3,
  ...more,
});
const aggregationResponse = (...result: object[]) => ({ v: 0, dimension_count: 1, result });
const NOW = Date.UTC(2026, 10, 24, 12);

test('asks for the host with and without "www.", and includes today', () => {
  const url = new URL(
    aggregationUrl('https://api.ooni.org', {
      host: 'www.x.com',
      country: 'PK',
      days: 7,
      by: 'probe_asn',
      now: NOW,
    }),
  );
  expect(url.pathname).toBe('/api/v1/aggregation');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    probe_cc: 'PK',
    domain: 'x.com,www.x.com',
    test_name: 'web_connectivity',
    since: '2026-11-18',
    until: '2026-11-25',
    axis_x: 'probe_asn',
  });
});

test('returns days in order, without failed measurements', () => {
  const days = parseDailyCounts(
    aggregationResponse(
      countRow(12, 41, { measurement_start_day: '2026-11-17' }, 2),
      countRow(1, 0, { measurement_start_day: '2026-11-16T00:00:00Z' }),
    ),
  );
  expect(days).toEqual([
    { day: '2026-11-16', ok: 0, anomaly: 1, confirmed: 0 },
    { day: '2026-11-17', ok: 41, anomaly: 12, confirmed: 2 },
  ]);
});

test('counts a network with at least two measurements, of which four of five are anomalous', () => {
  const tally = parseNetworkCounts(
    aggregationResponse(
      countRow(4, 1, { probe_asn: 17557 }),
      countRow(0, 0, { probe_asn: 'AS45595' }, 2),
      countRow(3, 1, { probe_asn: 9541 }),
      countRow(1, 0, { probe_asn: 9260 }),
      countRow(50, 0, { probe_asn: 0 }),
    ),
  );
  expect(tally).toEqual({ tests: 12, anomalous: 10, networks: 2 });
});

test.each([
  'a text',
  null,
  {},
  { result: {} },
  { v: 0, error: 'Invalid domain' },
  aggregationResponse(countRow(-1, 0, { measurement_start_day: '2026-11-17', probe_asn: 1 })),
  aggregationResponse(countRow(1.5, 0, { measurement_start_day: '2026-11-17', probe_asn: 1 })),
])('returns undefined for an invalid answer: %j', (rubbish) => {
  expect([parseDailyCounts(rubbish), parseNetworkCounts(rubbish)]).toEqual([undefined, undefined]);
});

test('accepts any input without throwing', () => {
  fc.assert(
    fc.property(fc.anything(), (any) => [parseDailyCounts(any), parseNetworkCounts(any)].length === 2),
  );
});

test('the check counts the measurements of the last week in a country', async () => {
  const asked: string[] = [];
  const createContext = (body: unknown): CheckContext => ({
    async probe({ url }) {
      asked.push(url);
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      return { kind: 'answered', status: 200, headers: {}, body: bytes, hstsUpgraded: false, ms: 7 };
    },
    now: () => NOW,
    random: () => 0.5,
    findBlockPage: async () => undefined,
  });
  const runCheck = (body: unknown) =>
    measurementsCheck('x.com', 'PK', ENDPOINTS, 4_000).run(createContext(body), new AbortController().signal);
  expect((await runCheck(aggregationResponse(countRow(4, 1, { probe_asn: 17557 })))).outcome).toEqual({
    kind: 'aggregated',
    country: 'PK',
    tests: 5,
    anomalous: 4,
    networks: 1,
  });
  expect((await runCheck('busy')).outcome).toEqual({ kind: 'void', why: 'status 200, no counts' });
  expect(asked[0]).toContain('since=2026-11-18');
});
