import type { CheckContext } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { diagnose, raiseForKnownIncident } from '../diagnosis/diagnose.ts';
import { runPlan } from '../investigation/run-plan.ts';
import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import { isPlainHttpPage, type Symptom } from '../model/signal.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Platform } from '../platforms/platform.ts';
import type { CaseStore } from './case-store.ts';
import { belongsToLoad, extendPartialLoad, isEndOfHang, isSameFailure } from './deduplication.ts';

/**
 * A platform that fails in the same way within this time, ms, is the same case, in whatever tab: browsers reload error
 * pages by themselves, and people open a second tab.
 */
const SAME_CASE_MS = 5 * 60_000;

export interface CaseManagerDeps {
  store: CaseStore;
  context: CheckContext;
  getEndpoints(): Promise<Endpoints>;
  platformOf(host: string): Platform | undefined;
  getCountry(): Promise<string>;
  /** Whether the person lets the checks use the network. */
  mayCheck(): Promise<boolean>;
  /** Whether a nationwide restriction of that platform is known to be in force. */
  hasRestrictionInForce(country: string, platform: string): Promise<boolean>;
  createId(): string;
  /** Called after each change; `settled` once, when the verdict stands. */
  caseChanged(currentCase: Case, isSettled: boolean): void;
  /** The tab shows no case any more. */
  tabCleared(tabId: number): void;
  /** What a person should know and nobody else will say: a full disk. */
  reportError(error: unknown): void;
}

/** A case that is being looked into. */
interface RunningCase {
  currentCase: Case;
  abortController: AbortController;
}

