import * as v from 'valibot';
import { isCalendarDay } from '../base/time.ts';
import type { Incident } from './incident.ts';

/**
 * Version of `IncidentSchema`. Increase it with each change after which this code cannot read records that older code stored,
 * or older code cannot read records that this code publishes.
 */
export const RECORD_FORMAT = 1;

/** `2026-11-23-1f0c…`. */
export const BundleVersionSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}-[0-9a-z]+$/, 'a date, a dash and a digest'),
  v.check((version) => isCalendarDay(dayOfVersion(version)), 'a day that is in the calendar'),
);

/** A set of records: the incidents of all countries, and the names of the offices that they mention. */
export interface Bundle {
  /** `2026-11-23-1f0c…`: the day of the newest verification, and a digest of the content. */
  version: string;
  incidents: Incident[];
  entities: Record<string, { name: string }>;
}

/** The outer shape only. The import parses incidents one by one, so that it does not block the thread. */
export const BundleEnvelopeSchema = v.object({
  version: BundleVersionSchema,
  incidents: v.array(v.unknown()),
  entities: v.record(v.string(), v.object({ name: v.string() })),
});

/** The day in a bundle version. */
export function dayOfVersion(version: string): string {
  return version.slice(0, 10);
}
