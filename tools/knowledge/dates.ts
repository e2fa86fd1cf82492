/** Dates of the records: `2024`, `2024-02` or `2024-02-17`, as exact as the source is. */
import { DAY_MS, toIsoDay } from '../../src/base/time.ts';

/** Whether `a` ended before `b` began; between 2024-02 and 2024-02-17 neither did. */
export function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) < b.slice(0, length);
}

export function shiftYears(date: string, years: number): string {
  return String(Number(date.slice(0, 4)) + years) + date.slice(4);
}

/** The day in UTC: `2024-02-17`. */
export function isoDayOf(date: Date): string {
  return toIsoDay(date.getTime());
}

/** Days between `a` and `b`; an inexact date counts as its first day. */
export function daysBetween(a: string, b: string): number {
  return Math.abs(Date.parse(b) - Date.parse(a)) / DAY_MS;
}

/** Why nothing can have happened on that date; `undefined` if something can. */
export function dayFault(date: string, today: string): string | undefined {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day)
    return `${date} is no day of the calendar`;
  if (year < 1995) return `${date} is before the public web`;
  if (isBefore(today, date)) return `${date} is in the future`;
  return undefined;
}
