import type { Incident, Source } from '../../../src/knowledge/incident.ts';
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

/**
 * Access Now's #KeepItOn STOP table (CC BY 4.0), sheet “Combined”, as CSV with the sheet's column names. Fields only are
 * taken; its columns of prose (`event`, `actual_cause_details`, quotations…) are never read.
 */
const CAUSES: ReadonlyMap<string, Incident['trigger']> = new Map(
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
const ORDERED_BY: ReadonlyMap<string, NonNullable<Incident['orderedBy']>['actor']> = new Map(
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
const ACKNOWLEDGED: ReadonlyMap<string, Incident['acknowledged']['state']> = new Map(
  Object.entries({
    yes: 'admitted',
    no: 'not-admitted',
  }),
);
const AFFECTED = {
  facebook: 'facebook',
  twitter: 'x',
  whatsapp: 'whatsapp',
  instagram: 'instagram',
  telegram: 'telegram',
};

type Row = Record<string, string>;

/** @throws Unreadable when it is another table */
export function readKeepItOn(input: Input, standings: Standings): Reading {
  const rows = parseCsv(input.text);
  for (const column of ['country', 'start_date', 'shutdown_extent', 'area_name'])
    if (rows[0] && !(column in rows[0])) throw new Unreadable(`The table has no column ${column}`);
  // The same incident stands there once a year: the newest year knows best how it ended.
  const byYear = rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => (b.row.count_year ?? '').localeCompare(a.row.count_year ?? ''));
  return eachRow(
    byYear,
    ({ i }) => `row ${i + 2}`,
    ({ row }) => candidatesOf(row, input, standings),
  );
}

function candidatesOf(row: Row, input: Input, standings: Standings): Candidate[] {
  boundCells(row);
  const cell = (name: string) => row[name] ?? '';
  const countries = countriesNamed(cell('country'));
  const start = dateOf(cell('start_date'), 'start_date', input.asOf);
  const end = cell('end_date') === '' ? null : dateOf(cell('end_date'), 'end_date', input.asOf);
  if (end !== null && end < start) throw new Unreadable(`end_date: ${end} is before ${start}`);
  const actor = ORDERED_BY.get(cell('ordered_by').toLowerCase());
  const throttled = cell('shutdown_type').toLowerCase() === 'throttle';
  const sources = [
    tracker(input),
    ...referencesIn(cell('info_source_link'), 'Reference listed in the STOP record', standings),
  ];
  const common = {
    ...NOTHING_KNOWN,
    start,
    end,
    status: end !== null ? 'ended' : statusOf(cell('shutdown_status')),
    trigger: causeOf(row),
    orderedBy: actor ? { actor } : null,
    acknowledged: { state: ACKNOWLEDGED.get(cell('gov_ack').toLowerCase()) ?? 'not-recorded', date: null },
    sources,
  } as const;
  return countries.flatMap((country) => {
    // An area that stands for several countries lies in one of them; in which, the row does not say.
    const areas =
      countries.length > 1 ? { regions: [], areaKnown: false } : areasOf(country, cell('area_name'));
    const here = { ...common, country, ...areas };
    return [
      ...(/full network/i.test(cell('shutdown_extent'))
        ? [
            {
              ...here,
              scope: 'network' as const,
              platforms: [],
              kind: throttled ? ('throttle' as const) : ('shutdown' as const),
            },
          ]
        : []),
      ...(/service/i.test(cell('shutdown_extent'))
        ? [
            {
              ...here,
              scope: 'platform' as const,
              platforms: platformsOf(row),
              kind: throttled ? ('throttle' as const) : ('block' as const),
            },
          ]
        : []),
    ];
  });
}

function tracker({ asOf }: Input): Source {
  return {
    title: '#KeepItOn STOP data set, combined sheet',
    publisher: 'Access Now',
    url: 'https://www.accessnow.org/keepiton-data-spreadsheet',
    date: asOf,
    standing: 'tracker',
    read: true,
  };
}

function statusOf(cell: string): Incident['status'] {
  if (/^ended$/i.test(cell)) return 'ended';
  return /^ongoing$/i.test(cell) ? 'ongoing' : 'unclear';
}

/** Security, where that was the reason given for what has no other occasion. */
function causeOf(row: Row): Incident['trigger'] {
  const cause = CAUSES.get((row.actual_cause ?? '').toLowerCase()) ?? 'unknown';
  return cause === 'other' && /national security/i.test(row.gov_justification ?? '') ? 'security' : cause;
}

/** @throws Unreadable when none of the services is one that we know */
function platformsOf(row: Row): string[] {
  const affected = Object.entries(AFFECTED).flatMap(([name, slug]) =>
    /^yes$/i.test(row[`${name}_affected`] ?? '') ? [slug] : [],
  );
  const others = (row.other_affected ?? '')
    .split(/[,;]|\band\b/)
    .flatMap((name) => findPlatformSlug(name.replaceAll('"', '')) ?? []);
  const platforms = [...new Set([...affected, ...others])];
  if (platforms.length === 0)
    throw new Unreadable(`other_affected: ${shown(row.other_affected ?? '')} names no platform that we know`);
  return platforms;
}
