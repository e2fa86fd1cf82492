import * as v from 'valibot';
import type { Case } from '../../src/model/case.ts';
import { checkIn } from '../../src/ooni/collector.ts';
import { Outbox } from '../../src/reports/outbox.ts';
import type { Database } from '../../src/storage/database.ts';
import { clearAlarm, setAlarm } from '../browser/alarms.ts';
import { readEndpoints } from '../browser/endpoints.ts';
import { version } from '../browser/lifecycle.ts';
import { broadcast } from '../browser/message-client.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import type { RequestName } from '../protocol.ts';

/** Name of the alarm, and of the wake-up, that delivers what waits. */
export const OUTBOX = 'outbox';
/** For asking which network this is: a preview does not keep anybody waiting longer. */
const LOOK_UP_MS = 5_000;

const CaseQuestion = v.object({ caseId: v.string() });
const ReportQuestion = v.object({ reportId: v.string() });
type ReportRequests = Extract<RequestName, 'draftReport' | 'sendReport' | 'withdrawReport' | 'reportOfCase'>;

export interface ReportDeps {
  database: () => Promise<Database>;
  caseById(id: string): Promise<Case | undefined>;
  recordError(error: unknown): void;
}

/** The outbox in this browser: its requests from pages, and the alarm that brings it back for what waits. */
export function startReports({ database, caseById, recordError }: ReportDeps): {
  deliver(): void;
  handlers: Pick<RequestHandlers, ReportRequests>;
} {
  const outbox = new Outbox({
    db: database,
    fetch: (input, init) =>
      fetch(input, { ...init, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' }),
    now: Date.now,
    random: Math.random,
    newId: () => crypto.randomUUID(),
    endpoints: readEndpoints,
    onReportChanged: (report) => broadcast('reportChanged', { report }),
  });

  const deliver = async (): Promise<void> => {
    await outbox.deliverDueReports();
    const due = await outbox.nextDueAt();
    if (due === undefined) await clearAlarm(OUTBOX);
    else await setAlarm(OUTBOX, Math.max(due, Date.now() + 1_000));
  };

  return {
    deliver: () => void deliver().catch(recordError),
    handlers: {
      async draftReport(ask) {
        const item = await caseById(v.parse(CaseQuestion, ask).caseId);
        if (!item) throw new Error('This case is gone; load the page again');
        return outbox.createDraft(item, {
          ...(await networkOf(item)),
          version: version(),
          browser: __TARGET__ === 'firefox' ? 'firefox' : 'chrome',
        });
      },
      async sendReport(ask) {
        const report = await outbox.queueDraft(v.parse(ReportQuestion, ask).reportId);
        void deliver().catch(recordError);
        return report;
      },
      withdrawReport: async (ask) => outbox.withdrawReport(v.parse(ReportQuestion, ask).reportId),
      reportOfCase: async (ask) => outbox.findByCase(v.parse(CaseQuestion, ask).caseId),
    },
  };
}

/** OONI's word for the network this is; unknown in quiet mode, where nobody is asked, and where OONI cannot be reached. */
async function networkOf(item: Case): Promise<{ asn: string; networkName: string }> {
  const unknown = { asn: 'AS0', networkName: '' };
  if (item.mode === 'quiet') return unknown;
  const { collector } = await readEndpoints();
  return checkIn(fetch, collector, AbortSignal.timeout(LOOK_UP_MS)).catch(() => unknown);
}
