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

/** Names that tables give to each column; the first one that a table has counts. */
const COLUMNS = {
  country: ['country', 'state', 'nation', 'location'],
  platform: ['platform', 'service', 'website', 'site', 'app', 'application', 'social network'],
  start: ['start', 'start date', 'from', 'since', 'blocked', 'date blocked', 'date', 'began'],
  end: ['end', 'end date', 'until', 'to', 'unblocked', 'date unblocked', 'lifted'],
  area: ['area', 'region', 'scope', 'where'],
  references: ['ref', 'refs', 'references', 'reference', 'source', 'sources'],
} as const;
type Column = keyof typeof COLUMNS;

/** Cells of the end column that mean: no end. */
const ONGOING_PATTERN = /^(present|ongoing|now|current|still blocked)$/i;

/**
 * A table of an encyclopedia: wikitext (`{| … |}`) or CSV, with columns for country, platform and start. The page is not a
 * proof: its records stay weak until a person reads a source with standing. It is CC BY-SA: copy facts, never sentences.
 * @throws UnreadableError when no address of the page is given, or columns are missing
 */
export function readWikiTable(input: ImportInput, standings: Standings): SourceReading {
  const { page } = input;
  if (!page?.startsWith('https://') || !URL.canParse(page))
    throw new UnreadableError('--page: give the https:// address of the page that the table stands on');
  const isWikitext = input.text.trimStart().startsWith('{|');
  const rows = isWikitext ? parseWikitable(input.text) : parseCsv(input.text);
  const table: WikiTable = { columns: mapColumns(rows[0] ?? {}), page, asOf: input.asOf, standings };
  return readRows(
    rows,
    (_, i) => `row ${i + 2}`,
    (row) => wikiCandidates(row, table),
  );
}

/** What the rows of one table share. */
interface WikiTable {
  /** The table's own name of each column that it has. */
  columns: Partial<Record<Column, string>>;
  /** Address of the page. */
  page: string;
  asOf: string;
  standings: Standings;
}

function mapColumns(row: Record<string, string>): WikiTable['columns'] {
  const there = new Map(Object.keys(row).map((name) => [name.trim().toLowerCase(), name]));
  const found = Object.fromEntries(
    Object.entries(COLUMNS).map(([column, names]) => [column, names.map((n) => there.get(n)).find((n) => n)]),
  ) as WikiTable['columns'];
  for (const column of ['country', 'platform', 'start'] as const)
    if (found[column] === undefined)
      throw new UnreadableError(`The table has no column for the ${column} (${COLUMNS[column].join(', ')})`);
  return found;
}

function wikiCandidates(
  row: Record<string, string>,
  { columns, page, asOf, standings }: WikiTable,
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
    // The page called it ongoing on the day of the copy; a person has to find out whether it still is.
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
