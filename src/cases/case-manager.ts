import pLimit from 'p-limit';
import { definedOnly } from '../base/defined-only.ts';
import type { CheckContext } from '../checks/check.ts';
import { drawControls } from '../config/draw-controls.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { applyRules, raiseForKnownIncident } from '../diagnosis/diagnose.ts';
import { deriveFindings, type Findings } from '../diagnosis/findings/findings.ts';
import { runPlan } from '../investigation/run-plan.ts';
import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import { isPlainHttpPage, type Symptom } from '../model/symptom.ts';
import type { Platform } from '../platforms/platform.ts';
import type { CaseStore } from './case-store.ts';
import { checkTarget } from './check-target.ts';
import { caseMode, createCase } from './create-case.ts';
import { belongsToLoad, canShareCase, continuesFailure, extendPartialLoad } from './deduplication.ts';

/**
 * Failures of a platform in the same class within this time, ms, are one case, in any tab: browsers reload error pages
 * by themselves, and people open a second tab.
 */
export const SAME_CASE_MS = 5 * 60_000;

/** `settled` comes once for each round, when the verdict stands. */
export type CaseChange = 'updated' | 'settled';

export interface CaseManagerDeps {
  store: CaseStore;
  context: CheckContext;
  getEndpoints(): Promise<Endpoints>;
  platformOf(host: string): Platform | undefined;
  getCountry(): Promise<string>;
  /** Whether the person allows the checks of such a window to use the network. */
  mayCheck(isPrivate: boolean): Promise<boolean>;
  /** Whether checks may ask resolvers and services outside. */
  mayAskOutside(): Promise<boolean>;
  /** Whether a nationwide restriction of that platform is known to be in force. */
  hasRestrictionInForce(country: string, platform: string): Promise<boolean>;
  createId(): string;
  /** Called after each change. */
  caseChanged(currentCase: Case, change: CaseChange): void;
  /** The tab shows no case any more. */
  tabCleared(tabId: number): void;
  /** Receives errors that the person should know of and that no verdict shows, such as a full disk. */
  reportError(error: unknown): void;
}

/** A case under investigation. */
interface RunningCase {
  currentCase: Case;
  abortController: AbortController;
}

/** Takes a case from its symptom to its verdict, one for each failure of a platform. It stores each step before the next. */
export class CaseManager {
  readonly #deps: CaseManagerDeps;
  readonly #running = new Map<string, RunningCase>();
  /**
   * Unix epoch, ms: when the network changed, and when a page of each platform (by slug) last arrived. Older cases are
   * out of date.
   */
  #networkChangedAt = 0;
  readonly #platformArrivedAt = new Map<string, number>();
  /**
   * When the last partial load that opened the popup began, by platform: a page that arrives does not say that its
   * subresources will.
   */
  readonly #partialLoadShownAt = new Map<string, number>();
  /** Handles one symptom at a time, in the order they come; one that fails does not stop the next. */
  readonly #queue = pLimit(1);

  constructor(deps: CaseManagerDeps) {
    this.#deps = deps;
  }

  async openCase(load: PageLoad, symptom: Symptom, options: { isPrivate: boolean }): Promise<void> {
    // Symptoms take turns: two symptoms of one load must not both find the tab without a case.
    const newCase = await this.#queue(() => this.#openOrJoin(load, symptom, options));
    if (newCase) await this.#investigateCase(newCase);
  }

