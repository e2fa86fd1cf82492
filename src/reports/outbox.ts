import { definedOnly } from '../base/defined-only.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Case } from '../model/case.ts';
import type { Report } from '../model/report.ts';
import {
  type CollectorConnection,
  CollectorError,
  findMeasurement,
  openReport,
  submitMeasurement,
} from '../ooni/collector.ts';
import { buildMeasurement, type ReportContext } from './build-measurement.ts';
import { correctDueTimes } from './correct-due-times.ts';
import { deleteExpiredReports } from './delete-expired-reports.ts';
import { formatPreview } from './format-preview.ts';
import {
  loadReports,
  loadWaitingReports,
  moveReports,
  parseReports,
  type ReportStore,
} from './report-store.ts';

/** How long the collector may take until its table shows what it took; only then does "not there" mean something. */
export const CONFIRMATION_DELAY_MS = 5 * MINUTE_MS;
const BACK_OFF_MS = MINUTE_MS;
const BACK_OFF_MAX_MS = 60 * MINUTE_MS;
/** The longest `Retry-After` that counts: a server must not hold back a report for longer. */
const RETRY_AFTER_MAX_MS = DAY_MS;
const DUE_TIMES = { maxAheadMs: RETRY_AFTER_MAX_MS, resendAfterMs: CONFIRMATION_DELAY_MS };
const DRAFT_CHANGED = 'This report has changed or is gone; look at it again';

export interface OutboxDeps {
  /** For reports that the person consented to. */
  disk: ReportStore;
  /** For drafts. */
  memory: ReportStore;
  /** Whether reports may wait on the disk. Otherwise they wait in memory, until the browser is closed. */
  mayKeepOnDisk: () => Promise<boolean>;
  fetch: typeof globalThis.fetch;
  /** Unix epoch, ms. */
  now: () => number;
  /** A number from 0 up to 1: it spreads the attempts of many devices. */
  random: () => number;
  newId: () => string;
  endpoints: () => Promise<Pick<Endpoints, 'collector'>>;
  /** Called after each change is kept. */
  onReportChanged?: (report: Report) => void;
  /** For one request. It must be well below `CONFIRMATION_DELAY_MS`: no request may be under way after that. */
  deadlineMs?: number;
}

