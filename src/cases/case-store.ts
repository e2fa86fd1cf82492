import { isExpired } from '../base/expiry.ts';
import type { SessionMemory } from '../base/session-memory.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Case } from '../model/case.ts';
import { caseKey, findCaseKeys, findCases, findCasesOfTab, parseCases } from '../storage/stored-cases.ts';

/** How long a case is kept in a browser that is never closed, ms, and how many at most. */
const MAX_CASE_AGE_MS = 7 * DAY_MS;
const MAX_CASES = 50;
/** How many stay when the memory is full. */
const MAX_CASES_IN_NEED = 5;
/** A case that no tab shows is kept for so long, ms: the same failure in a new tab asks nothing again. */
const UNSHOWN_CASE_MS = 5 * MINUTE_MS;

/** Cases, in the memory of the browser session: they outlive the background, and never reach the disk. */
export class CaseStore {
  readonly #memory: SessionMemory;
  /** The cases that this background has saved before: only a new one can be one too many. */
  readonly #savedIds = new Set<string>();

  constructor(memory: SessionMemory) {
    this.#memory = memory;
  }

  /** @throws Error when the memory is full even without older cases; the case at hand is complete all the same */
  async saveCase(record: Case): Promise<void> {
    const key = caseKey(record.id);
    try {
      await this.#memory.write(key, record);
    } catch {
      await this.#keepNewest(MAX_CASES_IN_NEED);
      await this.#memory.write(key, record);
    }
    if (this.#savedIds.has(record.id)) return;
    this.#savedIds.add(record.id);
    await this.#keepNewest(MAX_CASES);
  }

  /** The newest case of a tab. */
  async ofTab(tabId: number): Promise<Case | undefined> {
    return findCasesOfTab(await this.#memory.readAll(), tabId)[0];
  }

  /** The cases about a platform, the newest first. */
  async ofPlatform(slug: string): Promise<Case[]> {
    return (await this.#all()).filter(({ platform }) => platform === slug);
  }

  async byId(id: string): Promise<Case | undefined> {
    return parseCases([await this.#memory.read(caseKey(id))])[0];
  }

  async unsettledCases(): Promise<Case[]> {
    return (await this.#all()).filter(({ phase }) => phase === 'checking');
  }

  /** Deletes all cases. @returns the tabs that showed one */
  async clearAll(): Promise<number[]> {
    const kept = await this.#memory.readAll();
    await this.#memory.remove(findCaseKeys(kept));
    return findCases(kept).flatMap(({ tabIds }) => tabIds);
  }

  async removeCase({ id }: Case): Promise<void> {
    await this.#remove([id]);
  }

  /** Deletes the cases that are too old or dated in the future, and those that no open tab shows any more. */
  async deleteExpired(now: number, openTabIds: readonly number[]): Promise<void> {
    const expired = (await this.#all()).filter((one) => {
      const isShown = one.tabIds.some((id) => openTabIds.includes(id));
      if (one.private && !isShown) return true;
      return isExpired(one.startedAt, { now, lifetimeMs: isShown ? MAX_CASE_AGE_MS : UNSHOWN_CASE_MS });
    });
    await this.#remove(expired.map(({ id }) => id));
  }

  async #keepNewest(count: number): Promise<void> {
    const excess = (await this.#all()).slice(count);
    if (excess.length > 0) await this.#remove(excess.map(({ id }) => id));
  }

  async #all(): Promise<Case[]> {
    return findCases(await this.#memory.readAll());
  }

  #remove(ids: string[]): Promise<void> {
    return this.#memory.remove(ids.map(caseKey));
  }
}
