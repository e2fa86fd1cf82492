export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Whether a day, `2024-02-17`, is in the calendar: `2024-02-30` and `9999-99-99` are not. */
export function isCalendarDay(day: string): boolean {
  const epochMs = Date.parse(`${day}T00:00:00Z`);
  // Some engines take the 30th of February for the 1st of March.
  return !Number.isNaN(epochMs) && toIsoDay(epochMs) === day;
}

/** The day of a time (Unix epoch, ms) in UTC: `2024-02-17`. @throws RangeError for an invalid time */
export function toIsoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
