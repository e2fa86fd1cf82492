import { test as base } from '@playwright/test';
import {
  BROWSER_KINDS,
  type BrowserKind,
  type LaunchedBrowser,
  type Page,
  sendMessage,
} from '../browsers/browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { type Network, startNetwork } from '../network/network.ts';
import type { Faults, Scenario } from '../network/scenario.ts';
import { SCENARIOS } from '../network/scenarios.ts';
import { builtDir } from './ensure-built.ts';
import { playSteps, type ScenarioRun, withScenarioRun } from './scenario-run.ts';

/** Set by `npm run e2e:real`: real names, addresses and ports, inside a network namespace. */
export const REAL_NETWORK = process.env.REAL_NETWORK === '1';

/** Every host that a scenario names, without a fault, so that each has its own address from the start. */
const ALL_HOSTS_HEALTHY: Faults = Object.fromEntries(
  SCENARIOS.flatMap(({ faults }) => Object.keys(faults)).map((key) => [key, {}]),
);

/**
 * One browser that plays many scenarios in turn, because its start costs more than a scenario. Between two scenarios the
 * extension forgets everything and the network cuts its connections.
 */
export class BrowserStage {
  /** Browsers start in turn: two starts at once slow each other down until deadlines are missed. */
  static #lastStart: Promise<unknown> = Promise.resolve();
  readonly #kind: BrowserKind;
  #earlier: Scenario[] = [];
  #opened: Promise<{ network: Network; browser: LaunchedBrowser; controlPage: Page }> | undefined;

  constructor(kind: BrowserKind) {
    this.#kind = kind;
  }

  /**
   * A scenario about names gets its own browser where the browser caches names: Chromium in the lab keeps those of its
   * command line, and on the real network both keep their last answers.
   */
  async playScenario<T>(scenario: Scenario, steps: (run: ScenarioRun) => Promise<T>): Promise<T> {
    const isAboutNames = Object.values(scenario.faults).some(({ dns }) => dns);
    if (isAboutNames && (REAL_NETWORK || this.#kind === 'chromium')) {
      // The real network has one port 443, so two browsers cannot have networks at once.
      if (REAL_NETWORK) await this.close();
      return withScenarioRun(this.#kind, scenario, steps, { isRealNetwork: REAL_NETWORK });
    }
    this.#opened ??= this.#startBrowser(scenario);
    BrowserStage.#lastStart = Promise.allSettled([this.#opened]);
    const { network, browser, controlPage } = await this.#opened;
    // Checks of the last scenario end first, so that their requests are not logged for this one.
    await sendMessage(controlPage, 'deleteEverything', {});
    await network.playScenario(scenario);
    await browser.clearDnsCache?.();
    await sendMessage(controlPage, 'changeSettings', { country: scenario.country });
    const earlier = this.#earlier;
    this.#earlier = [...earlier, scenario];
    const opened: Page[] = [];
    const trackPage = async (page: Promise<Page>): Promise<Page> => {
      opened.push(await page);
      return page;
    };
    const tracked: LaunchedBrowser = {
      ...browser,
      newPage: () => trackPage(browser.newPage()),
      openExtensionPage: (path) => trackPage(browser.openExtensionPage(path)),
    };
    const page = await tracked.newPage();
    try {
      const tabId = await browser.tabIdOf(page);
      return await playSteps({ scenario, earlier, network, browser: tracked, page, tabId }, steps);
    } finally {
      for (const one of opened) await one.close().catch(() => {});
    }
  }

  async close(): Promise<void> {
    const open = await this.#opened;
    this.#opened = undefined;
    await open?.browser.close();
    await open?.network.close();
  }

  async #startBrowser({ country, timezone }: Scenario) {
    await BrowserStage.#lastStart;
    const network = await startNetwork(
      { country, faults: ALL_HOSTS_HEALTHY },
      { isRealNetwork: REAL_NETWORK },
    );
    const browser = await launchBrowser(this.#kind, {
      extensionDir: builtDir(this.#kind),
      network,
      timezone,
    });
    const controlPage = await browser.openExtensionPage('extension/pages/options/index.html');
    // A background that still imports the facts answers late.
    await sendMessage(controlPage, 'loadKnowledge', {});
    return { network, browser, controlPage };
  }
}

/** The stages of one Playwright worker. Each opens with its first scenario. */
export class BrowserStages {
  readonly chromium = new BrowserStage('chromium');
  readonly firefox = new BrowserStage('firefox');

  /** Runs the steps in both browsers at once, and both to their end. Rejects with the first failure. */
  async inBothBrowsers(steps: (stage: BrowserStage, browser: BrowserKind) => Promise<void>): Promise<void> {
    const ends = await Promise.allSettled(BROWSER_KINDS.map((kind) => steps(this[kind], kind)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async close(): Promise<void> {
    await Promise.all([this.chromium, this.firefox].map((stage) => stage.close()));
  }
}

/** After a failed test Playwright starts a new worker, and so new stages. */
export const test = base.extend<object, { stages: BrowserStages }>({
  stages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const stages = new BrowserStages();
      await use(stages);
      await stages.close();
    },
    { scope: 'worker' },
  ],
});
