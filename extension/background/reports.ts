import * as v from 'valibot';
import type { SessionMemory } from '../../src/base/session-memory.ts';
import type { Case } from '../../src/model/case.ts';
import { reportSubjectOf } from '../../src/model/report-subject.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { Outbox } from '../../src/reports/outbox.ts';
import { createDiskReportStore, createMemoryReportStore } from '../../src/reports/report-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { clearAlarm, setAlarm } from '../browser/alarms.ts';
import { readEndpoints } from '../browser/endpoints.ts';
import { extensionVersion } from '../browser/lifecycle.ts';
import { broadcast } from '../browser/message-client.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { fetchWithoutOrigin } from '../browser/own-fetch.ts';
import type { RequestName } from '../protocol.ts';
import { mayKeepOnDisk } from './keep-nothing.ts';

/** Name of the alarm that delivers waiting reports. */
export const OUTBOX_ALARM = 'outbox';

const shortText = v.pipe(v.string(), v.maxLength(100));
const CasePayloadSchema = v.object({ caseId: shortText });
const DraftPayloadSchema = v.object({ caseId: shortText, isNameAgreed: v.optional(v.boolean(), false) });
const ReportPayloadSchema = v.object({ reportId: shortText });
const SendPayloadSchema = v.object({
  reportId: shortText,
  shown: v.pipe(v.string(), v.maxLength(16_384)),
});
type ReportRequestName = Extract<RequestName, 'draftReport' | 'sendReport' | 'withdrawReport' | 'findReport'>;

export interface ReportDeps {
  getDatabase: () => Promise<Database>;
  /** For previews. */
  memory: SessionMemory;
  caseById(id: string): Promise<Case | undefined>;
  recordError(error: unknown): void;
}

/** Connects the outbox to the browser: the requests of pages, and the alarm for waiting reports. */
export function startReports({ getDatabase, memory, caseById, recordError }: ReportDeps): {
  deliver(): void;
  handlers: Pick<RequestHandlers, ReportRequestName>;
} {
  const outbox = new Outbox({
    disk: createDiskReportStore(getDatabase),
    memory: createMemoryReportStore(memory),
    mayKeepOnDisk,
    fetch: (input, init) =>
      fetchWithoutOrigin(input, {
        ...init,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      }),
    now: Date.now,
    random: Math.random,
    newId: () => crypto.randomUUID(),
    endpoints: readEndpoints,
    onReportChanged: ({ caseId }) => broadcast('reportChanged', { caseId }),
  });

  const deliver = async (): Promise<void> => {
    await outbox.deliverDueReports();
    const due = await outbox.nextDueAt();
    if (due === undefined) await clearAlarm(OUTBOX_ALARM);
    else await setAlarm(OUTBOX_ALARM, Math.max(due, Date.now() + 1_000));
  };

  return {
    deliver: () => void deliver().catch(recordError),
    handlers: {
      async draftReport(payload) {
        const { caseId, isNameAgreed } = v.parse(DraftPayloadSchema, payload);
        const reportedCase = await caseById(caseId);
        if (!reportedCase) throw new Error('This case is gone; load the page again');
        const { host, publicHost, needsExactName } = reportSubjectOf(reportedCase, platformOfHost);
        if (needsExactName && !isNameAgreed)
          throw new Error(`Only ${host} failed, and a report about ${publicHost} would be wrong`);
        return outbox.createDraft(reportedCase, {
          host: isNameAgreed ? host : publicHost,
          version: extensionVersion(),
          browser: __TARGET__ === 'firefox' ? 'firefox' : 'chrome',
        });
      },
      async sendReport(payload) {
        const { reportId, shown } = v.parse(SendPayloadSchema, payload);
        const report = await outbox.queueDraft(reportId, shown);
        void deliver().catch(recordError);
        return report;
      },
      withdrawReport: async (payload) =>
        outbox.withdrawReport(v.parse(ReportPayloadSchema, payload).reportId),
      findReport: async (payload) => outbox.findByCase(v.parse(CasePayloadSchema, payload).caseId),
    },
  };
}
