import pLimit from 'p-limit';
import { type Case, withoutNetwork } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import { isPlainHttpPage, type Symptom } from '../model/symptom.ts';
import type { CaseBudget } from './case-budget.ts';
import { CaseFreshness } from './case-freshness.ts';
import { caseMode, createCase } from './create-case.ts';
import {
  belongsToLoad,
  canShareCase,
  continuesFailure,
  extendPartialLoad,
  isSameFailure,
} from './deduplication.ts';
import { Investigator, type InvestigatorDeps } from './investigator.ts';

export interface CaseManagerDeps extends InvestigatorDeps {
  /** How often failures are checked without a click. */
  budget: CaseBudget;
  getCountry(): Promise<string>;
  createId(): string;
  /** The tab shows no case any more. */
  tabCleared(tabId: number): void;
}

/** Takes a case from its symptom to its verdict, one for each failure of a platform. It stores each step before the next. */
export class CaseManager {
  readonly #deps: CaseManagerDeps;
  readonly #investigator: Investigator;
  readonly #freshness: CaseFreshness;
  /** Handles one symptom at a time, in the order they come; one that fails does not stop the next. */
  readonly #queue = pLimit(1);

  constructor(deps: CaseManagerDeps) {
    this.#deps = deps;
    this.#investigator = new Investigator(deps);
    this.#freshness = new CaseFreshness(deps.context.now);
  }

  async openCase(load: PageLoad, symptom: Symptom, options: { isPrivate: boolean }): Promise<void> {
    // Symptoms take turns: two symptoms of one load must not both find the tab without a case.
    const newCase = await this.#queue(() => this.#openOrJoin(load, symptom, options));
    if (newCase) await this.#investigator.investigateCase(newCase);
  }

