import * as v from 'valibot';
import { platformBySlug, platformOfHost } from '../../../src/platforms/catalogue.ts';
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
 * OONI's findings: the answer of `GET https://api.ooni.org/api/v1/incidents/search`. CC BY-NC-SA: what is taken are the
 * facts (where, what, when) and the link; never the title, the summary or the text.
 */
const FindingsSchema = v.object({ incidents: v.array(v.unknown()) });
const FindingSchema = v.object({
  id: v.union([v.pipe(v.string(), v.regex(/^\w{1,40}$/)), v.number()]),
  start_time: text,
  end_time: v.optional(v.nullable(text), null),
  CCs: v.array(text),
  domains: v.optional(v.array(text), []),
  test_names: v.optional(v.array(text), []),
  tags: v.optional(v.array(text), []),
});

/** Tests of one service each, by their name in OONI's spec (ts-018 to ts-020, ts-023, ts-029, …). */
const TESTS: Record<string, string> = {
  whatsapp: 'whatsapp',
  facebook_messenger: 'messenger',
  telegram: 'telegram',
  signal: 'signal',
  tor: 'tor',
  psiphon: 'psiphon',
};
const COUNTRIES = new Set(allCountries());

/** @throws Unreadable when it is no such answer */
export function readOoni(input: Input): Reading {
  const { incidents } = jsonOf(FindingsSchema, input.text);
  return eachRow(
    incidents,
    (_, i) => `incidents[${i}]`,
    (row) => candidatesOf(row, input),
  );
}

function candidatesOf(row: unknown, { asOf }: Input): Candidate[] {
  const { id, CCs, domains, test_names, tags, start_time, end_time } = rowOf(FindingSchema, row);
  const start = dateOf(start_time, 'start_time', asOf);
  const end = end_time === null ? null : dateOf(end_time, 'end_time', asOf);
  if (end !== null && end < start) throw new Unreadable(`end_time: ${end} is before ${start}`);
  const platforms = platformsOf(domains, test_names);
  if (platforms.length === 0)
    throw new Unreadable(
      `domains: ${shown([...domains, ...test_names].join(', '))} are no platforms that we know`,
    );
  if (CCs.length === 0) throw new Unreadable('CCs: names no country');
  return CCs.map((country) => {
    if (!COUNTRIES.has(country)) throw new Unreadable(`CCs: ${shown(country)} is no country`);
    return {
      ...NOTHING_KNOWN,
      country,
      // A finding speaks of networks that were measured; whether of all of the country it does not say in a field.
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

function platformsOf(domains: readonly string[], tests: readonly string[]): string[] {
  const slugs = [
    ...domains.map((domain) => platformOfHost(domain)?.slug),
    ...tests.map((test) => (Object.hasOwn(TESTS, test) ? TESTS[test] : undefined)),
  ];
  return [
    ...new Set(slugs.filter((slug) => slug !== undefined && platformBySlug(slug) !== undefined)),
  ] as string[];
}
