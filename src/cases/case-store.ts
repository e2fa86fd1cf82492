import { DAY_MS } from '../base/time.ts';
import type { Case } from '../model/case.ts';
import type { Database } from '../storage/database.ts';
import { loadCasesOfTab, newestCaseFirst, parseCases } from '../storage/stored-cases.ts';

/**
 * How long a case is kept, ms, and how many at most: enough to report it later, but no diary of what a person reads.
 */
const MAX_CASE_AGE_MS = 7 * DAY_MS;
const MAX_CASES = 50;

/** Cases in IndexedDB; those of private windows stay in memory and are gone with the worker. */
export class CaseStore {
  readonly #db: () => Promise<Database>;
  readonly #private = new Map<string, Case>();

  constructor(db: () => Promise<Database>) {
    this.#db = db;
  }

  /** @throws QuotaExceededError when the disk is full; the case in memory is complete all the same. */
  async saveCase(record: Case): Promise<void> {
    if (record.private) this.#private.set(record.id, record);
    else await (await this.#db()).put('cases', record);
  }

  /** The newest case of a tab. */
  async ofTab(tabId: number): Promise<Case | undefined> {
    const stored = await loadCasesOfTab(await this.#db(), tabId);
    const inMemory = [...this.#private.values()].filter((c) => c.tabIds.includes(tabId));
    return [...stored, ...inMemory].sort(newestCaseFirst)[0];
  }

  /** The cases about a platform, the newest first. */
  async ofPlatform(slug: string): Promise<Case[]> {
    const stored = await (await this.#db()).getAllFromIndex('cases', 'platform', slug);
    const all = [...parseCases(stored), ...[...this.#private.values()].filter((c) => c.platform === slug)];
    return all.sort(newestCaseFirst);
  }

  async byId(id: string): Promise<Case | undefined> {
    return this.#private.get(id) ?? parseCases([await (await this.#db()).get('cases', id)])[0];
  }

  async unsettledCases(): Promise<Case[]> {
    return parseCases(await (await this.#db()).getAllFromIndex('cases', 'phase', 'checking'));
  }

  /** Deletes all cases. @returns the tabs that showed one */
  async clearAll(): Promise<number[]> {
    const db = await this.#db();
    const all = [...parseCases(await db.getAll('cases')), ...this.#private.values()];
    this.#private.clear();
    await db.clear('cases');
    return all.flatMap(({ tabIds }) => tabIds);
  }

  async removeCase(record: Case): Promise<void> {
    this.#private.delete(record.id);
    await (await this.#db()).delete('cases', record.id);
  }

  /** Deletes the cases that are too old, and the oldest if there are too many. */
  async deleteExpired(now: number): Promise<void> {
    const db = await this.#db();
    const all = parseCases(await db.getAll('cases')).sort(newestCaseFirst);
    const old = all.filter((c, i) => i >= MAX_CASES || now - c.startedAt > MAX_CASE_AGE_MS);
    const tx = db.transaction('cases', 'readwrite');
    await Promise.all([...old.map((c) => tx.store.delete(c.id)), tx.done]);
  }

  /**
   * Tab numbers start anew with the browser: older cases stay for their reports, but lose their tabs and count as
   * settled.
   */
  async detachTabs(): Promise<void> {
    const db = await this.#db();
    const tx = db.transaction('cases', 'readwrite');
    for (const record of await tx.store.getAll())
      await tx.store.put({ ...record, tabIds: [], phase: 'settled' });
    await tx.done;
  }
}
