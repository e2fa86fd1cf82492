import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Case } from '../model/case.ts';
import type { Report } from '../model/report.ts';
import {
  CollectorError,
  findMeasurement,
  openReport,
  REQUEST_TIMEOUT_MS,
  submitMeasurement,
} from '../ooni/collector.ts';
import type { Database } from '../storage/database.ts';
import { buildMeasurement, type ReportContext } from './build-measurement.ts';
import { type ReportStore, readable, writeReports } from './report-store.ts';

/** How long the collector may take until its table shows what it took; only then does "not there" mean something. */
export const SETTLE_MS = 5 * MINUTE_MS;
const BACK_OFF_MS = MINUTE_MS;
const BACK_OFF_MAX_MS = 60 * MINUTE_MS;
/** Nobody may hold a report back for longer than that. */
const RETRY_AFTER_MAX_MS = DAY_MS;
const KEEP_DRAFT_MS = 7 * DAY_MS;
/** Of what has come to its end. Longer would be a diary. */
const KEEP_DONE_MS = 30 * DAY_MS;

export interface OutboxTools {
  db: () => Promise<Database>;
  fetch: typeof globalThis.fetch;
  /** Unix epoch, ms. */
  now: () => number;
  /** From 0 up to 1: spreads the tries of many people. */
  random: () => number;
  newId: () => string;
  endpoints: () => Promise<Pick<Endpoints, 'collector'>>;
  /** Hears of each change that is safely on disk. */
  changed?: (report: Report) => void;
  /** For one request. It has to be well below `SETTLE_MS`: nothing may still be under way when that is over. */
  deadlineMs?: number;
}

/**
 * Reports on their way. Each step is on disk before the next touches the network, so a background that dies anywhere
 * goes on from what is written:
 *
 *     draft ─send→ queued ─id stored→ sending ─answer seen→ sent | kept | queued again
 *                                        └─ not seen: after SETTLE_MS ask the collector, then `sent`, or the same bytes again
 *
 * Whoever finds `sending` whose `notBefore` has passed settles it; a crash needs no other recovery.
 */
