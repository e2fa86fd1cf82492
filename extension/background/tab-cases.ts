import * as v from 'valibot';
import type { CaseManager } from '../../src/cases/case-manager.ts';
import type { CaseStore } from '../../src/cases/case-store.ts';
import { byFrequency } from '../../src/detection/subresource-monitor.ts';
import type { Case } from '../../src/model/case.ts';
import type { PageLoad } from '../../src/model/page-load.ts';
import type { Symptom } from '../../src/model/symptom.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { isPageNewerThan, pendingHostsIn, readPartsIn, runInPage, samplePartIn } from '../browser/in-page.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { getTabState } from '../browser/tabs.ts';

/** Browsers round the times that pages see, ms. */
const TIME_ROUNDING_MS = 500;

/** What a page says of itself: no more hosts than a page may have. */
const PendingHostsSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(253))), v.maxLength(1_000));

const TabPayloadSchema = v.object({ tabId: v.number() });

export interface TabCasesDeps {
  caseManager: CaseManager;
  caseStore: CaseStore;
  /** Resolves when the cases of an earlier browser session no longer belong to tabs. */
  startupDone: Promise<void>;
  recordError(error: unknown): void;
}

/** What a tab shows and which case it has: the tab may have moved on since a load failed. */
export class TabCases {
  readonly #deps: TabCasesDeps;

  constructor(deps: TabCasesDeps) {
    this.#deps = deps;
  }

  /** Opens a case if the tab still shows the failure. */
  async openForSymptom(load: PageLoad, symptom: Symptom): Promise<void> {
    await this.#deps.startupDone;
    const tab = await getTabState(load.tabId);
    if (!tab) return;
    // The page's service worker has painted it meanwhile, and no event told so.
    if (
      load.isServedByWorker &&
      (!tab.loading || (await isPageNewerThan(load.tabId, load.startedAt - TIME_ROUNDING_MS)))
    )
      return;
    // Parts fail after their page came: the person may have left it by then.
    if (symptom.kind === 'partial-load' && platformOfHost(tab.host ?? '')?.slug !== load.platform.slug)
      return;
    await this.#deps.caseManager.openCase(load, symptom, { isPrivate: tab.private });
  }

  /** Opens a case if the tab's page came and still waits for parts of its own platform. */
  async openForPendingParts(load: PageLoad): Promise<void> {
    const tab = await getTabState(load.tabId);
    if (!tab?.loading || platformOfHost(tab.host ?? '') !== load.platform) return;
    const pending = v.safeParse(PendingHostsSchema, await pendingHostsIn(load.tabId).catch(() => []));
    const hosts = (pending.success ? pending.output : []).filter(
      (host) => platformOfHost(host) === load.platform,
    );
    const [host] = byFrequency(hosts);
    if (host === undefined) return;
    await this.openForSymptom(
      { ...load, host },
      {
        kind: 'partial-load',
        hosts: byFrequency(hosts),
        failure: 'timeout',
        failed: hosts.length,
        ms: Date.now() - load.startedAt,
      },
    );
  }

  /** The case that a tab's popup shows; null where the tab shows something else by now. */
  async caseShownIn(tabId: number): Promise<Case | null> {
    await this.#deps.startupDone;
    const [found, tab] = [await this.#deps.caseStore.ofTab(tabId), await getTabState(tabId)];
    if (!found || !tab) return null;
    const { symptom, startedAt, platform } = found;
    // A page that a service worker serves raises no event when it loads, so a load without failures is not heard of.
    if (
      symptom.kind === 'partial-load' &&
      (await isPageNewerThan(tabId, startedAt + symptom.ms + TIME_ROUNDING_MS))
    )
      return null;
    const wasRedirectedAway = symptom.kind === 'plain-page' && symptom.redirectHost !== undefined;
    const isStillShown =
      tab.loading || wasRedirectedAway || platformOfHost(tab.host ?? '')?.slug === platform;
    return isStillShown ? found : null;
  }

  /** Opens a case about the platform's page in a tab, unless the tab has one: a second click asks for nothing more. */
  async #openRequested(tabId: number): Promise<void> {
    if (await this.caseShownIn(tabId)) return;
    const tab = await getTabState(tabId);
    const platform = platformOfHost(tab?.host ?? '');
    if (!tab?.host || !platform) return;
    // The checks are about https, whatever the page came over.
    await this.#deps.caseManager.openCase(
      { tabId, platform, host: tab.host, isSecure: true, startedAt: Date.now() },
      { kind: 'requested', ms: 0 },
      { isPrivate: tab.private },
    );
  }

  readonly handlers: Pick<RequestHandlers, 'getCase' | 'recheckCase' | 'getTabPlatform' | 'checkTab'> = {
    getCase: async (payload) => this.caseShownIn(v.parse(TabPayloadSchema, payload).tabId),
    recheckCase: async (payload) => {
      await this.#deps.startupDone;
      const { tabId } = v.parse(TabPayloadSchema, payload);
      // The answer does not wait for the checks: the case's changes are broadcast.
      void this.#deps.caseManager.recheckTab(tabId).catch(this.#deps.recordError);
      return null;
    },
    getTabPlatform: async (payload) => {
      const tab = await getTabState(v.parse(TabPayloadSchema, payload).tabId);
      const platform = platformOfHost(tab?.host ?? '');
      return tab && platform ? { name: platform.name, isPrivate: tab.private } : null;
    },
    checkTab: async (payload) => {
      void this.#openRequested(v.parse(TabPayloadSchema, payload).tabId).catch(this.#deps.recordError);
      return null;
    },
  };
}

/** From which of its platform's hosts the page in a tab has loaded parts. */
export async function readPlatformPageParts(tabId: number): Promise<unknown> {
  const platform = platformOfHost((await getTabState(tabId))?.host ?? '');
  return platform ? readPartsIn(tabId, [...platform.assets, ...(platform.media ?? [])]) : undefined;
}

/** Loads a part of the tab's page once more, if it is still a page of the host's platform. */
export async function samplePlatformPagePart(tabId: number, host: string, round: number): Promise<unknown> {
  const platform = platformOfHost((await getTabState(tabId))?.host ?? '');
  return platform && platform === platformOfHost(host) ? samplePartIn(tabId, host, round) : undefined;
}

/** Asks the host from inside the tab's page, and only in a page of the host's platform: the tab may show another by now. */
export async function probePlatformPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  const tab = await getTabState(tabId);
  const platform = platformOfHost(tab?.host ?? '');
  return platform && platform === platformOfHost(host) ? runInPage(tabId, host, timeoutMs) : undefined;
}
