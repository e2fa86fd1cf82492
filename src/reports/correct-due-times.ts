import { isTooFarAhead } from '../base/stored-time.ts';
import { parseReports, type ReportStore } from './report-store.ts';

interface DueTimes {
  /** The longest time that a report is ever made to wait, ms. */
  maxAheadMs: number;
  /** How long a report waits that may be under way: the background that sent it was killed, ms. */
  resendAfterMs: number;
}

/**
 * After the device's clock was corrected, reports that were stored before would wait until that wrong time.
 * @param now Unix epoch, ms.
 */
export function correctDueTimes(
  store: ReportStore,
  { maxAheadMs, resendAfterMs }: DueTimes,
  now: number,
): Promise<void> {
  return store.change(async (records) => {
    for (const report of parseReports(await records.getAll()).good) {
      if (!isTooFarAhead(report.notBefore, now, maxAheadMs)) continue;
      await records.put({ ...report, notBefore: now + (report.state === 'sending' ? resendAfterMs : 0) });
    }
  });
}
