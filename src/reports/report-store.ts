import type { IDBPObjectStore } from 'idb';
import * as v from 'valibot';
import { describeIssue } from '../base/parse.ts';
import { type Report, ReportSchema } from '../model/report.ts';
import type { Database, DatabaseSchema } from '../storage/database.ts';

export type ReportStore = IDBPObjectStore<DatabaseSchema, ['reports'], 'reports', 'readwrite'>;

/**
 * Runs `work` in one transaction. Its durability is strict: the state "sending" must be on disk before the request starts, or
 * a power cut sends a report twice.
 * @throws Error for people when the disk is full; otherwise the error of `work`
 */
export async function writeReports<T>(db: Database, work: (store: ReportStore) => Promise<T>): Promise<T> {
  const tx = db.transaction('reports', 'readwrite', { durability: 'strict' });
  try {
    const [result] = await Promise.all([work(tx.store), tx.done]);
    return result;
  } catch (error) {
    abortQuietly(tx);
    throw isQuotaError(error) || isQuotaError(tx.error)
      ? new Error('There is no space left to keep the report; it stays as it was', { cause: error })
      : error;
  }
}

/** The reports that wait to be delivered, the oldest first. */
export async function loadWaitingReports(db: Database): Promise<ParsedReports> {
  const states: Report['state'][] = ['queued', 'sending'];
  const all = await Promise.all(states.map((state) => db.getAllFromIndex('reports', 'state', state)));
  const { good, bad } = parseReports(all.flat());
  return { good: good.sort((a, b) => a.createdAt - b.createdAt), bad };
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
