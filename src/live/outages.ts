import * as v from 'valibot';
import { HOUR_MS } from '../base/time.ts';

const HOUR_S = HOUR_MS / 1000;
/** How far back is looked, seconds: a disturbance that goes on longer is told from its first hour in here on. */
const LOOK_BACK_S = 48 * HOUR_S;
/** IODA's measurements come with a delay; what lasted until so shortly before now goes on, seconds. */
const FEED_DELAY_S = HOUR_S;
/** Its telescope hears background noise of the internet. Alone it is often wrong: IODA itself drops what only it says. */
const NOISY_DATASOURCE = 'merit-nt';

/** Answer of `GET /v2/outages/events?format=codf` (IODA API): Unix seconds; a running event ends when it was asked. */
const OutageEventsSchema = v.object({
  error: v.nullish(v.string()),
  data: v.array(
    v.object({ location: v.string(), start: v.number(), duration: v.number(), datasource: v.string() }),
  ),
});

/** A disturbance of a whole country's internet that goes on. */
export const OutageSchema = v.object({
  /** Unix epoch, ms. */
  since: v.number(),
  /** IODA's names of the measurements that show it: `bgp`, `ping-slash24`, `gtr`. */
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

/** What goes on in that country as of `now`, one at most; undefined for what is no answer of this kind. */
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
