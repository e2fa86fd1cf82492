import type { Incident } from '../../../src/knowledge/incident.ts';

/** A record as a source tells it: not yet ours, without an id and without a story. */
export type Candidate = Omit<Incident, 'id' | 'events' | 'disputed' | 'verified'>;

/** A row that no record can be made of, and why. */
export interface Refusal {
  /** `row 12`, `incident 273244099200`: as somebody finds it in the file. */
  where: string;
  reason: string;
}

/** What an adapter made of a file. */
export interface Reading {
  candidates: Candidate[];
  refused: Refusal[];
  /** Whether the source knows no cause: it can be a source of records that exist, and makes none. */
  witness: boolean;
}

/** Text of a file and what its name does not say. */
export interface Input {
  text: string;
  /** Where people find this file: the address of the page or table it was taken from, if it needs one. */
  page?: string;
  /** The day on which the file was taken, `2026-05-20`. */
  asOf: string;
}

/** Files of these kinds hold a few megabytes; more is a mistake or an attack on the reader. */
export const MAX_FILE = 50_000_000;
/** The longest cells are lists of links. */
export const MAX_CELL = 20_000;

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
export function eachRow<T>(
  rows: readonly T[],
  where: (row: T, i: number) => string,
  read: (row: T) => Candidate[],
): Reading {
  const reading: Reading = { candidates: [], refused: [], witness: false };
  rows.forEach((row, i) => {
    try {
      reading.candidates.push(...read(row));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reading.refused.push({ where: where(row, i), reason: error.message });
    }
  });
  return reading;
}

/** What a source says cannot be put into fields. The message names the cell. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** A cell as it may stand in a message: short, on one line. */
export function shown(cell: string): string {
  const line = cell.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > 40 ? `${line.slice(0, 39)}…` : line}”`;
}
