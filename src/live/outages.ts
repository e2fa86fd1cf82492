import * as v from 'valibot';
import { HOUR_MS } from '../base/time.ts';

const HOUR_S = HOUR_MS / 1000;
/** How far back to ask: a longer outage seems to begin at its first event in this time. */
const LOOK_BACK_S = 48 * HOUR_S;
/** IODA publishes with a delay: an outage that lasted until this time ago counts as current. */
const FEED_DELAY_S = HOUR_S;
/** IODA's network telescope. Alone it is often wrong: IODA itself drops events that only the telescope shows. */
const NOISY_DATASOURCE = 'merit-nt';

/** The years 2000 to 2100, Unix seconds: any other start is no time of an outage, and may be no time at all. */
const EARLIEST_START_S = 946_684_800;
const LATEST_START_S = 4_102_444_800;

/** Answer of `GET /v2/outages/events?format=codf` (IODA API). Times are Unix seconds; a current event ends at the time of the request. */
const OutageEventsSchema = v.object({
  error: v.nullish(v.string()),
  data: v.array(
    v.object({
      location: v.string(),
      start: v.pipe(v.number(), v.minValue(EARLIEST_START_S), v.maxValue(LATEST_START_S)),
      duration: v.pipe(v.number(), v.finite(), v.minValue(0)),
      datasource: v.string(),
    }),
  ),
});

/** A current disturbance of a whole country's internet. */
export const OutageSchema = v.object({
  /** Unix epoch, ms. */
  since: v.pipe(v.number(), v.minValue(1000 * EARLIEST_START_S), v.maxValue(1000 * LATEST_START_S)),
  /** IODA's names of the data sources that show it: `bgp`, `ping-slash24`, `gtr`. */
  sources: v.array(v.string()),
});
export type Outage = v.InferOutput<typeof OutageSchema>;

export function outagesUrl(api: string, country: string, now: number): string {
  const until = Math.floor(now / 1000);
  const query = new URLSearchParams({
    entityType: 'country',
    entityCode: country,
    from: String(until - LOOK_BACK_S),
    until: String(until),
    format: 'codf',
  });
  return `${api}/v2/outages/events?${query}`;
}

/** The current outage of a country, in a list of at most one; `undefined` for an invalid answer. `now`: Unix epoch, ms. */
export function parseOutages(answer: unknown, country: string, now: number): Outage[] | undefined {
  const parsed = v.safeParse(OutageEventsSchema, answer);
  if (!parsed.success || parsed.output.error) return undefined;
  const running = parsed.output.data.filter(
    ({ location, start, duration }) =>
      location === `country/${country}` && start + duration >= now / 1000 - FEED_DELAY_S,
  );
  const reliable = running.filter(({ datasource }) => datasource !== NOISY_DATASOURCE);
  if (reliable.length === 0) return [];
  return [
    {
      since: 1000 * Math.min(...reliable.map(({ start }) => start)),
      sources: [...new Set(running.map(({ datasource }) => datasource))].sort(),
    },
  ];
}