/** Takes a case from its signal to its verdict, one per trouble of a platform, each step kept before the next. */
export class CaseManager {
  readonly #deps: CaseManagerDeps;
  readonly #running = new Map<string, RunningCase>();
  /** Since when nothing is known to have changed, Unix epoch, ms: the network, and each platform by its slug. */
  #networkChangedAt = 0;
  readonly #platformArrivedAt = new Map<string, number>();
  /** When the popup last opened about a platform's parts: a page that comes does not say that they will. */
  readonly #partialLoadShownAt = new Map<string, number>();
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: CaseManagerDeps) {
    this.#deps = deps;
  }

  async openCase(load: PageLoad, symptom: Symptom, isPrivate: boolean): Promise<void> {
    // One after the other: two signals of one load must not both find the tab without a case.
    const turn = this.#queue.then(() => this.#openOrJoin(load, symptom, isPrivate));
    this.#queue = turn.then(
      () => {},
      () => {},
    );
    const newCase = await turn;
    if (newCase) await this.#investigateCase(newCase);
  }

  /** The case to look into, kept already; nothing when there is one that this signal adds nothing to. */
  async #openOrJoin(load: PageLoad, symptom: Symptom, isPrivate: boolean): Promise<Case | undefined> {
    const { store, createId } = this.#deps;
    const platform = this.#deps.platformOf(load.url.hostname);
    if (!platform) return undefined;
    const mode = needsChecks(symptom) && (await this.#deps.mayCheck()) ? 'standard' : 'quiet';
    const host = load.url.hostname;
    const secure = load.url.protocol === 'https:';
    const before = await store.ofTab(load.tabId);
    const isSameRun = before?.platform === platform.slug && this.#isFresh(before);
    if (isSameRun && (isSameFailure(before, symptom) || isEndOfHang(before, load, symptom)))
      return this.#handleRepeat(before, load, symptom);
    // The page failed otherwise than before, or now it does and not its parts alone: a case of its own.
    if (before) await this.#detachTab(before, load.tabId);
    const shared = (await store.ofPlatform(platform.slug)).find(
      (other) =>
        other.host === host &&
        other.secure === secure &&
        other.private === isPrivate &&
        (other.mode === 'standard' || mode === 'quiet') &&
        this.#isFresh(other) &&
        isSameFailure(other, symptom),
    );
    if (shared) {
      const latest = this.#latestCase(shared);
      await this.#saveCase(
        extendPartialLoad({ ...latest, tabIds: [...latest.tabIds, load.tabId] }, load, symptom),
        false,
      );
      return undefined;
    }
    const newCase: Case = {
      id: createId(),
      tabIds: [load.tabId],
      private: isPrivate,
      platform: platform.slug,
      platformName: platform.name,
      host,
      secure,
      country: await this.#deps.getCountry(),
      signal: symptom,
      startedAt: load.startedAt,
      phase: 'checking',
      mode,
      round: 0,
      observations: [],
      verdict: INITIAL_VERDICT,
      shown: symptom.kind === 'half-loaded' && this.#wasPartialLoadShown(platform.slug),
    };
    await this.#saveCase(newCase, false);
    return newCase;
  }

  /** A page of the tab arrived: whatever was the matter there is over. */
  async pageArrived(load: PageLoad): Promise<void> {
    const { store, platformOf } = this.#deps;
    const platform = platformOf(load.url.hostname);
    if (platform) this.#platformArrivedAt.set(platform.slug, load.startedAt);
    const before = await store.ofTab(load.tabId);
    if (!before || belongsToLoad(before, load)) return;
    if (before.signal.kind === 'half-loaded' && before.shown)
      this.#partialLoadShownAt.set(before.platform, before.startedAt);
    await this.#detachTab(before, load.tabId);
  }

  /** What was found out on another network is no answer any more. */
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

  /** What is stored of a case under way may be a step behind. */
  #latestCase(currentCase: Case): Case {
    return this.#running.get(currentCase.id)?.currentCase ?? currentCase;
  }

  /** Takes a tab off a case; the case that no tab shows any more ends, and is forgotten. */
  async #detachTab(currentCase: Case, tabId: number): Promise<void> {
    const latest = this.#latestCase(currentCase);
    const tabIds = latest.tabIds.filter((id) => id !== tabId);
    if (tabIds.length > 0) await this.#saveCase({ ...latest, tabIds }, false);
    else {
      this.#running.get(currentCase.id)?.abortController.abort();
      await this.#deps.store.removeCase(currentCase);
    }
    this.#deps.tabCleared(tabId);
  }

  /** A new round, asked for by the person: in quiet mode this click is the consent for this one case. */
  async recheckTab(tabId: number): Promise<void> {
    const before = await this.#deps.store.ofTab(tabId);
    if (!before) return;
    this.#running.get(before.id)?.abortController.abort();
    const { settledAt: _, networkCountry: __, ...rest } = before;
    await this.#investigateCase({
      ...rest,
      phase: 'checking',
      mode: 'standard',
      round: before.round + 1,
      observations: [],
    });
  }

  /** Goes on with what a killed worker left. */
  async resumeUnsettled(): Promise<void> {
    const left = (await this.#deps.store.unsettledCases()).filter((item) => !this.#running.has(item.id));
    await Promise.all(left.map((item) => this.#investigateCase(item)));
  }

  /** The popup has opened by itself for it: once is enough. */
  async markShown(id: string): Promise<void> {
    const record = await this.#deps.store.byId(id);
    if (record) await this.#deps.store.saveCase({ ...record, shown: true });
  }

  /** Ends every case and forgets it. */
  async forgetAll(): Promise<void> {
    for (const { abortController } of this.#running.values()) abortController.abort();
    for (const tabId of await this.#deps.store.clearAll()) this.#deps.tabCleared(tabId);
  }

  isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** The same trouble once more. A page put in the place of a failed one says more than the failure did. */
  async #handleRepeat(before: Case, load: PageLoad, symptom: Symptom): Promise<Case | undefined> {
    if (isPlainHttpPage(symptom) && !isPlainHttpPage(before.signal)) {
      this.#running.get(before.id)?.abortController.abort();
      return { ...before, phase: 'checking', signal: symptom };
    }
    const latest = this.#latestCase(before);
    if (latest.signal.kind === 'half-loaded')
      await this.#saveCase(extendPartialLoad(latest, load, symptom), false);
    else if (before.phase === 'settled') this.#deps.caseChanged(before, false);
    return undefined;
  }

  async #investigateCase(initialCase: Case): Promise<void> {
    const { context, getEndpoints, platformOf } = this.#deps;
    const runningCase: RunningCase = { currentCase: initialCase, abortController: new AbortController() };
    this.#running.set(initialCase.id, runningCase);
    const { signal: abortSignal } = runningCase.abortController;
    const isSamePlatform = (host: string) => platformOf(host)?.slug === initialCase.platform;
    const currentVerdict = () => diagnose({ ...runningCase.currentCase, isSamePlatform });
    const saveChanges = (more: Partial<Case>, settled = false) =>
      this.#saveCase({ ...runningCase.currentCase, ...more }, settled);
    try {
      await saveChanges({ verdict: currentVerdict() });
      if (initialCase.mode === 'standard') {
        await runPlan({
          case: runningCase.currentCase,
          target: {
            host: initialCase.host,
            country: initialCase.country,
            ...(initialCase.tabIds[0] === undefined ? {} : { tabId: initialCase.tabIds[0] }),
            canResolveNames: context.resolveName !== undefined,
            alternates: alternatesOf(initialCase, platformOf(initialCase.host)),
          },
          getEndpoints: await getEndpoints(),
          context,
          isSamePlatform,
          abortSignal,
          saveObservation: async (observation) => {
            const { networkCountry } = observation;
            runningCase.currentCase = {
              ...runningCase.currentCase,
              observations: [...runningCase.currentCase.observations, observation],
              ...(networkCountry === undefined ? {} : { networkCountry }),
            };
            if (!abortSignal.aborted) await saveChanges({ verdict: currentVerdict() });
          },
        });
      }
      if (abortSignal.aborted) return;
      // A disk without room for the facts costs what they would add, not the answer.
      const isInForce = await this.#deps
        .hasRestrictionInForce(initialCase.country, initialCase.platform)
        .catch((error: unknown) => {
          this.#deps.reportError(error);
          return false;
        });
      if (abortSignal.aborted) return;
      const verdict = raiseForKnownIncident(currentVerdict(), runningCase.currentCase, isInForce);
      await saveChanges({ verdict, phase: 'settled', settledAt: context.now() }, true);
    } finally {
      if (this.#running.get(initialCase.id) === runningCase) this.#running.delete(initialCase.id);
    }
  }

  /** A full disk costs the memory of the case, not its answer. */
  async #saveCase(currentCase: Case, isSettled: boolean): Promise<void> {
    const runningCase = this.#running.get(currentCase.id);
    if (runningCase && !runningCase.abortController.signal.aborted) runningCase.currentCase = currentCase;
    try {
      await this.#deps.store.saveCase(currentCase);
    } catch (error) {
      this.#deps.reportError(error);
    }
    this.#deps.caseChanged(currentCase, isSettled);
  }
}

/** What something on this device stopped needs no question to the network. */
function needsChecks(symptom: Symptom): boolean {
  return !(symptom.kind === 'error' && symptom.family === 'local');
}

/** Other hosts of the platform, another domain first: it may be served from elsewhere and filtered by another name. */
function alternatesOf(currentCase: Case, platform: Platform | undefined): string[] {
  return (platform?.alternates ?? []).filter((host) => host !== currentCase.host);
}

const INITIAL_VERDICT: Verdict = {
  kind: 'inconclusive',
  mechanism: '',
  confidence: 'possible',
  rule: 'cannot-tell',
  evidence: [],
};
