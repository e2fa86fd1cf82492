import type { Incident } from '../../../src/knowledge/incident.ts';

/** A record as a source tells it: not yet ours, without an id and without a story. */
export type Candidate = Omit<Incident, 'id' | 'events' | 'disputed' | 'verified'>;

/** A row that no record can be made of, and why. */
export interface RefusedRow {
  /** `row 12`, `incident 273244099200`: as somebody finds it in the file. */
  where: string;
  reason: string;
}

/** What an adapter made of a file. */
export interface SourceReading {
  candidates: Candidate[];
  refused: RefusedRow[];
  /** Whether the source knows no cause: it can be a source of records that exist, and makes none. */
  corroboratesOnly: boolean;
}

/** Text of a file and what its name does not say. */
export interface ImportInput {
  text: string;
  /** Where people find this file: the address of the page or table it was taken from, if it needs one. */
  page?: string;
  /** The day on which the file was taken, `2026-05-20`. */
  asOf: string;
}

/** Files of these kinds hold a few megabytes; more is a mistake or an attack on the reader. */
export const MAX_FILE_BYTES = 50_000_000;
/** The longest cells are lists of links. */
export const MAX_CELL_LENGTH = 20_000;

/** What every candidate begins as: nothing is known that the source does not say. */
export const NOTHING_KNOWN = {
  regions: [],
  areaKnown: false,
  scope: 'platform',
  platforms: [],
  kind: 'block',
  end: null,
  status: 'unclear',
  trigger: 'unknown',
  orderedBy: null,
  acknowledged: { state: 'not-recorded', date: null },
} as const satisfies Partial<Candidate>;

/** Runs one row's reading; what it throws refuses that row alone. */
export function readRows<T>(
  rows: readonly T[],
  where: (row: T, i: number) => string,
  readRow: (row: T) => Candidate[],
): SourceReading {
  const reading: SourceReading = { candidates: [], refused: [], corroboratesOnly: false };
  rows.forEach((row, i) => {
    try {
      reading.candidates.push(...readRow(row));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      reading.refused.push({ where: where(row, i), reason: error.message });
    }
  });
  return reading;
}

/** What a source says cannot be put into fields. The message names the cell. */
export class UnreadableError extends Error {
  override name = 'Unreadable';
}

/** A cell as it may stand in a message: short, on one line. */
export function quoteCell(cell: string): string {
  const line = cell.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > 40 ? `${line.slice(0, 39)}…` : line}”`;
}
