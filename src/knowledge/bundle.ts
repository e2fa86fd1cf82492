import * as v from 'valibot';
import type { Incident } from './incident.ts';

/**
 * The shape of records. Raised with each change of `IncidentSchema` after which this code could not show what an older one
 * stored, or an older one not read what this one publishes.
 */
export const RECORD_FORMAT = 1;

/** `2026-11-23-1f0c…`. */
export const BundleVersionSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}-[0-9a-z]+$/, 'a date, a dash and a digest'),
);

/** What the extension carries: every incident of every country, and the names of the offices they mention. */
export interface Bundle {
  /** `2026-11-23-1f0c…`: the newest verification, and a digest of the content. */
  version: string;
  incidents: Incident[];
  entities: Record<string, { name: string }>;
}

/** The outer shape alone; incidents are parsed one by one as they are written, not to hold up the thread. */
export const BundleEnvelopeSchema = v.object({
  version: BundleVersionSchema,
  incidents: v.array(v.unknown()),
  entities: v.record(v.string(), v.object({ name: v.string() })),
});

/** The day that a bundle version stands for. */
export function dayOfVersion(version: string): string {
  return version.slice(0, 10);
}
