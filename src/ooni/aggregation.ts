import * as v from 'valibot';
import { DAY_MS, toIsoDay } from '../base/time.ts';
import { ANOMALY_SHARE } from '../model/observation.ts';

const nonNegativeInt = v.pipe(v.number(), v.integer(), v.minValue(0));
const countFields = {
  anomaly_count: nonNegativeInt,
  confirmed_count: nonNegativeInt,
  failure_count: nonNegativeInt,
  ok_count: nonNegativeInt,
};

/** Answer of `GET /api/v1/aggregation` with `axis_x=measurement_start_day` (OONI API): one row for each day with measurements. */
const DailyCountsResponseSchema = v.object({
  result: v.array(
    v.object({ ...countFields, measurement_start_day: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d/)) }),
  ),
});
/** The same with `axis_x=probe_asn`: one row for each network. */
const NetworkCountsResponseSchema = v.object({
  result: v.array(v.object({ ...countFields, probe_asn: v.union([v.number(), v.string()]) })),
});

/** Measurements of a site by OONI's volunteers on one day, without those that failed themselves. */
export const DayCountsSchema = v.object({
  /** `2026-11-24`, UTC. */
  day: v.string(),
  ok: v.number(),
  /** OONI's anomalies: signs of interference. */
  anomaly: v.number(),
  /** OONI's confirmed blocks: a known block page. */
  confirmed: v.number(),
});
export type DayCounts = v.InferOutput<typeof DayCountsSchema>;

/** Measurements of a site by OONI's volunteers in a country, in sum. */
export interface MeasurementCounts {
  /** Measurements that did not fail themselves. */
  tests: number;
  /** Those of them that are anomalies or confirmed blocks. */
  anomalous: number;
  /** Networks with at least two measurements, of which four of five are anomalous. */
  networks: number;
}
const MIN_TESTS_PER_NETWORK = 2;

/** The request URL. It asks for the host with and without `www.`, because OONI's lists have one or the other. Days are UTC. */
export function aggregationUrl(
  collector: string,
  question: {
    host: string;
    country: string;
    days: number;
    by: 'measurement_start_day' | 'probe_asn';
    now: number;
  },
): string {
  const { host, country, days, by, now } = question;
  const bare = host.replace(/^www\./, '');
  const query = new URLSearchParams({
    probe_cc: country,
    domain: `${bare},www.${bare}`,
    test_name: 'web_connectivity',
    since: toIsoDay(now - (days - 1) * DAY_MS),
    // OONI excludes the last day.
    until: toIsoDay(now + DAY_MS),
    axis_x: by,
  });
  return `${collector}/api/v1/aggregation?${query}`;
}

/** Days in order; `undefined` for an invalid answer (OONI may send an error with status 200). */
export function parseDailyCounts(answer: unknown): DayCounts[] | undefined {
  const parsed = v.safeParse(DailyCountsResponseSchema, answer);
  if (!parsed.success) return undefined;
  return parsed.output.result
    .map((row) => ({
      day: row.measurement_start_day.slice(0, 10),
      ok: row.ok_count,
      anomaly: row.anomaly_count,
      confirmed: row.confirmed_count,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

export function parseNetworkCounts(answer: unknown): MeasurementCounts | undefined {
  const parsed = v.safeParse(NetworkCountsResponseSchema, answer);
  if (!parsed.success) return undefined;
  const rows = parsed.output.result
    // Number 0 stands for all unknown networks.
    .filter(({ probe_asn }) => !/^(AS)?0$/.test(String(probe_asn)))
    .map((row) => {
      const anomalous = row.anomaly_count + row.confirmed_count;
      return { anomalous, tests: anomalous + row.ok_count };
    });
  const agree = rows.filter(
    ({ anomalous, tests }) => tests >= MIN_TESTS_PER_NETWORK && anomalous >= ANOMALY_SHARE * tests,
  );
  return { tests: sumColumn(rows, 'tests'), anomalous: sumColumn(rows, 'anomalous'), networks: agree.length };
}

const sumColumn = <K extends string>(rows: Record<K, number>[], key: K): number =>
  rows.reduce((total, row) => total + row[key], 0);
