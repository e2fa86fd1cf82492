import * as v from 'valibot';
import { toIsoDay } from '../../../src/base/time.ts';
import { allCountries } from '../../../src/regions/time-zone-country.ts';
import { jsonOf, rowOf, text } from './json.ts';
import {
  type Candidate,
  eachRow,
  type Input,
  NOTHING_KNOWN,
  type Reading,
  shown,
  Unreadable,
} from './reading.ts';
import { dateOf } from './when.ts';

/**
 * Outages of whole countries. Cloudflare Radar (`GET /client/v4/radar/annotations/outages`) names a cause: only what it
 * calls directed by a government is a restriction; a cable, a storm or a power cut is none. IODA
 * (`GET https://api.ioda.inetintel.cc.gatech.edu/v2/outages/events`) names none: it can bear witness to a cut that is on
 * record, and never makes one.
 */
const RadarSchema = v.object({ result: v.object({ annotations: v.array(v.unknown()) }) });
const AnnotationSchema = v.object({
  startDate: text,
  endDate: v.optional(v.nullable(text), null),
  locations: v.array(text),
  linkedUrl: v.optional(v.nullable(text), null),
  outage: v.object({ outageCause: text, outageType: v.optional(v.nullable(text), null) }),
});
const IodaSchema = v.object({ data: v.array(v.unknown()) });
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000));
const EventSchema = v.object({
  /** `country/PK` */
  location: text,
  /** Unix epoch, s. */
  start: seconds,
  /** s */
  duration: seconds,
});
const COUNTRIES = new Set(allCountries());

/** @throws Unreadable when it is neither's answer */
export function readOutages(input: Input): Reading {
  const either = jsonOf(
    v.union([RadarSchema, IodaSchema], 'neither Radar’s result.annotations nor IODA’s data'),
    input.text,
  );
  return 'result' in either
    ? eachRow(
        either.result.annotations,
        (_, i) => `annotations[${i}]`,
        (row) => ofRadar(row, input),
      )
    : {
        ...eachRow(
          either.data,
          (_, i) => `data[${i}]`,
          (row) => ofIoda(row, input),
        ),
        witness: true,
      };
}

function ofRadar(row: unknown, { asOf }: Input): Candidate[] {
  const { startDate, endDate, locations, outage, linkedUrl } = rowOf(AnnotationSchema, row);
  if (outage.outageCause !== 'GOVERNMENT_DIRECTED')
    throw new Unreadable(`outage.outageCause: ${shown(outage.outageCause)} is no restriction`);
  const start = dateOf(startDate, 'startDate', asOf);
  const end = endDate === null ? null : dateOf(endDate, 'endDate', asOf);
  if (end !== null && end < start) throw new Unreadable(`endDate: ${end} is before ${start}`);
  if (locations.length === 0) throw new Unreadable('locations: names no country');
  return locations.map((country) => ({
    ...cut(country, start, end, outage.outageType === 'NATIONWIDE'),
    orderedBy: { actor: 'national-government' as const },
    sources: [
      {
        title: `Outage in ${country} from ${start}`,
        publisher: 'Cloudflare Radar',
        url:
          linkedUrl?.startsWith('https://') && URL.canParse(linkedUrl)
            ? linkedUrl
            : radarOf(country, start, asOf),
        date: null,
        standing: 'measurement' as const,
        read: false,
      },
    ],
  }));
}

function ofIoda(row: unknown, { asOf }: Input): Candidate[] {
  const { location, start: began, duration } = rowOf(EventSchema, row);
  const [kind, country = ''] = location.split('/');
  if (kind !== 'country') throw new Unreadable(`location: ${shown(location)} is no country`);
  const day = (at: number) => toIsoDay(at * 1000);
  const start = dateOf(day(began), 'start', asOf);
  const end = day(began + duration);
  return [
    {
      ...cut(country, start, end, false),
      sources: [
        {
          title: `Outage in ${country} on ${start}`,
          publisher: 'IODA',
          url: `https://ioda.inetintel.cc.gatech.edu/country/${country}?from=${began}&until=${began + duration}`,
          date: null,
          standing: 'measurement',
          read: false,
        },
      ],
    },
  ];
}

function cut(
  country: string,
  start: string,
  end: string | null,
  nationwide: boolean,
): Omit<Candidate, 'sources'> {
  if (!COUNTRIES.has(country)) throw new Unreadable(`location: ${shown(country)} is no country`);
  return {
    ...NOTHING_KNOWN,
    country,
    scope: 'network',
    kind: 'shutdown',
    areaKnown: nationwide,
    start,
    end,
    status: end === null ? 'unclear' : 'ended',
    trigger: 'unknown',
    acknowledged: { ...NOTHING_KNOWN.acknowledged },
    regions: [],
    platforms: [],
  };
}

function radarOf(country: string, start: string, asOf: string): string {
  return `https://radar.cloudflare.com/${country.toLowerCase()}?dateStart=${start}&dateEnd=${asOf}`;
}
