import pLimit from 'p-limit';
import * as v from 'valibot';
import { describeIssue } from '../base/parse.ts';
import type { SessionMemory } from '../base/session-memory.ts';
import { type Report, ReportSchema } from '../model/report.ts';
import type { Database } from '../storage/database.ts';
import { PERSONAL_DATA_WRITTEN_KEY } from '../storage/forget.ts';

/** The reports that lie in one place. Their readers parse them. */
interface ReportRecords {
  get(id: string): Promise<unknown>;
  getAll(): Promise<unknown[]>;
  put(report: Report): Promise<void>;
  delete(id: string): Promise<void>;
}

/** A place for reports. */
export interface ReportStore {
  /**
   * Runs `work` while nothing else changes this place. What it wrote is kept when the promise resolves.
   * @throws Error for people when the disk is full; otherwise the error of `work`
   */
  change<T>(work: (records: ReportRecords) => Promise<T>): Promise<T>;
}

/**
 * Reports on disk. The durability is strict: the state "sending" must be on disk before the request starts, or a power cut
 * sends a report twice. `work` may wait for nothing but the records.
 */
export const createDiskReportStore = (openDatabase: () => Promise<Database>): ReportStore => ({
  async change(work) {
    const db = await openDatabase();
    const tx = db.transaction(['reports', 'meta'], 'readwrite', { durability: 'strict' });
    const reports = tx.objectStore('reports');
    const records: ReportRecords = {
      get: (id) => reports.get(id),
      getAll: () => reports.getAll(),
      delete: (id) => reports.delete(id),
      async put(report) {
        await tx.objectStore('meta').put(true, PERSONAL_DATA_WRITTEN_KEY);
        await reports.put(report);
      },
    };
    try {
      const [result] = await Promise.all([work(records), tx.done]);
      return result;
    } catch (error) {
      abortQuietly(tx);
      throw isQuotaError(error) || isQuotaError(tx.error)
        ? new Error('There is no space left to keep the report; it stays as it was', { cause: error })
        : error;
    }
  },
});

const REPORT_KEY_PREFIX = 'report:';

/** Reports in memory: drafts, and all reports of a person who lets nothing be kept on the disk. */
export function createMemoryReportStore(memory: SessionMemory): ReportStore {
  const oneAtATime = pLimit(1);
  const records: ReportRecords = {
    get: (id) => memory.read(REPORT_KEY_PREFIX + id),
    getAll: async () =>
      Object.entries(await memory.readAll()).flatMap(([key, value]) =>
        key.startsWith(REPORT_KEY_PREFIX) ? [value] : [],
      ),
    put: (report) => memory.write(REPORT_KEY_PREFIX + report.id, report),
    delete: (id) => memory.remove([REPORT_KEY_PREFIX + id]),
  };
  return { change: (work) => oneAtATime(() => work(records)) };
}

/** All reports of these places. */
export async function loadReports(stores: readonly ReportStore[]): Promise<ParsedReports> {
  const all = await Promise.all(stores.map((store) => store.change((records) => records.getAll())));
  return parseReports(all.flat());
}

/** The reports that wait to be delivered, the oldest first. */
export async function loadWaitingReports(stores: readonly ReportStore[]): Promise<ParsedReports> {
  const { good, bad } = await loadReports(stores);
  const waiting = good.filter(({ state }) => state === 'queued' || state === 'sending');
  return { good: waiting.sort((a, b) => a.createdAt - b.createdAt), bad };
}

/** Moves all reports. Nothing else may change them meanwhile: only a delivery does, and this is a part of it. */
export async function moveReports(from: ReportStore, to: ReportStore): Promise<void> {
  const { good } = await loadReports([from]);
  if (good.length === 0) return;
  await to.change(async (records) => {
    for (const report of good) await records.put(report);
  });
  await from.change(async (records) => {
    for (const { id } of good) await records.delete(id);
  });
}

export interface ParsedReports {
  good: Report[];
  /** For each record that an older version or a damaged store holds and that does not fit: why. */
  bad: string[];
}

export function parseReports(records: unknown[]): ParsedReports {
  const good: Report[] = [];
  const bad: string[] = [];
  for (const record of records) {
    const parsed = v.safeParse(ReportSchema, record);
    if (parsed.success) good.push(parsed.output);
    else bad.push(describeIssue(parsed.issues, 'report'));
  }
  return { good, bad };
}

function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Rolls back; a transaction that has already ended is no error. */
function abortQuietly(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // The transaction has already ended.
  }
}
