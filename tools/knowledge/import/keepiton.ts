import type { Incident, Source } from '../../../src/knowledge/incident.ts';
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

/**
 * Access Now's #KeepItOn STOP table (CC BY 4.0), sheet “Combined”, as CSV with the sheet's column names. The import uses only
 * fields; it never reads the columns with prose (`event`, `actual_cause_details`, quotations…).
 */
const TRIGGER_BY_CAUSE: ReadonlyMap<string, Incident['trigger']> = new Map(
  Object.entries({
    protests: 'protest',
    conflict: 'conflict',
    'communal violence': 'security',
    'visits by government officials': 'security',
    'exam cheating': 'exam',
    elections: 'election',
    'religious holiday/anniversary': 'religious',
    'political instability': 'other',
    'information control': 'other',
    other: 'other',
  }),
);
const ACTOR_BY_ORDERER: ReadonlyMap<string, NonNullable<Incident['orderedBy']>['actor']> = new Map(
  Object.entries({
    'executive government': 'national-government',
    'state government': 'regional-government',
    'local government': 'local-government',
    'law enforcement': 'police',
    military: 'military',
    judiciary: 'court',
    'non-government': 'unknown',
  }),
);
const STATE_BY_ACKNOWLEDGMENT: ReadonlyMap<string, Incident['acknowledged']['state']> = new Map(
  Object.entries({
    yes: 'admitted',
    no: 'not-admitted',
  }),
);
const PLATFORM_BY_COLUMN = {
  facebook: 'facebook',
  twitter: 'x',
  whatsapp: 'whatsapp',
  instagram: 'instagram',
  telegram: 'telegram',
};

type StopRow = Record<string, string>;

/** @throws UnreadableError when a column is missing */
export function readKeepItOn(input: ImportInput, standings: Standings): SourceReading {
  const rows = parseCsv(input.text);
  for (const column of ['country', 'start_date', 'shutdown_extent', 'area_name'])
    if (rows[0] && !(column in rows[0])) throw new UnreadableError(`The table has no column ${column}`);
  // The table repeats an incident in each year: the row of the newest year knows best how it ended.
  const byYear = rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => (b.row.count_year ?? '').localeCompare(a.row.count_year ?? ''));
  return readRows(
    byYear,
    ({ i }) => `row ${i + 2}`,
    ({ row }) => keepItOnCandidates(row, input, standings),
  );
}

function keepItOnCandidates(row: StopRow, input: ImportInput, standings: Standings): Candidate[] {
  rejectOversizedCells(row);
  const readCell = (name: string) => row[name] ?? '';
  const countries = parseCountries(readCell('country'));
  const start = parseDate(readCell('start_date'), 'start_date', input.asOf);
  const end = readCell('end_date') === '' ? null : parseDate(readCell('end_date'), 'end_date', input.asOf);
  if (end !== null && end < start) throw new UnreadableError(`end_date: ${end} is before ${start}`);
  const actor = ACTOR_BY_ORDERER.get(readCell('ordered_by').toLowerCase());
  const throttled = readCell('shutdown_type').toLowerCase() === 'throttle';
  const sources = [
    trackerSource(input),
    ...toReferenceSources(readCell('info_source_link'), 'Reference listed in the STOP record', standings),
  ];
  const common = {
    ...NOTHING_KNOWN,
    start,
    end,
    status: end !== null ? 'ended' : parseStatus(readCell('shutdown_status')),
    trigger: parseTrigger(row),
    orderedBy: actor ? { actor } : null,
    acknowledged: {
      state: STATE_BY_ACKNOWLEDGMENT.get(readCell('gov_ack').toLowerCase()) ?? 'not-recorded',
      date: null,
    },
    sources,
  } as const;
  return countries.flatMap((country) => {
    // A row with several countries does not say in which of them its areas are.
    const areas =
      countries.length > 1 ? { regions: [], areaKnown: false } : parseAreas(country, readCell('area_name'));
    const here = { ...common, country, ...areas };
    return [
      ...(/full network/i.test(readCell('shutdown_extent'))
        ? [
            {
              ...here,
              scope: 'network' as const,
              platforms: [],
              kind: throttled ? ('throttle' as const) : ('shutdown' as const),
            },
          ]
        : []),
      ...(/service/i.test(readCell('shutdown_extent'))
        ? [
            {
              ...here,
              scope: 'platform' as const,
              platforms: affectedPlatforms(row),
              kind: throttled ? ('throttle' as const) : ('block' as const),
            },
          ]
        : []),
    ];
  });
}

function trackerSource({ asOf }: ImportInput): Source {
  return {
    title: '#KeepItOn STOP data set, combined sheet',
    publisher: 'Access Now',
    url: 'https://www.accessnow.org/keepiton-data-spreadsheet',
    date: asOf,
    standing: 'tracker',
    read: true,
  };
}

function parseStatus(cell: string): Incident['status'] {
  if (/^ended$/i.test(cell)) return 'ended';
  return /^ongoing$/i.test(cell) ? 'ongoing' : 'unclear';
}

/** The trigger of a row. `other` becomes `security` if the government named national security as its reason. */
function parseTrigger(row: StopRow): Incident['trigger'] {
  const cause = TRIGGER_BY_CAUSE.get((row.actual_cause ?? '').toLowerCase()) ?? 'unknown';
  return cause === 'other' && /national security/i.test(row.gov_justification ?? '') ? 'security' : cause;
}

/** @throws UnreadableError when no service is in the catalogue */
function affectedPlatforms(row: StopRow): string[] {
  const affected = Object.entries(PLATFORM_BY_COLUMN).flatMap(([name, slug]) =>
    /^yes$/i.test(row[`${name}_affected`] ?? '') ? [slug] : [],
  );
  const others = (row.other_affected ?? '')
    .split(/[,;]|\band\b/)
    .flatMap((name) => findPlatformSlug(name.replaceAll('"', '')) ?? []);
  const platforms = [...new Set([...affected, ...others])];
  if (platforms.length === 0)
    throw new UnreadableError(
      `other_affected: ${quoteCell(row.other_affected ?? '')} names no platform that we know`,
    );
  return platforms;
}
