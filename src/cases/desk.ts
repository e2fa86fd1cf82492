import type { Tools } from '../checks/probe.ts';
import type { Load } from '../detection/watch.ts';
import { diagnose, withHistory } from '../diagnosis/diagnose.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import type { Endpoints } from '../endpoints.ts';
import type { Platform } from '../platforms/platform.ts';
import { type Case, type Signal, showsPlainPage } from './case.ts';
import { investigate } from './investigate.ts';
import type { CaseStore } from './store.ts';

/** A page that fails again within this time, ms, in the same tab is the same case: browsers reload error pages by themselves. */
const SAME_CASE_MS = 5 * 60_000;

export interface DeskDeps {
  store: CaseStore;
  tools: Tools;
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
  cleared(tabId: number): void;
  /** What a person should know and nobody else will say: a full disk. */
  trouble(error: unknown): void;
}

/** Takes a case from its signal to its verdict, one per tab, each step kept before the next. */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #running = new Map<string, AbortController>();
  #door: Promise<void> = Promise.resolve();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  async open(load: Load, signal: Signal, isPrivate: boolean): Promise<void> {
    // One after the other: two signals of one load must not both find the tab without a case.
    const turn = this.#door.then(() => this.#admit(load, signal, isPrivate));
    this.#door = turn.then(
      () => {},
      () => {},
    );
    const item = await turn;
    if (item) await this.#pursue(item);
  }

  /** The case to look into, kept already; nothing when there is one that this signal adds nothing to. */
  async #admit(load: Load, signal: Signal, isPrivate: boolean): Promise<Case | undefined> {
    const { store, tools, newId } = this.#deps;
    const platform = this.#deps.platformOf(load.url.hostname);
    if (!platform) return undefined;
    const before = await store.ofTab(load.tabId);
    if (before?.platform === platform.slug && tools.now() - before.startedAt < SAME_CASE_MS) {
      if (before.signal.kind !== 'half-loaded' || signal.kind === 'half-loaded')
        return this.#seeAgain(before, signal);
      // Parts failed before, now the page does: a case of its own, about the page's host.
      this.#running.get(before.id)?.abort();
      await store.remove(before);
    }
    const item: Case = {
      id: newId(),
      tabId: load.tabId,
      private: isPrivate,
      platform: platform.slug,
      platformName: platform.name,
      host: load.url.hostname,
      secure: load.url.protocol === 'https:',
      country: await this.#deps.country(),
      signal,
      startedAt: load.startedAt,
      phase: 'checking',
      mode: needsChecks(signal) && (await this.#deps.mayCheck()) ? 'standard' : 'quiet',
      round: 0,
      observations: [],
      verdict: FIRST_VERDICT,
      shown: false,
    };
    await this.#keep(item, false);
    return item;
  }

  /** A page of the tab arrived: whatever was the matter is over. */
  async arrived(load: Load): Promise<void> {
    const before = await this.#deps.store.ofTab(load.tabId);
    if (!before) return;
    this.#running.get(before.id)?.abort();
    await this.#deps.store.remove(before);
    this.#deps.cleared(load.tabId);
  }

  /** A new round, asked for by the person: in quiet mode this click is the consent for this one case. */
  async again(tabId: number): Promise<void> {
    const before = await this.#deps.store.ofTab(tabId);
    if (!before) return;
    this.#running.get(before.id)?.abort();
    const { settledAt: _, ...rest } = before;
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

  isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** The same trouble once more. A page put in the place of a failed one says more than the failure did. */
  #seeAgain(before: Case, signal: Signal): Case | undefined {
    if (showsPlainPage(signal) && !showsPlainPage(before.signal)) {
      this.#running.get(before.id)?.abort();
      return { ...before, phase: 'checking', signal };
    }
    if (before.phase === 'settled') this.#deps.changed(before, false);
    return undefined;
  }

  async #pursue(start: Case): Promise<void> {
    const { tools, endpoints, platformOf } = this.#deps;
    const stop = new AbortController();
    this.#running.set(start.id, stop);
    let item = start;
    const samePlatform = (host: string) => platformOf(host)?.slug === item.platform;
    const think = () => diagnose({ ...item, samePlatform });
    try {
      item = { ...item, verdict: think() };
      await this.#keep(item, false);
      if (item.mode === 'standard') {
        await investigate({
          case: item,
          subject: {
            host: item.host,
            country: item.country,
            tabId: item.tabId,
            alternates: alternatesOf(item, platformOf(item.host)),
          },
          endpoints: await endpoints(),
          tools,
          samePlatform,
          signal: stop.signal,
          keep: async (observation) => {
            item = { ...item, observations: [...item.observations, observation] };
            item = { ...item, verdict: think() };
            if (!stop.signal.aborted) await this.#keep(item, false);
          },
        });
      }
      if (stop.signal.aborted) return;
      const verdict = withHistory(
        think(),
        item.country,
        await this.#deps.inForce(item.country, item.platform),
      );
      item = { ...item, verdict, phase: 'settled', settledAt: tools.now() };
      await this.#keep(item, true);
    } finally {
      if (this.#running.get(start.id) === stop) this.#running.delete(start.id);
    }
  }

  /** A full disk costs the memory of the case, not its answer. */
  async #keep(item: Case, settled: boolean): Promise<void> {
    try {
      await this.#deps.store.put(item);
    } catch (error) {
      this.#deps.trouble(error);
    }
    this.#deps.changed(item, settled);
  }
}

/** What something on this device stopped needs no question to the network. */
function needsChecks(signal: Signal): boolean {
  return !(signal.kind === 'error' && signal.family === 'local');
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