/**
 * Delivers reports. Each step is kept before the next one uses the network, so a background that was killed at any point
 * continues from the stored state. A draft lies in memory; consent puts it on the disk, if it may wait there:
 *
 *     draft ─send→ queued ─id stored→ sending ─answer seen→ sent | not-accepted | queued again
 *                                        └─ not seen: after CONFIRMATION_DELAY_MS ask the collector, then `sent`, or the same bytes again
 *
 * Every delivery confirms reports in `sending` whose `notBefore` has passed; a crash needs no other recovery.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #delivery: Promise<void> | undefined;
  #isFlushRequested = false;

  constructor(tools: OutboxDeps) {
    this.#deps = tools;
  }

  /**
   * The draft of a case, to show to the person. A case has one report: after consent, this returns that report. A changed
   * draft (a new verdict, another network) gets a new id, so that a person consents only to what the page showed.
   * @throws Error for a case of a private window, or a case that makes no valid measurement
   */
  async createDraft(currentCase: Case, context: ReportContext): Promise<Report> {
    if (currentCase.private)
      throw new Error('Reports wait on disk until they are sent, so none is made from a private window');
    const draft: Report = {
      id: this.#deps.newId(),
      caseId: currentCase.id,
      state: 'draft',
      measurement: buildMeasurement(currentCase, context),
      createdAt: this.#deps.now(),
      attempts: 0,
      notBefore: 0,
    };
    const consented = (await this.#reportsOfCase(currentCase.id)).find(({ state }) => state !== 'draft');
    if (consented) return consented;
    return this.#deps.memory.change(async (records) => {
      for (const old of parseReports(await records.getAll()).good) {
        if (old.caseId !== currentCase.id) continue;
        const isSame = JSON.stringify(old.measurement) === JSON.stringify(draft.measurement);
        if (old.state !== 'draft' || isSame) return old;
        await records.delete(old.id);
      }
      await records.put(draft);
      return draft;
    });
  }

  /**
   * Records the person's consent to exactly this draft. A second call changes nothing.
   * @param shown the preview that the person saw (`formatPreview`)
   * @throws Error when the draft is gone, or is not what was shown
   */
  async queueDraft(id: string, shown: string): Promise<Report> {
    const found = (await loadReports(this.#stores)).good.filter((one) => one.id === id);
    const given = found.find(({ state }) => state !== 'draft') ?? found[0];
    if (!given) throw new Error(DRAFT_CHANGED);
    if (given.state !== 'draft') return given;
    if (formatPreview(given.measurement) !== shown) throw new Error(DRAFT_CHANGED);
    const { memory, disk, mayKeepOnDisk, now } = this.#deps;
    const isOnDisk = await mayKeepOnDisk();
    const report = await (isOnDisk ? disk : memory).change(async (records) => {
      // Another click was faster: a case has one report.
      const consented = parseReports(await records.getAll()).good.find(
        ({ caseId, state }) => caseId === given.caseId && state !== 'draft',
      );
      if (consented) return consented;
      const queued: Report = { ...given, state: 'queued', notBefore: now() };
      await records.put(queued);
      return queued;
    });
    if (isOnDisk) await memory.change((records) => records.delete(id));
    this.#deps.onReportChanged?.(report);
    return report;
  }

  /** Deletes a report that was not sent, and returns `null`; returns a report that was or may have been sent. */
  async withdrawReport(id: string): Promise<Report | null> {
    for (const store of this.#stores) {
      const left = await store.change(async (records) => {
        const found = parseReports([await records.get(id)]).good[0];
        if (found && found.state !== 'draft' && found.state !== 'queued') return found;
        await records.delete(id);
        return null;
      });
      if (left) return left;
    }
    return null;
  }

  async findByCase(caseId: string): Promise<Report | null> {
    const all = await this.#reportsOfCase(caseId);
    return all.find(({ state }) => state !== 'draft') ?? all[0] ?? null;
  }

  async #reportsOfCase(caseId: string): Promise<Report[]> {
    return (await loadReports(this.#stores)).good.filter((one) => one.caseId === caseId);
  }

  /** All reports with consent, as JSON text: measurement, state, and the collector's answer. */
  async exportAll(): Promise<string> {
    const all = (await loadReports(this.#stores)).good;
    const shown = all
      .filter((r) => r.state !== 'draft')
      .map(({ state, reportId, measurementUid, problem, measurement }) => ({
        state,
        ...definedOnly({ report_id: reportId, measurement_uid: measurementUid, problem }),
        measurement,
      }));
    return JSON.stringify(shown, null, 2);
  }

  /** When `deliverDueReports` has work next, Unix epoch in ms; `undefined` if no report waits. */
  async nextDueAt(): Promise<number | undefined> {
    const { good } = await loadWaitingReports(this.#stores);
    return good.length > 0 ? Math.min(...good.map((r) => r.notBefore)) : undefined;
  }

  /**
   * Delivers due reports one after the other. A call during a delivery joins it, and makes it look once more for due reports.
   * @throws Error when the database cannot be written (the report keeps its state) or holds an invalid record
   */
  deliverDueReports(): Promise<void> {
    this.#isFlushRequested = true;
    this.#delivery ??= this.#runDelivery().finally(() => {
      this.#delivery = undefined;
    });
    return this.#delivery;
  }

  async #runDelivery(): Promise<void> {
    for (const store of this.#stores) {
      await deleteExpiredReports(store, this.#deps.now());
      await correctDueTimes(store, DUE_TIMES, this.#deps.now());
    }
    let bad: string[] = [];
    while (this.#isFlushRequested) {
      this.#isFlushRequested = false;
      if (!(await this.#deps.mayKeepOnDisk())) await moveReports(this.#deps.disk, this.#deps.memory);
      const waiting = await loadWaitingReports(this.#stores);
      bad = waiting.bad;
      // The report id is stored before the submission: a report without one was not submitted.
      for (const report of waiting.good.filter((r) => r.notBefore <= this.#deps.now()))
        await (report.state === 'sending' && report.reportId
          ? this.#confirmDelivery(report, report.reportId)
          : this.#openReport(report));
    }
    if (bad.length > 0) throw new Error(`Reports in the store that cannot be read: ${bad.join('; ')}`);
  }

  async #openReport(report: Report): Promise<void> {
    if (report.reportId) return this.#submitReport(report, report.reportId);
    let reportId: string;
    try {
      reportId = await openReport(await this.#collectorConnection(), report.measurement);
    } catch (error) {
      const { isPermanent, message, retryAfterMs } = asCollectorError(error);
      if (isPermanent) await this.#transitionReport(report, { state: 'not-accepted', problem: message });
      else await this.#requeueReport(report, message, retryAfterMs);
      return;
    }
    await this.#submitReport(report, reportId);
  }

  async #submitReport(report: Report, reportId: string): Promise<void> {
    const connection = await this.#collectorConnection();
    const attempts = report.attempts + 1;
    const notBefore = this.#deps.now() + CONFIRMATION_DELAY_MS;
    const sending = await this.#transitionReport(report, { state: 'sending', reportId, attempts, notBefore });
    if (!sending) return;
    const outcome = await submitMeasurement(connection, reportId, sending.measurement);
    switch (outcome.kind) {
      case 'sent':
        await this.#transitionReport(sending, { state: 'sent', measurementUid: outcome.uid });
        return;
      case 'discarded':
        await this.#transitionReport(sending, { state: 'not-accepted', problem: 'discarded' });
        return;
      case 'refused':
        await this.#transitionReport(sending, { state: 'not-accepted', problem: outcome.why });
        return;
      case 'retry':
        await this.#requeueReport(sending, outcome.why, outcome.retryAfterMs);
        return;
      case 'unknown':
        await this.#transitionReport(sending, {
          problem: outcome.why,
          notBefore: this.#deps.now() + CONFIRMATION_DELAY_MS,
        });
    }
  }

  /** Asks the collector whether a report without an answer arrived, and submits it again only if it did not. */
  async #confirmDelivery(report: Report, reportId: string): Promise<void> {
    const { input } = report.measurement;
    let stored: { uid: string | undefined } | null;
    try {
      stored = await findMeasurement(await this.#collectorConnection(), { reportId, input });
    } catch (error) {
      const { message, retryAfterMs } = asCollectorError(error);
      const attempts = report.attempts + 1;
      await this.#transitionReport(report, {
        attempts,
        problem: message,
        notBefore: this.#nextAttemptAt(attempts, retryAfterMs),
      });
      return;
    }
    if (stored)
      await this.#transitionReport(report, {
        state: 'sent',
        ...definedOnly({ measurementUid: stored.uid }),
      });
    else await this.#submitReport(report, reportId);
  }

  async #requeueReport(report: Report, problem: string, retryAfterMs: number | undefined): Promise<void> {
    const attempts = report.attempts + (report.state === 'sending' ? 0 : 1);
    await this.#transitionReport(report, {
      state: 'queued',
      attempts,
      problem,
      notBefore: this.#nextAttemptAt(attempts, retryAfterMs),
    });
  }

  /** The delay doubles from a minute to an hour, times 0.5 to 1.5, and is never shorter than the collector asked for. */
  #nextAttemptAt(attempts: number, retryAfterMs = 0): number {
    const base = Math.min(BACK_OFF_MS * 2 ** Math.max(0, attempts - 1), BACK_OFF_MAX_MS);
    const ownMs = Math.round(base * (0.5 + this.#deps.random()));
    return this.#deps.now() + Math.max(ownMs, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS));
  }

  /**
   * Changes a report, if it still has the state and attempts of `from`; otherwise returns `undefined`. The problem of the
   * previous state is removed.
   */
  async #transitionReport(from: Report, change: Partial<Report>): Promise<Report | undefined> {
    for (const store of this.#stores) {
      const moved = await store.change(async (records) => {
        const current = parseReports([await records.get(from.id)]).good[0];
        if (current?.state !== from.state || current.attempts !== from.attempts) return undefined;
        const { problem: _, ...rest } = current;
        const next: Report = { ...rest, ...change };
        await records.put(next);
        return next;
      });
      if (!moved) continue;
      this.#deps.onReportChanged?.(moved);
      return moved;
    }
    return undefined;
  }

  get #stores(): readonly ReportStore[] {
    return [this.#deps.disk, this.#deps.memory];
  }

  async #collectorConnection(): Promise<CollectorConnection> {
    const { fetch, endpoints, deadlineMs: timeoutMs } = this.#deps;
    return { fetch, base: (await endpoints()).collector, ...definedOnly({ timeoutMs }) };
  }
}

function asCollectorError(error: unknown): CollectorError {
  if (error instanceof CollectorError) return error;
  throw error;
}
