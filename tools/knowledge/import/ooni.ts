import * as v from 'valibot';
import { platformBySlug, platformOfHost } from '../../../src/platforms/catalogue.ts';
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
 * OONI's findings: the answer of `GET https://api.ooni.org/api/v1/incidents/search`. It is CC BY-NC-SA: the import takes the
 * facts (where, what, when) and the link, never the title, the summary or the text.
 */
const FindingsSchema = v.object({ incidents: v.array(v.unknown()) });
const FindingSchema = v.object({
  id: v.union([v.pipe(v.string(), v.regex(/^\w{1,40}$/)), v.number()]),
  start_time: cellTextSchema,
  end_time: v.optional(v.nullable(cellTextSchema), null),
  CCs: v.array(cellTextSchema),
  domains: v.optional(v.array(cellTextSchema), []),
  test_names: v.optional(v.array(cellTextSchema), []),
  tags: v.optional(v.array(cellTextSchema), []),
});

/** OONI tests of a single service, by their names in OONI's spec (ts-018 to ts-020, ts-023, ts-029, …). */
const PLATFORM_BY_TEST: Record<string, string> = {
  whatsapp: 'whatsapp',
  facebook_messenger: 'messenger',
  telegram: 'telegram',
  signal: 'signal',
  tor: 'tor',
  psiphon: 'psiphon',
};
const COUNTRIES = new Set(allCountries());

/** @throws UnreadableError when the file is no such answer */
export function readOoniFindings(input: ImportInput): SourceReading {
  const { incidents } = parseSourceJson(FindingsSchema, input.text);
  return readRows(
    incidents,
    (_, i) => `incidents[${i}]`,
    (row) => ooniCandidates(row, input),
  );
}

function ooniCandidates(row: unknown, { asOf }: ImportInput): Candidate[] {
  const { id, CCs, domains, test_names, tags, start_time, end_time } = parseSourceRow(FindingSchema, row);
  const start = parseDate(start_time, 'start_time', asOf);
  const end = end_time === null ? null : parseDate(end_time, 'end_time', asOf);
  if (end !== null && end < start) throw new UnreadableError(`end_time: ${end} is before ${start}`);
  const platforms = testedPlatforms(domains, test_names);
  if (platforms.length === 0)
    throw new UnreadableError(
      `domains: ${quoteCell([...domains, ...test_names].join(', '))} are no platforms that we know`,
    );
  if (CCs.length === 0) throw new UnreadableError('CCs: names no country');
  return CCs.map((country) => {
    if (!COUNTRIES.has(country)) throw new UnreadableError(`CCs: ${quoteCell(country)} is no country`);
    return {
      ...NOTHING_KNOWN,
      country,
      // A finding is about the measured networks; no field says whether that is the whole country.
      areaKnown: false,
      platforms,
      kind: tags.some((tag) => /throttl/i.test(tag)) ? ('throttle' as const) : ('block' as const),
      start,
      end,
      status: end === null ? ('unclear' as const) : ('ended' as const),
      sources: [
        {
          title: `OONI finding ${id}`,
          publisher: 'OONI',
          url: `https://explorer.ooni.org/findings/${id}`,
          date: null,
          standing: 'measurement' as const,
          read: false,
        },
      ],
    };
  });
}

function testedPlatforms(domains: readonly string[], tests: readonly string[]): string[] {
  const slugs = [
    ...domains.map((domain) => platformOfHost(domain)?.slug),
    ...tests.map((test) => (Object.hasOwn(PLATFORM_BY_TEST, test) ? PLATFORM_BY_TEST[test] : undefined)),
  ];
  return [
    ...new Set(slugs.filter((slug) => slug !== undefined && platformBySlug(slug) !== undefined)),
  ] as string[];
}
