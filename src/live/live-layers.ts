import * as v from 'valibot';
import { MAX_HOST_LENGTH } from '../base/host-name.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { aggregationUrl, type DayCounts, DayCountsSchema, parseDailyCounts } from '../ooni/aggregation.ts';
import { type FeedDeps, type FeedResult, fetchFeed } from './feed-cache.ts';
import { type Outage, OutageSchema, outagesUrl, parseOutages } from './outages.ts';

/** OONI updates its counts every hour, IODA every few minutes. */
const MEASUREMENTS_FRESH_MS = 6 * HOUR_MS;
const OUTAGES_FRESH_MS = 15 * MINUTE_MS;
const MEASURED_DAYS = 30;

/** What others measure now, in addition to the records. A layer is null when its feed gave no valid answer. */
export interface LiveData {
  /** One entry for each day with measurements; the oldest first. */
  measurements: FeedResult<DayCounts[]> | null;
  /** The current outage; empty if there is none. */
  outages: FeedResult<Outage[]> | null;
}

export const LiveDataQuerySchema = v.object({
  /** ISO 3166-1 alpha-2. */
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  /** The platform's host. */
  host: v.pipe(v.string(), v.maxLength(MAX_HOST_LENGTH), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
});
export type LiveDataQuery = v.InferOutput<typeof LiveDataQuerySchema>;

export interface LiveDeps extends FeedDeps {
  endpoints(): Promise<Endpoints>;
  /** Whether the person chose standard checks. */
  isNetworkAllowed(): Promise<boolean>;
  isPlatform(host: string): boolean;
}

/**
 * Asks both feeds in parallel. Call it only when a person pressed the button for it.
 * @returns null in quiet mode, without any request
 * @throws Error for a host that belongs to no platform: the feeds must not learn which other sites a person visits
 */
export async function fetchLiveData(
  deps: LiveDeps,
  { country, host }: LiveDataQuery,
): Promise<LiveData | null> {
  if (!(await deps.isNetworkAllowed())) return null;
  if (!deps.isPlatform(host)) throw new Error(`${host} belongs to no platform of the list`);
  const { collector, outages: api } = await deps.endpoints();
  const now = deps.now();
  const [measurements, outages] = await Promise.all([
    fetchFeed(deps, {
      key: `measurements:${country}:${host}`,
      url: aggregationUrl(collector, {
        host,
        country,
        days: MEASURED_DAYS,
        by: 'measurement_start_day',
        now,
      }),
      schema: v.array(DayCountsSchema),
      freshMs: MEASUREMENTS_FRESH_MS,
      parse: parseDailyCounts,
    }),
    fetchFeed(deps, {
      key: `outages:${country}`,
      url: outagesUrl(api, country, now),
      schema: v.array(OutageSchema),
      freshMs: OUTAGES_FRESH_MS,
      parse: (answer) => parseOutages(answer, country, now),
    }),
  ]);
  return { measurements, outages };
}
