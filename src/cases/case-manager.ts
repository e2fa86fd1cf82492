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
import { isEndOfHang, isOfLoad, isSameTrouble, prolonged } from './deduplication.ts';

/**
 * A platform that fails in the same way within this time, ms, is the same case, in whatever tab: browsers reload error
 * pages by themselves, and people open a second tab.
 */
const SAME_CASE_MS = 5 * 60_000;

export interface DeskDeps {
  store: CaseStore;
  tools: CheckContext;
  endpoints(): Promise<Endpoints>;
  platformOf(host: string): Platform | undefined;
  country(): Promise<string>;
  /** Whether the person lets the checks use the network. */
  mayCheck(): Promise<boolean>;
  /** Whether a nationwide restriction of that platform is known to be in force. */
  inForce(country: string, platform: string): Promise<boolean>;
  newId(): string;
  /** Called after each change; `settled` once, when the verdict stands. */
  changed(item: Case, settled: boolean): void;
  /** The tab shows no case any more. */
  cleared(tabId: number): void;
  /** What a person should know and nobody else will say: a full disk. */
  trouble(error: unknown): void;
}

/** A case that is being looked into. */
interface Run {
  item: Case;
  stop: AbortController;
}

/** Takes a case from its signal to its verdict, one per trouble of a platform, each step kept before the next. */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #running = new Map<string, Run>();
  /** Since when nothing is known to have changed, Unix epoch, ms: the network, and each platform by its slug. */
  #networkSince = 0;
  readonly #platformSince = new Map<string, number>();
  /** When the popup last opened about a platform's parts: a page that comes does not say that they will. */
  readonly #toldOfParts = new Map<string, number>();
  #door: Promise<void> = Promise.resolve();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  async open(load: PageLoad, symptom: Symptom, isPrivate: boolean): Promise<void> {
    // One after the other: two signals of one load must not both find the tab without a case.
    const turn = this.#door.then(() => this.#admit(load, symptom, isPrivate));
    this.#door = turn.then(
      () => {},
      () => {},
    );
    const item = await turn;
    if (item) await this.#pursue(item);
  }

  /** The case to look into, kept already; nothing when there is one that this signal adds nothing to. */
  async #admit(load: PageLoad, symptom: Symptom, isPrivate: boolean): Promise<Case | undefined> {
    const { store, newId } = this.#deps;
    const platform = this.#deps.platformOf(load.url.hostname);
    if (!platform) return undefined;
    const mode = needsChecks(symptom) && (await this.#deps.mayCheck()) ? 'standard' : 'quiet';
    const host = load.url.hostname;
    const secure = load.url.protocol === 'https:';
    const before = await store.ofTab(load.tabId);
    const goesOn = before?.platform === platform.slug && this.#isFresh(before);
    if (goesOn && (isSameTrouble(before, symptom) || isEndOfHang(before, load, symptom)))
      return this.#seeAgain(before, load, symptom);
    // The page failed otherwise than before, or now it does and not its parts alone: a case of its own.
    if (before) await this.#leave(before, load.tabId);
    const shared = (await store.ofPlatform(platform.slug)).find(
      (other) =>
        other.host === host &&
        other.secure === secure &&
        other.private === isPrivate &&
        (other.mode === 'standard' || mode === 'quiet') &&
        this.#isFresh(other) &&
        isSameTrouble(other, symptom),
    );
    if (shared) {
      const latest = this.#latest(shared);
      await this.#keep(
        prolonged({ ...latest, tabIds: [...latest.tabIds, load.tabId] }, load, symptom),
        false,
      );
      return undefined;
    }
    const item: Case = {
      id: newId(),
      tabIds: [load.tabId],
      private: isPrivate,
      platform: platform.slug,
      platformName: platform.name,
      host,
      secure,
      country: await this.#deps.country(),
      signal: symptom,
      startedAt: load.startedAt,
      phase: 'checking',
      mode,
      round: 0,
      observations: [],
      verdict: FIRST_VERDICT,
      shown: symptom.kind === 'half-loaded' && this.#wasToldOfParts(platform.slug),
    };
    await this.#keep(item, false);
    return item;
  }

  /** A page of the tab arrived: whatever was the matter there is over. */
  async arrived(load: PageLoad): Promise<void> {
    const { store, platformOf } = this.#deps;
    const platform = platformOf(load.url.hostname);
    if (platform) this.#platformSince.set(platform.slug, load.startedAt);
    const before = await store.ofTab(load.tabId);
    if (!before || isOfLoad(before, load)) return;
    if (before.signal.kind === 'half-loaded' && before.shown)
      this.#toldOfParts.set(before.platform, before.startedAt);
    await this.#leave(before, load.tabId);
  }

  /** What was found out on another network is no answer any more. */
  networkChanged(): void {
    this.#networkSince = this.#deps.tools.now();
  }

  #wasToldOfParts(platform: string): boolean {
    return this.#deps.tools.now() - (this.#toldOfParts.get(platform) ?? 0) < SAME_CASE_MS;
  }

  #isFresh({ platform, startedAt }: Case): boolean {
    const since = Math.max(this.#networkSince, this.#platformSince.get(platform) ?? 0);
    return startedAt >= since && this.#deps.tools.now() - startedAt < SAME_CASE_MS;
  }

  /** What is stored of a case under way may be a step behind. */
  #latest(item: Case): Case {
    return this.#running.get(item.id)?.item ?? item;
  }

  /** Takes a tab off a case; the case that no tab shows any more ends, and is forgotten. */
  async #leave(item: Case, tabId: number): Promise<void> {
    const latest = this.#latest(item);
    const tabIds = latest.tabIds.filter((id) => id !== tabId);
    if (tabIds.length > 0) await this.#keep({ ...latest, tabIds }, false);
    else {
      this.#running.get(item.id)?.stop.abort();
      await this.#deps.store.remove(item);
    }
    this.#deps.cleared(tabId);
  }

  /** A new round, asked for by the person: in quiet mode this click is the consent for this one case. */
  async again(tabId: number): Promise<void> {
    const before = await this.#deps.store.ofTab(tabId);
    if (!before) return;
    this.#running.get(before.id)?.stop.abort();
    const { settledAt: _, networkCountry: __, ...rest } = before;
    await this.#pursue({
      ...rest,
      phase: 'checking',
      mode: 'standard',
      round: before.round + 1,
      observations: [],
    });
  }

  /** Goes on with what a killed worker left. */
  async resume(): Promise<void> {
    const left = (await this.#deps.store.unsettled()).filter((item) => !this.#running.has(item.id));
    await Promise.all(left.map((item) => this.#pursue(item)));
  }

  /** The popup has opened by itself for it: once is enough. */
  async shown(id: string): Promise<void> {
    const item = await this.#deps.store.byId(id);
    if (item) await this.#deps.store.put({ ...item, shown: true });
  }

  /** Ends every case and forgets it. */
  async forget(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort();
    for (const tabId of await this.#deps.store.clear()) this.#deps.cleared(tabId);
  }

  isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** The same trouble once more. A page put in the place of a failed one says more than the failure did. */
  async #seeAgain(before: Case, load: PageLoad, symptom: Symptom): Promise<Case | undefined> {
    if (isPlainHttpPage(symptom) && !isPlainHttpPage(before.signal)) {
      this.#running.get(before.id)?.stop.abort();
      return { ...before, phase: 'checking', signal: symptom };
    }
    const latest = this.#latest(before);
    if (latest.signal.kind === 'half-loaded') await this.#keep(prolonged(latest, load, symptom), false);
    else if (before.phase === 'settled') this.#deps.changed(before, false);
    return undefined;
  }

  async #pursue(start: Case): Promise<void> {
    const { tools, endpoints, platformOf } = this.#deps;
    const run: Run = { item: start, stop: new AbortController() };
    this.#running.set(start.id, run);
    const { signal } = run.stop;
    const samePlatform = (host: string) => platformOf(host)?.slug === start.platform;
    const think = () => diagnose({ ...run.item, isSamePlatform: samePlatform });
    const keep = (more: Partial<Case>, settled = false) => this.#keep({ ...run.item, ...more }, settled);
    try {
      await keep({ verdict: think() });
      if (start.mode === 'standard') {
        await runPlan({
          case: run.item,
          target: {
            host: start.host,
            country: start.country,
            ...(start.tabIds[0] === undefined ? {} : { tabId: start.tabIds[0] }),
            canResolveNames: tools.resolveName !== undefined,
            alternates: alternatesOf(start, platformOf(start.host)),
          },
          endpoints: await endpoints(),
          context: tools,
          isSamePlatform: samePlatform,
          abortSignal: signal,
          saveObservation: async (observation) => {
            const { networkCountry } = observation;
            run.item = {
              ...run.item,
              observations: [...run.item.observations, observation],
              ...(networkCountry === undefined ? {} : { networkCountry }),
            };
            if (!signal.aborted) await keep({ verdict: think() });
          },
        });
      }
      if (signal.aborted) return;
      // A disk without room for the facts costs what they would add, not the answer.
      const inForce = await this.#deps.inForce(start.country, start.platform).catch((error: unknown) => {
        this.#deps.trouble(error);
        return false;
      });
      if (signal.aborted) return;
      const verdict = raiseForKnownIncident(think(), run.item, inForce);
      await keep({ verdict, phase: 'settled', settledAt: tools.now() }, true);
    } finally {
      if (this.#running.get(start.id) === run) this.#running.delete(start.id);
    }
  }

  /** A full disk costs the memory of the case, not its answer. */
  async #keep(item: Case, settled: boolean): Promise<void> {
    const run = this.#running.get(item.id);
    if (run && !run.stop.signal.aborted) run.item = item;
    try {
      await this.#deps.store.put(item);
    } catch (error) {
      this.#deps.trouble(error);
    }
    this.#deps.changed(item, settled);
  }
}

/** What something on this device stopped needs no question to the network. */
function needsChecks(symptom: Symptom): boolean {
  return !(symptom.kind === 'error' && symptom.family === 'local');
}

/** Other hosts of the platform, another domain first: it may be served from elsewhere and filtered by another name. */
function alternatesOf(item: Case, platform: Platform | undefined): string[] {
  return (platform?.alternates ?? []).filter((host) => host !== item.host);
}

const FIRST_VERDICT: Verdict = {
  kind: 'inconclusive',
  mechanism: '',
  confidence: 'possible',
  rule: 'cannot-tell',
  evidence: [],
};