export class Outbox {
  readonly #tools: OutboxTools;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(tools: OutboxTools) {
    this.#tools = tools;
  }

  /**
   * What would be sent for a case, to be shown. A case has one report: once consented to, it is that one. A draft that
   * has become another (a new verdict, another network) gets another id, so that nobody consents to what was not shown.
   * @throws Error for a private window's case, or one that no report can be made of
   */
  async draft(item: Case, context: ReportContext): Promise<Report> {
    if (item.private)
      throw new Error('Reports wait on disk until they are sent, so none is made from a private window');
    const draft: Report = {
      id: this.#tools.newId(),
      caseId: item.id,
      state: 'draft',
      measurement: buildMeasurement(item, context),
      createdAt: this.#tools.now(),
      attempts: 0,
      notBefore: 0,
    };
    return this.#write(async (store) => {
      for (const old of readable(await store.index('case').getAll(item.id)).good) {
        const same = JSON.stringify(old.measurement) === JSON.stringify(draft.measurement);
        if (old.state !== 'draft' || same) return old;
        await store.delete(old.id);
      }
      await store.put(draft);
      return draft;
    });
  }

  /** The person's consent to exactly this draft. Asked again, it changes nothing. */
  async send(id: string): Promise<Report> {
    const report = await this.#write(async (store) => {
      const found = readable([await store.get(id)]).good[0];
      if (!found) throw new Error('This report has changed or is gone; look at it again');
      if (found.state !== 'draft') return found;
      const queued: Report = { ...found, state: 'queued', notBefore: this.#tools.now() };
      await store.put(queued);
      return queued;
    });
    this.#tools.changed?.(report);
    return report;
  }

  /** Forgets a report that has not left: `null`. One that has, or may have, is answered as it stands. */
  withdraw(id: string): Promise<Report | null> {
    return this.#write(async (store) => {
      const found = readable([await store.get(id)]).good[0];
      if (found && found.state !== 'draft' && found.state !== 'queued') return found;
      await store.delete(id);
      return null;
    });
  }

  async ofCase(caseId: string): Promise<Report | null> {
    const all = await (await this.#tools.db()).getAllFromIndex('reports', 'case', caseId);
    return readable(all).good[0] ?? null;
  }

  /** All reports that were consented to, as JSON text: measurement, state, and what became of it. */
  async exportAll(): Promise<string> {
    const all = readable(await (await this.#tools.db()).getAll('reports')).good;
    const shown = all
      .filter((r) => r.state !== 'draft')
      .map(({ state, reportId, measurementUid, problem, measurement }) => ({
        state,
        ...(reportId && { report_id: reportId }),
        ...(measurementUid && { measurement_uid: measurementUid }),
        ...(problem && { problem }),
        measurement,
      }));
    return JSON.stringify(shown, null, 2);
  }

  /** When `flush` has something to do, Unix epoch in ms; `undefined`: nothing waits. */
  async nextDueAt(): Promise<number | undefined> {
    const { good } = await this.#waiting();
    return good.length > 0 ? Math.min(...good.map((r) => r.notBefore)) : undefined;
  }

  /**
   * Delivers what is due, one at a time. Calls that come meanwhile join the one under way, which then looks again.
   * @throws Error when the store cannot be written (the report stays as it was), or holds what cannot be read
   */
  flush(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#deliver().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #deliver(): Promise<void> {
    await this.#tidy();
    let bad: string[] = [];
    while (this.#again) {
      this.#again = false;
      const waiting = await this.#waiting();
      bad = waiting.bad;
      // The id is stored before anything leaves: without one, nothing has.
      for (const report of waiting.good.filter((r) => r.notBefore <= this.#tools.now()))
        await (report.state === 'sending' && report.reportId
          ? this.#settle(report, report.reportId)
          : this.#open(report));
    }
    if (bad.length > 0) throw new Error(`Reports in the store that cannot be read: ${bad.join('; ')}`);
  }

  async #open(report: Report): Promise<void> {
    if (report.reportId) return this.#post(report, report.reportId);
    let reportId: string;
    try {
      reportId = await openReport(
        this.#tools.fetch,
        await this.#base(),
        report.measurement,
        this.#deadline(),
      );
    } catch (error) {
      const { permanent: final, message, retryAfterMs: afterMs } = asCollectorError(error);
      if (final) await this.#move(report, { state: 'kept', problem: message });
      else await this.#later(report, message, afterMs);
      return;
    }
    await this.#post(report, reportId);
  }

  async #post(report: Report, reportId: string): Promise<void> {
    const base = await this.#base();
    const attempts = report.attempts + 1;
    const notBefore = this.#tools.now() + SETTLE_MS;
    const sending = await this.#move(report, { state: 'sending', reportId, attempts, notBefore });
    if (!sending) return;
    const outcome = await submitMeasurement(
      this.#tools.fetch,
      base,
      reportId,
      sending.measurement,
      this.#deadline(),
    );
    switch (outcome.kind) {
      case 'sent':
        await this.#move(sending, { state: 'sent', measurementUid: outcome.uid });
        return;
      case 'discarded':
        await this.#move(sending, { state: 'kept', problem: 'discarded' });
        return;
      case 'refused':
        await this.#move(sending, { state: 'kept', problem: outcome.why });
        return;
      case 'retry':
        await this.#later(sending, outcome.why, outcome.retryAfterMs);
        return;
      case 'unknown':
        await this.#move(sending, { problem: outcome.why, notBefore: this.#tools.now() + SETTLE_MS });
    }
  }

  /** Whether a report that left without an answer arrived. Until the collector says so, it is not sent again. */
  async #settle(report: Report, reportId: string): Promise<void> {
    const base = await this.#base();
    const { input } = report.measurement;
    let stored: { uid: string | undefined } | null;
    try {
      stored = await findMeasurement(this.#tools.fetch, base, reportId, input, this.#deadline());
    } catch (error) {
      const { message, retryAfterMs: afterMs } = asCollectorError(error);
      const attempts = report.attempts + 1;
      await this.#move(report, { attempts, problem: message, notBefore: this.#pause(attempts, afterMs) });
      return;
    }
    if (stored)
      await this.#move(report, { state: 'sent', ...(stored.uid && { measurementUid: stored.uid }) });
    else await this.#post(report, reportId);
  }

  async #later(report: Report, problem: string, afterMs: number | undefined): Promise<void> {
    const attempts = report.attempts + (report.state === 'sending' ? 0 : 1);
    await this.#move(report, {
      state: 'queued',
      attempts,
      problem,
      notBefore: this.#pause(attempts, afterMs),
    });
  }

  /** Doubling from a minute to an hour, half to one and a half of it; never sooner than the collector asked for. */
  #pause(attempts: number, afterMs = 0): number {
    const base = Math.min(BACK_OFF_MS * 2 ** Math.max(0, attempts - 1), BACK_OFF_MAX_MS);
    const ownMs = Math.round(base * (0.5 + this.#tools.random()));
    return this.#tools.now() + Math.max(ownMs, Math.min(afterMs, RETRY_AFTER_MAX_MS));
  }

  /**
   * One step, only from where the report was last seen: withdrawn or moved on meanwhile, it answers `undefined`.
   * The problem of the step before goes with that step.
   */
  async #move(from: Report, change: Partial<Report>): Promise<Report | undefined> {
    const moved = await this.#write(async (store) => {
      const current = readable([await store.get(from.id)]).good[0];
      if (current?.state !== from.state || current.attempts !== from.attempts) return undefined;
      const { problem: _, ...rest } = current;
      const next: Report = { ...rest, ...change };
      await store.put(next);
      return next;
    });
    if (moved) this.#tools.changed?.(moved);
    return moved;
  }

  async #write<T>(work: (store: ReportStore) => Promise<T>): Promise<T> {
    return writeReports(await this.#tools.db(), work);
  }

  async #waiting(): Promise<{ good: Report[]; bad: string[] }> {
    const db = await this.#tools.db();
    const states = ['queued', 'sending'] as const;
    const all = await Promise.all(states.map((state) => db.getAllFromIndex('reports', 'state', state)));
    const { good, bad } = readable(all.flat());
    return { good: good.sort((a, b) => a.createdAt - b.createdAt), bad };
  }

  #tidy(): Promise<void> {
    const now = this.#tools.now();
    return this.#write(async (store) => {
      for (const { id, state, createdAt } of readable(await store.getAll()).good) {
        const keepMs = state === 'draft' ? KEEP_DRAFT_MS : KEEP_DONE_MS;
        if (state !== 'queued' && state !== 'sending' && now - createdAt > keepMs) await store.delete(id);
      }
    });
  }

  async #base(): Promise<string> {
    return (await this.#tools.endpoints()).collector;
  }

  #deadline(): AbortSignal {
    return AbortSignal.timeout(this.#tools.deadlineMs ?? REQUEST_TIMEOUT_MS);
  }
}

function asCollectorError(error: unknown): CollectorError {
  if (error instanceof CollectorError) return error;
  throw error;
}