  /** The case to investigate, stored already; undefined where an open case covers the symptom. */
  async #openOrJoin(
    load: PageLoad,
    symptom: Symptom,
    { isPrivate }: { isPrivate: boolean },
  ): Promise<Case | undefined> {
    const { store, createId } = this.#deps;
    const { tabId, platform, host, isSecure: secure } = load;
    const allowed = await caseMode(symptom, () => this.#deps.mayCheck(isPrivate));
    const before = await store.ofTab(tabId);
    const isSameRun = before?.platform === platform.slug && this.#freshness.isFresh(before);
    if (isSameRun && continuesFailure(before, load, symptom))
      return this.#handleRepeat(before, load, symptom);
    const isHeldBack = await this.#isHeldBack(symptom, allowed, platform.slug);
    // The verdict of a while ago says more than none.
    if (isHeldBack && before?.platform === platform.slug && this.#isStillTrue(before, load, symptom))
      return this.#handleRepeat(before, load, symptom);
    const mode = isHeldBack ? 'quiet' : allowed;
    // The page fails in another way than before, or now fails itself and not only its parts: that is a new case.
    if (before) await this.#detachTab(before, tabId);
    const candidate = { host, secure, private: isPrivate, mode, symptom } as const;
    const shared = (await store.ofPlatform(platform.slug)).find(
      (other) => this.#freshness.isFresh(other) && canShareCase(other, candidate),
    );
    if (shared) {
      const latest = this.#investigator.latestCase(shared);
      const joined = { ...latest, tabIds: [...latest.tabIds, tabId] };
      await this.#investigator.saveCase(extendPartialLoad(joined, load, symptom));
      return undefined;
    }
    const newCase = createCase(load, symptom, {
      id: createId(),
      country: await this.#deps.getCountry(),
      isPrivate,
      mode,
      isHeldBack,
      isShown: symptom.kind === 'partial-load' && this.#freshness.wasPartialLoadShown(platform.slug),
    });
    // A click is never held back, and takes nothing from what may be checked without one.
    if (newCase.mode === 'standard' && symptom.kind !== 'requested')
      await this.#deps.budget.spend(platform.slug);
    await this.#investigator.saveCase(newCase);
    return newCase;
  }

  #isStillTrue(before: Case, { host }: PageLoad, symptom: Symptom): boolean {
    const isSameHost = symptom.kind === 'partial-load' || before.host === host;
    return isSameHost && this.#freshness.isCurrent(before) && isSameFailure(before, symptom);
  }

  async #isHeldBack(symptom: Symptom, mode: Case['mode'], platform: string): Promise<boolean> {
    if (mode === 'quiet' || symptom.kind === 'requested') return false;
    return !(await this.#deps.budget.hasRoomFor(platform));
  }

  /**
   * A page of the platform arrived in the tab, so its failure is over, unless the case is about that page's own
   * subresources.
   */
  pageArrived(load: PageLoad): Promise<void> {
    // It waits for the symptoms before it: one that is still being handled would leave its case on the tab.
    return this.#queue(() => this.#handleArrival(load));
  }

  /** The tab is closed: its case ends, unless another tab shows it. */
  tabClosed(tabId: number): Promise<void> {
    return this.#queue(async () => {
      const shown = await this.#deps.store.ofTab(tabId);
      if (shown) await this.#detachTab(shown, tabId);
    });
  }

  async #handleArrival(load: PageLoad): Promise<void> {
    this.#freshness.pageArrived(load);
    const before = await this.#deps.store.ofTab(load.tabId);
    if (!before || belongsToLoad(before, load)) return;
    this.#freshness.caseReplaced(before);
    await this.#detachTab(before, load.tabId);
  }

  /** Observations of another network say nothing about this one. */
  networkChanged(): void {
    this.#freshness.networkChanged();
    void this.#queue(() => this.#deps.budget.networkChanged());
  }

  /** Takes a tab off a case. A case without tabs ends and is deleted. */
  async #detachTab(currentCase: Case, tabId: number): Promise<void> {
    const latest = this.#investigator.latestCase(currentCase);
    const tabIds = latest.tabIds.filter((id) => id !== tabId);
    if (tabIds.length > 0) await this.#investigator.saveCase({ ...latest, tabIds });
    else {
      this.#investigator.abort(currentCase.id);
      await this.#deps.store.removeCase(currentCase);
    }
    this.#deps.tabCleared(tabId);
  }

  /** Starts a new round at the person's request. In quiet mode this click is the consent for this one case. */
  async recheckTab(tabId: number): Promise<void> {
    const before = await this.#deps.store.ofTab(tabId);
    if (!before) return;
    this.#investigator.abort(before.id);
    const { settledAt: _, isHeldBack: __, ...rest } = withoutNetwork(before);
    await this.#investigator.investigateCase({
      ...rest,
      phase: 'checking',
      mode: 'standard',
      round: before.round + 1,
      observations: [],
    });
  }

  /** Continues the investigations that a killed worker left. */
  async resumeUnsettled(): Promise<void> {
    const left = (await this.#deps.store.unsettledCases()).filter(
      (one) => !this.#investigator.isRunning(one.id),
    );
    await Promise.all(left.map((one) => this.#investigator.investigateCase(one)));
  }

  /** The person allows no requests any more: ends what runs, and what a killed worker left. */
  async consentWithdrawn(): Promise<void> {
    this.#investigator.abortAll();
    const left = await this.#deps.store.unsettledCases();
    await Promise.all(
      left.map((one) => this.#investigator.settleQuietly(this.#investigator.latestCase(one))),
    );
  }

  /** Whether the popup may open by itself for a platform: once a day, whatever its pages do. */
  mayOpenPopup(platform: string): Promise<boolean> {
    return this.#deps.budget.mayOpenPopup(platform);
  }

  /** Notes that the popup has opened by itself for this case, so that it does so once only. */
  async markShown(id: string): Promise<void> {
    const stored = await this.#deps.store.byId(id);
    if (stored) await this.#deps.budget.notePopup(stored.platform);
    // A recheck may have begun since: its case must not be overwritten with the stored one.
    if (stored) await this.#investigator.storeCase({ ...this.#investigator.latestCase(stored), shown: true });
  }

  /** Ends and deletes every case. */
  async forgetAll(): Promise<void> {
    this.#investigator.abortAll();
    for (const tabId of await this.#deps.store.clearAll()) this.#deps.tabCleared(tabId);
  }

  isBusy(): boolean {
    return this.#investigator.isBusy();
  }

  /** Handles the same failure once more. A page put in the place of a failed one says more than the failure did. */
  async #handleRepeat(before: Case, load: PageLoad, symptom: Symptom): Promise<Case | undefined> {
    if (isPlainHttpPage(symptom) && !isPlainHttpPage(before.symptom)) {
      this.#investigator.abort(before.id);
      return { ...before, phase: 'checking', symptom };
    }
    const latest = this.#investigator.latestCase(before);
    if (latest.symptom.kind === 'partial-load')
      await this.#investigator.saveCase(extendPartialLoad(latest, load, symptom));
    else if (before.phase === 'settled') this.#deps.caseChanged(before, 'updated');
    return undefined;
  }
}
