import type { Source } from '../../../src/knowledge/incident.ts';
import { findPlatformSlug } from '../platform-names.ts';
import { areasOf } from './areas.ts';
import { boundCells, parseCsv } from './csv.ts';
import { referencesIn } from './links.ts';
import { countriesNamed } from './names.ts';
import {
  type Candidate,
  eachRow,
  type Input,
  NOTHING_KNOWN,
  type Reading,
  shown,
  Unreadable,
} from './reading.ts';
import type { Standings } from './standings.ts';
import { dateOf } from './when.ts';
import { parseWikitable } from './wikitext.ts';

/** What a column is about, by the first of its names that the table has. */
const COLUMNS = {
  country: ['country', 'state', 'nation', 'location'],
  platform: ['platform', 'service', 'website', 'site', 'app', 'application', 'social network'],
  start: ['start', 'start date', 'from', 'since', 'blocked', 'date blocked', 'date', 'began'],
  end: ['end', 'end date', 'until', 'to', 'unblocked', 'date unblocked', 'lifted'],
  area: ['area', 'region', 'scope', 'where'],
  references: ['ref', 'refs', 'references', 'reference', 'source', 'sources'],
} as const;
type Column = keyof typeof COLUMNS;

/** An end that says that there is none. */
const GOES_ON = /^(present|ongoing|now|current|still blocked)$/i;

/**
 * A table of an encyclopedia: wikitext (`{| … |}`) or CSV, with columns for country, platform and start. The page is a
 * pointer, no proof: its records stay weak until somebody reads a source with standing. CC BY-SA: facts only, no sentence.
 * @throws Unreadable when no address of the page is given, or columns are missing
 */
export function readWiki(input: Input, standings: Standings): Reading {
  const { page } = input;
  if (!page?.startsWith('https://') || !URL.canParse(page))
    throw new Unreadable('--page: give the https:// address of the page that the table stands on');
  const isWikitext = input.text.trimStart().startsWith('{|');
  const rows = isWikitext ? parseWikitable(input.text) : parseCsv(input.text);
  const columns = columnsOf(rows[0] ?? {});
  return eachRow(
    rows,
    (_, i) => `row ${i + 2}`,
    (row) => candidatesOf(row, columns, page, input, standings),
  );
}

function columnsOf(row: Record<string, string>): Partial<Record<Column, string>> {
  const there = new Map(Object.keys(row).map((name) => [name.trim().toLowerCase(), name]));
  const found = Object.fromEntries(
    Object.entries(COLUMNS).map(([column, names]) => [column, names.map((n) => there.get(n)).find((n) => n)]),
  ) as Partial<Record<Column, string>>;
  for (const column of ['country', 'platform', 'start'] as const)
    if (found[column] === undefined)
      throw new Unreadable(`The table has no column for the ${column} (${COLUMNS[column].join(', ')})`);
  return found;
}

function candidatesOf(
  row: Record<string, string>,
  columns: Partial<Record<Column, string>>,
  page: string,
  { asOf }: Input,
  standings: Standings,
): Candidate[] {
  boundCells(row);
  const cell = (column: Column): string => row[columns[column] ?? ''] ?? '';
  const start = dateOf(cell('start'), 'start', asOf);
  const goesOn = GOES_ON.test(cell('end'));
  const end = goesOn || cell('end') === '' ? null : dateOf(cell('end'), 'end', asOf);
  if (end !== null && end < start) throw new Unreadable(`end: ${end} is before ${start}`);
  const platforms = cell('platform')
    .split(/[,;\n]/)
    .flatMap((name) => findPlatformSlug(name) ?? []);
  if (platforms.length === 0)
    throw new Unreadable(`platform: ${shown(cell('platform'))} names no platform that we know`);
  return countriesNamed(cell('country')).map((country) => ({
    ...NOTHING_KNOWN,
    ...(cell('area') === '' ? { regions: [], areaKnown: false } : areasOf(country, cell('area'))),
    country,
    platforms: [...new Set(platforms)],
    start,
    end,
    // That it goes on is what the page said on the day it was taken; a person has to find out whether it still does.
    status: end === null ? 'unclear' : 'ended',
    sources: [pointer(page), ...referencesIn(cell('references'), 'Reference listed on the page', standings)],
  }));
}

function pointer(page: string): Source {
  const { hostname, pathname } = new URL(page);
  const name = decodeURIComponent(pathname.split('/').at(-1) ?? '').replaceAll('_', ' ');
  const publisher = hostname.endsWith('wikipedia.org') ? 'Wikipedia' : hostname.replace(/^www\./, '');
  return { title: name || hostname, publisher, url: page, date: null, standing: 'other', read: false };
}
