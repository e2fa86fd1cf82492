import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { Report } from '../model/report.ts';
import { parseReports, type ReportStore } from './report-store.ts';

const KEEP_DRAFT_MS = 7 * DAY_MS;
/** For finished reports. A longer list would be a diary of the person's visits. */
const KEEP_DONE_MS = 30 * DAY_MS;
/** A clock that is put right by less does not make a report one of the future. */
const CLOCK_TOLERANCE_MS = HOUR_MS;

/** Deletes previews and finished reports that are too old or dated in the future. Reports that wait stay. */
export function deleteExpiredReports(store: ReportStore, now: number): Promise<void> {
  return store.change(async (records) => {
    const expired = parseReports(await records.getAll()).good.filter((report) => isExpired(report, now));
    for (const { id } of expired) await records.delete(id);
  });
}

function isExpired({ state, createdAt }: Report, now: number): boolean {
  if (state === 'queued' || state === 'sending') return false;
  const ageMs = now - createdAt;
  return ageMs > (state === 'draft' ? KEEP_DRAFT_MS : KEEP_DONE_MS) || ageMs < -CLOCK_TOLERANCE_MS;
}
