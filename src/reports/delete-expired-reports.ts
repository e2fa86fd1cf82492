import { isExpired } from '../base/expiry.ts';
import { DAY_MS } from '../base/time.ts';
import { parseReports, type ReportStore } from './report-store.ts';

const KEEP_DRAFT_MS = 7 * DAY_MS;
/** For finished reports. A longer list would be a diary of the person's visits. */
const KEEP_DONE_MS = 30 * DAY_MS;

/** Deletes previews and finished reports that are too old or dated in the future. Reports that wait stay. */
export function deleteExpiredReports(store: ReportStore, now: number): Promise<void> {
  return store.change(async (records) => {
    for (const { id, state, createdAt } of parseReports(await records.getAll()).good) {
      if (state === 'queued' || state === 'sending') continue;
      const lifetimeMs = state === 'draft' ? KEEP_DRAFT_MS : KEEP_DONE_MS;
      if (isExpired(createdAt, { now, lifetimeMs })) await records.delete(id);
    }
  });
}
