import { dayFault } from '../dates.ts';
import { quoteCell, UnreadableError } from './reading.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Parses a date in a common form, and keeps its precision: `2024-02-17`, `17 February 2024`, `February 17, 2024`, `Feb 2024`,
 * `2024`, an ISO time in UTC (only its day counts). It rejects `17/02/2024`, because the order of day and month differs
 * between countries.
 * @throws UnreadableError when it is no date, no day of the calendar, or in the future
 */
export function parseDate(cell: string, field: string, today: string): string {
  const date = toIsoDate(cell.trim());
  if (!date)
    throw new UnreadableError(`${field}: ${quoteCell(cell)} is no date that can be read in one way only`);
  const fault = dayFault(date, today);
  if (fault) throw new UnreadableError(`${field}: ${fault}`);
  return date;
}

function toIsoDate(text: string): string | undefined {
  const iso =
    /^(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:[T ][\d:.]+(?:Z|\+00:00)?)?$/.exec(text);
  if (iso) return iso[1];
  const words = /^(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.?(?: (\d{1,2}))?,? (\d{4})$/.exec(text);
  if (!words) return undefined;
  const [, before, name = '', after, year] = words;
  const month = MONTHS.findIndex((m) => m === name.toLowerCase() || m.slice(0, 3) === name.toLowerCase()) + 1;
  const day = Number(before ?? after ?? 0);
  if (month === 0 || (before && after) || day > 31) return undefined;
  const padTwo = (n: number) => String(n).padStart(2, '0');
  return `${year}-${padTwo(month)}${day === 0 ? '' : `-${padTwo(day)}`}`;
}
