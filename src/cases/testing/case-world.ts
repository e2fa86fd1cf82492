import { createSessionMemory } from '../../base/testing/session-memory.ts';
import { ENDPOINTS } from '../../config/endpoints.ts';
import { okResult, resetResult } from '../../investigation/testing/plan-run.ts';
import type { Case } from '../../model/case.ts';
import type { PageLoad } from '../../model/page-load.ts';
import type { Probe } from '../../model/probe.ts';
import { platformOfHost } from '../../platforms/catalogue.ts';
import { CaseBudget } from '../case-budget.ts';
import { CaseManager, type CaseManagerDeps } from '../case-manager.ts';
import { CaseStore } from '../case-store.ts';

/** A case manager whose browser is scripted: what it asks, shows and stores can be read afterwards. */
export interface CaseWorld {
  now: number;
  /** The person's answer: whether checks may use the network. */
  isAllowed: boolean;
  readonly memory: ReturnType<typeof createSessionMemory>;
  readonly store: CaseStore;
  readonly askedUrls: string[];
  readonly settled: Case[];
  readonly errors: unknown[];
  /** A background over the same memory, as after the browser killed the last one. */
  startManager(more?: Partial<CaseManagerDeps>): CaseManager;
  loadOf(host?: string, tabId?: number): PageLoad;
}

/** @param isCut hosts whose connections are cut; by default X's */
export function createCaseWorld(
  isCut: (host: string) => boolean = (host) => /(^|\.)(x|twitter)\.com$/.test(host),
  probe?: Probe,
): CaseWorld {
  const [memory, budgetMemory] = [createSessionMemory(), createSessionMemory()];
  let ids = 0;
  const world: CaseWorld = {
    now: 1_000_000_000_000,
    isAllowed: true,
    memory,
    store: new CaseStore(memory),
    askedUrls: [],
    settled: [],
    errors: [],
    startManager: (more = {}) =>
      new CaseManager({
        store: world.store,
        budget: new CaseBudget(budgetMemory, () => world.now),
        context: {
          probe: async (request, signal) => {
            world.askedUrls.push(request.url);
            if (probe) return probe(request, signal);
            return isCut(new URL(request.url).hostname) ? resetResult : okResult;
          },
          now: () => world.now,
          random: () => 0.5,
          findBlockPage: async () => undefined,
        },
        getEndpoints: async () => ENDPOINTS,
        platformOf: platformOfHost,
        getCountry: async () => 'PK',
        mayCheck: async () => world.isAllowed,
        mayAskOutside: async () => true,
        hasRestrictionInForce: async () => false,
        createId: () => `case-${ids++}`,
        caseChanged: (item, change) => {
          if (change === 'settled') world.settled.push(item);
        },
        tabCleared: () => {},
        reportError: (error) => world.errors.push(error),
        ...more,
      }),
    loadOf(host = 'x.com', tabId = 7) {
      const platform = platformOfHost(host);
      if (!platform) throw new Error(`${host} is no platform's`);
      return { tabId, platform, host, isSecure: true, startedAt: world.now };
    },
  };
  return world;
}
