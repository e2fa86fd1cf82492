import type { Endpoints } from './endpoints.ts';

/** A line for each question that a case asks; no person comes near it by browsing, only a defect does. */
const DEFAULT_PER_HOUR = 240;
const PER_HOUR = {
  /** Check-in, twice, and one aggregation a case. */
  collector: 120,
  /** Five requests a measurement of three tests: a quarter of the 250 tests that an address may make. */
  globalping: 100,
  /** Each costs up to 128 KB. */
  speeds: 60,
} as const;

/** Requests that a host which is no platform gets in an hour. Test helpers change, so they have the default. */
export function requestsPerHourOf({ collector, globalping, speeds }: Endpoints): (host: string) => number {
  const perHour = new Map<string, number>([
    ...speeds.map(({ url }) => [new URL(url).hostname, PER_HOUR.speeds] as const),
    [new URL(collector).hostname, PER_HOUR.collector],
    [new URL(globalping).hostname, PER_HOUR.globalping],
  ]);
  return (host) => perHour.get(host) ?? DEFAULT_PER_HOUR;
}
