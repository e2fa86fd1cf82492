import type { Incident } from '../../../src/knowledge/incident.ts';

/** A record as a source tells it, before review: without an id and without events. */
export type Candidate = Omit<Incident, 'id' | 'events' | 'disputed' | 'verified'>;

/** A row that the import refused, and why. */
export interface RefusedRow {
  /** The place in the file: `row 12`, `incidents[3]`. */
  where: string;
  reason: string;
}

/** The result of an adapter. */
export interface SourceReading {
  candidates: Candidate[];
  refused: RefusedRow[];
  /** Whether the source names no cause: then it can only corroborate existing records. */
  corroboratesOnly: boolean;
}

/** The text of a file, and its origin. */
export interface ImportInput {
  text: string;
  /** Address of the page from which the table was copied, if the adapter needs one. */
  page?: string;
  /** The day of the download: `2026-05-20`. */
  asOf: string;
}

/** Real files have a few megabytes; a larger one is a mistake, or an attack on the parser. */
export const MAX_FILE_BYTES = 50_000_000;
/** The longest real cells are lists of links. */
export const MAX_CELL_LENGTH = 20_000;

/** Default fields of a candidate: unknown until the source says something. */
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

/** Reads all rows. An `UnreadableError` refuses only the row that it comes from. */
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

/** A cell or a file that cannot be read. The message names the cell. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** A cell for a message: short, on one line. */
export function quoteCell(cell: string): string {
  const line = cell.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > 40 ? `${line.slice(0, 39)}…` : line}”`;
}