  /** The case to investigate, stored already; undefined where an open case covers the symptom. */
  async #openOrJoin(
    load: PageLoad,
    symptom: Symptom,
    { isPrivate }: { isPrivate: boolean },
  ): Promise<Case | undefined> {
    const { store, createId } = this.#deps;
    const { tabId, platform, host, isSecure: secure } = load;
    const mode = await caseMode(symptom, () => this.#deps.mayCheck(isPrivate));
    const before = await store.ofTab(tabId);
    const isSameRun = before?.platform === platform.slug && this.#isFresh(before);
    if (isSameRun && continuesFailure(before, load, symptom))
      return this.#handleRepeat(before, load, symptom);
    // The page fails in another way than before, or now fails itself and not only its parts: that is a new case.
    if (before) await this.#detachTab(before, tabId);
    const candidate = { host, secure, private: isPrivate, mode, symptom } as const;
    const shared = (await store.ofPlatform(platform.slug)).find(
      (other) => this.#isFresh(other) && canShareCase(other, candidate),
    );
    if (shared) {
      const latest = this.#latestCase(shared);
      const joined = { ...latest, tabIds: [...latest.tabIds, tabId] };
      await this.#saveCase(extendPartialLoad(joined, load, symptom));
      return undefined;
    }
    const newCase = createCase(load, symptom, {
      id: createId(),
      country: await this.#deps.getCountry(),
      isPrivate,
      mode,
      isShown: symptom.kind === 'partial-load' && this.#wasPartialLoadShown(platform.slug),
    });
    await this.#saveCase(newCase);
    return newCase;
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
    this.#platformArrivedAt.set(load.platform.slug, load.startedAt);
    const before = await this.#deps.store.ofTab(load.tabId);
    if (!before || belongsToLoad(before, load)) return;
    if (before.symptom.kind === 'partial-load' && before.shown)
      this.#partialLoadShownAt.set(before.platform, before.startedAt);
    await this.#detachTab(before, load.tabId);
  }

  /** Observations of another network say nothing about this one. */
  networkChanged(): void {
    this.#networkChangedAt = this.#deps.context.now();
  }

  #wasPartialLoadShown(platform: string): boolean {
    return this.#deps.context.now() - (this.#partialLoadShownAt.get(platform) ?? 0) < SAME_CASE_MS;
  }

  #isFresh({ platform, startedAt }: Case): boolean {
    const since = Math.max(this.#networkChangedAt, this.#platformArrivedAt.get(platform) ?? 0);
    return startedAt >= since && this.#deps.context.now() - startedAt < SAME_CASE_MS;
  }

  /** The stored copy of a case under investigation may be a step behind. */
  #latestCase(currentCase: Case): Case {
    return this.#running.get(currentCase.id)?.currentCase ?? currentCase;
  }

  /** Takes a tab off a case. A case without tabs ends and is deleted. */
  async #detachTab(currentCase: Case, tabId: number): Promise<void> {
    const latest = this.#latestCase(currentCase);
    const tabIds = latest.tabIds.filter((id) => id !== tabId);
    if (tabIds.length > 0) await this.#saveCase({ ...latest, tabIds });
    else {
      this.#running.get(currentCase.id)?.abortController.abort();
      await this.#deps.store.removeCase(currentCase);
    }
    this.#deps.tabCleared(tabId);
  }

  /** Starts a new round at the person's request. In quiet mode this click is the consent for this one case. */
  async recheckTab(tabId: number): Promise<void> {
    const before = await this.#deps.store.ofTab(tabId);
    if (!before) return;
    this.#running.get(before.id)?.abortController.abort();
    const { settledAt: _, probeCc: __, ...rest } = before;
    await this.#investigateCase({
      ...rest,
      phase: 'checking',
      mode: 'standard',
      round: before.round + 1,
      observations: [],
    });
  }

  /** Continues the investigations that a killed worker left. */
  async resumeUnsettled(): Promise<void> {
    const left = (await this.#deps.store.unsettledCases()).filter((one) => !this.#running.has(one.id));
    await Promise.all(left.map((one) => this.#investigateCase(one)));
  }

  /** Notes that the popup has opened by itself for this case, so that it does so once only. */
  async markShown(id: string): Promise<void> {
    const stored = await this.#deps.store.byId(id);
    // A recheck may have begun since: its case must not be overwritten with the stored one.
    if (stored) await this.#store({ ...this.#latestCase(stored), shown: true });
  }

  /** Ends and deletes every case. */
  async forgetAll(): Promise<void> {
    for (const { abortController } of this.#running.values()) abortController.abort();
    for (const tabId of await this.#deps.store.clearAll()) this.#deps.tabCleared(tabId);
  }

  isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Handles the same failure once more. A page put in the place of a failed one says more than the failure did. */
  async #handleRepeat(before: Case, load: PageLoad, symptom: Symptom): Promise<Case | undefined> {
    if (isPlainHttpPage(symptom) && !isPlainHttpPage(before.symptom)) {
      this.#running.get(before.id)?.abortController.abort();
      return { ...before, phase: 'checking', symptom };
    }
    const latest = this.#latestCase(before);
    if (latest.symptom.kind === 'partial-load')
      await this.#saveCase(extendPartialLoad(latest, load, symptom));
    else if (before.phase === 'settled') this.#deps.caseChanged(before, 'updated');
    return undefined;
  }

  async #investigateCase(initialCase: Case): Promise<void> {
    const run: RunningCase = { currentCase: initialCase, abortController: new AbortController() };
    this.#running.set(initialCase.id, run);
    const { signal: abortSignal } = run.abortController;
    try {
      const findings = this.#findingsOf(run.currentCase);
      await this.#saveCase({ ...run.currentCase, verdict: applyRules(findings) });
      if (initialCase.mode === 'standard') await this.#runChecks(run, findings);
      if (abortSignal.aborted) return;
      const isInForce = await this.#hasRestrictionInForce(initialCase);
      if (abortSignal.aborted) return;
      const { currentCase } = run;
      const verdict = raiseForKnownIncident(
        applyRules(this.#findingsOf(currentCase)),
        currentCase,
        isInForce,
      );
      const settledAt = this.#deps.context.now();
      await this.#saveCase({ ...currentCase, verdict, phase: 'settled', settledAt }, 'settled');
    } finally {
      if (this.#running.get(initialCase.id) === run) this.#running.delete(initialCase.id);
    }
  }

  async #runChecks(run: RunningCase, initialFindings: Findings): Promise<void> {
    const { context, getEndpoints, mayAskOutside } = this.#deps;
    let findings = initialFindings;
    const { signal: abortSignal } = run.abortController;
    const batches = runPlan({
      target: { ...checkTarget(run.currentCase, this.#deps), asksOutside: await mayAskOutside() },
      endpoints: drawControls(await getEndpoints(), run.currentCase),
      context,
      observedKeys: run.currentCase.observations.map(({ key }) => key),
      currentFindings: () => findings,
      abortSignal,
    });
    for await (const observations of batches) {
      if (abortSignal.aborted) return;
      const { currentCase } = run;
      const probeCc = observations.find((one) => one.probeCc !== undefined)?.probeCc;
      const observedCase = {
        ...currentCase,
        observations: [...currentCase.observations, ...observations],
        ...definedOnly({ probeCc }),
      };
      findings = this.#findingsOf(observedCase);
      await this.#saveCase({ ...observedCase, verdict: applyRules(findings) });
    }
  }

  #findingsOf(currentCase: Case): Findings {
    const isSamePlatform = (host: string) => this.#deps.platformOf(host)?.slug === currentCase.platform;
    return deriveFindings({ ...currentCase, isSamePlatform });
  }

  /** A disk without room for the records costs what they would add, not the verdict. */
  async #hasRestrictionInForce({ country, platform }: Case): Promise<boolean> {
    try {
      return await this.#deps.hasRestrictionInForce(country, platform);
    } catch (error) {
      this.#deps.reportError(error);
      return false;
    }
  }

  async #saveCase(currentCase: Case, change: CaseChange = 'updated'): Promise<void> {
    await this.#store(currentCase);
    this.#deps.caseChanged(currentCase, change);
  }

  /** A full disk costs the stored copy of the case, not its verdict. */
  async #store(currentCase: Case): Promise<void> {
    const run = this.#running.get(currentCase.id);
    if (run && !run.abortController.signal.aborted) run.currentCase = currentCase;
    try {
      await this.#deps.store.saveCase(currentCase);
    } catch (error) {
      this.#deps.reportError(error);
    }
  }
}
