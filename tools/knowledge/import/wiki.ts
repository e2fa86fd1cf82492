import type { Source } from '../../../src/knowledge/incident.ts';
import { findPlatformSlug } from '../platform-names.ts';
import { parseAreas } from './areas.ts';
import { parseCsv, rejectOversizedCells } from './csv.ts';
import { toReferenceSources } from './links.ts';
import { parseCountries } from './names.ts';
import {
  type Candidate,
  type ImportInput,
  NOTHING_KNOWN,
  quoteCell,
  readRows,
  type SourceReading,
  UnreadableError,
} from './reading.ts';
import type { Standings } from './standings.ts';
import { parseDate } from './when.ts';
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
const ONGOING_PATTERN = /^(present|ongoing|now|current|still blocked)$/i;

/**
 * A table of an encyclopedia: wikitext (`{| … |}`) or CSV, with columns for country, platform and start. The page is a
 * pointer, no proof: its records stay weak until somebody reads a source with standing. CC BY-SA: facts only, no sentence.
 * @throws Unreadable when no address of the page is given, or columns are missing
 */
export function readWikiTable(input: ImportInput, standings: Standings): SourceReading {
  const { page } = input;
  if (!page?.startsWith('https://') || !URL.canParse(page))
    throw new UnreadableError('--page: give the https:// address of the page that the table stands on');
  const isWikitext = input.text.trimStart().startsWith('{|');
  const rows = isWikitext ? parseWikitable(input.text) : parseCsv(input.text);
  const columns = mapColumns(rows[0] ?? {});
  return readRows(
    rows,
    (_, i) => `row ${i + 2}`,
    (row) => wikiCandidates(row, columns, page, input, standings),
  );
}

function mapColumns(row: Record<string, string>): Partial<Record<Column, string>> {
  const there = new Map(Object.keys(row).map((name) => [name.trim().toLowerCase(), name]));
  const found = Object.fromEntries(
    Object.entries(COLUMNS).map(([column, names]) => [column, names.map((n) => there.get(n)).find((n) => n)]),
  ) as Partial<Record<Column, string>>;
  for (const column of ['country', 'platform', 'start'] as const)
    if (found[column] === undefined)
      throw new UnreadableError(`The table has no column for the ${column} (${COLUMNS[column].join(', ')})`);
  return found;
}

function wikiCandidates(
  row: Record<string, string>,
  columns: Partial<Record<Column, string>>,
  page: string,
  { asOf }: ImportInput,
  standings: Standings,
): Candidate[] {
  rejectOversizedCells(row);
  const readCell = (column: Column): string => row[columns[column] ?? ''] ?? '';
  const start = parseDate(readCell('start'), 'start', asOf);
  const isStillOngoing = ONGOING_PATTERN.test(readCell('end'));
  const end = isStillOngoing || readCell('end') === '' ? null : parseDate(readCell('end'), 'end', asOf);
  if (end !== null && end < start) throw new UnreadableError(`end: ${end} is before ${start}`);
  const platforms = readCell('platform')
    .split(/[,;\n]/)
    .flatMap((name) => findPlatformSlug(name) ?? []);
  if (platforms.length === 0)
    throw new UnreadableError(`platform: ${quoteCell(readCell('platform'))} names no platform that we know`);
  return parseCountries(readCell('country')).map((country) => ({
    ...NOTHING_KNOWN,
    ...(readCell('area') === '' ? { regions: [], areaKnown: false } : parseAreas(country, readCell('area'))),
    country,
    platforms: [...new Set(platforms)],
    start,
    end,
    // That it goes on is what the page said on the day it was taken; a person has to find out whether it still does.
    status: end === null ? 'unclear' : 'ended',
    sources: [
      pageSource(page),
      ...toReferenceSources(readCell('references'), 'Reference listed on the page', standings),
    ],
  }));
}

function pageSource(page: string): Source {
  const { hostname, pathname } = new URL(page);
  const name = decodeURIComponent(pathname.split('/').at(-1) ?? '').replaceAll('_', ' ');
  const publisher = hostname.endsWith('wikipedia.org') ? 'Wikipedia' : hostname.replace(/^www\./, '');
  return { title: name || hostname, publisher, url: page, date: null, standing: 'other', read: false };
}
