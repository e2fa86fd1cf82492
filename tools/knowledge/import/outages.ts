import * as v from 'valibot';
import { toIsoDay } from '../../../src/base/time.ts';
import { allCountries } from '../../../src/regions/time-zone-country.ts';
import { cellTextSchema, parseSourceJson, parseSourceRow } from './json.ts';
import {
  type Candidate,
  type ImportInput,
  NOTHING_KNOWN,
  quoteCell,
  readRows,
  type SourceReading,
  UnreadableError,
} from './reading.ts';
import { parseDate } from './when.ts';

/**
 * Outages of whole countries. Cloudflare Radar (`GET /client/v4/radar/annotations/outages`) names a cause: only an outage
 * with the cause "government directed" is a restriction; a cut cable, a storm or a power failure is not. IODA
 * (`GET https://api.ioda.inetintel.cc.gatech.edu/v2/outages/events`) names no cause: it can corroborate a record, and
 * never makes one.
 */
const RadarSchema = v.object({ result: v.object({ annotations: v.array(v.unknown()) }) });
const AnnotationSchema = v.object({
  startDate: cellTextSchema,
  endDate: v.optional(v.nullable(cellTextSchema), null),
  locations: v.array(cellTextSchema),
  linkedUrl: v.optional(v.nullable(cellTextSchema), null),
  outage: v.object({ outageCause: cellTextSchema, outageType: v.optional(v.nullable(cellTextSchema), null) }),
});
const IodaSchema = v.object({ data: v.array(v.unknown()) });
const unixSeconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000));
const IodaEventSchema = v.object({
  /** `country/PK` */
  location: cellTextSchema,
  /** Unix epoch, seconds. */
  start: unixSeconds,
  /** Seconds. */
  duration: unixSeconds,
});
const COUNTRIES = new Set(allCountries());

/** @throws UnreadableError when the file is an answer of neither */
export function readOutageFeed(input: ImportInput): SourceReading {
  const either = parseSourceJson(
    v.union([RadarSchema, IodaSchema], 'neither Radar’s result.annotations nor IODA’s data'),
    input.text,
  );
  return 'result' in either
    ? readRows(
        either.result.annotations,
        (_, i) => `annotations[${i}]`,
        (row) => radarCandidates(row, input),
      )
    : {
        ...readRows(
          either.data,
          (_, i) => `data[${i}]`,
          (row) => iodaCandidates(row, input),
        ),
        corroboratesOnly: true,
      };
}

function radarCandidates(row: unknown, { asOf }: ImportInput): Candidate[] {
  const { startDate, endDate, locations, outage, linkedUrl } = parseSourceRow(AnnotationSchema, row);
  if (outage.outageCause !== 'GOVERNMENT_DIRECTED')
    throw new UnreadableError(`outage.outageCause: ${quoteCell(outage.outageCause)} is no restriction`);
  const start = parseDate(startDate, 'startDate', asOf);
  const end = endDate === null ? null : parseDate(endDate, 'endDate', asOf);
  if (end !== null && end < start) throw new UnreadableError(`endDate: ${end} is before ${start}`);
  if (locations.length === 0) throw new UnreadableError('locations: names no country');
  return locations.map((country) => ({
    ...shutdownCandidate({ country, start, end, areaKnown: outage.outageType === 'NATIONWIDE' }),
    orderedBy: { actor: 'national-government' as const },
    sources: [
      {
        title: `Outage in ${country} from ${start}`,
        publisher: 'Cloudflare Radar',
        url:
          linkedUrl?.startsWith('https://') && URL.canParse(linkedUrl)
            ? linkedUrl
            : radarUrl(country, start, asOf),
        date: null,
        standing: 'measurement' as const,
        read: false,
      },
    ],
  }));
}

function iodaCandidates(row: unknown, { asOf }: ImportInput): Candidate[] {
  const { location, start: began, duration } = parseSourceRow(IodaEventSchema, row);
  const [kind, country = ''] = location.split('/');
  if (kind !== 'country') throw new UnreadableError(`location: ${quoteCell(location)} is no country`);
  const isoDayOfSeconds = (at: number) => toIsoDay(at * 1000);
  const start = parseDate(isoDayOfSeconds(began), 'start', asOf);
  const end = isoDayOfSeconds(began + duration);
  return [
    {
      ...shutdownCandidate({ country, start, end, areaKnown: false }),
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

function shutdownCandidate({
  country,
  start,
  end,
  areaKnown,
}: Pick<Candidate, 'country' | 'start' | 'end' | 'areaKnown'>): Omit<Candidate, 'sources'> {
  if (!COUNTRIES.has(country)) throw new UnreadableError(`location: ${quoteCell(country)} is no country`);
  return {
    ...NOTHING_KNOWN,
    country,
    scope: 'network',
    kind: 'shutdown',
    areaKnown,
    start,
    end,
    status: end === null ? 'unclear' : 'ended',
    trigger: 'unknown',
    acknowledged: { ...NOTHING_KNOWN.acknowledged },
    regions: [],
    platforms: [],
  };
}

function radarUrl(country: string, start: string, asOf: string): string {
  return `https://radar.cloudflare.com/${country.toLowerCase()}?dateStart=${start}&dateEnd=${asOf}`;
}
