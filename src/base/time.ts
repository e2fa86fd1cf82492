export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The day of a time (Unix epoch, ms) in UTC: `2024-02-17`. @throws RangeError for an invalid time */
export function toIsoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
