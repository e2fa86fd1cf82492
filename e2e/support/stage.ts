import { test as base } from '@playwright/test';
import type { BrowserKind, LaunchedBrowser, Page } from '../browsers/browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { type Network, startNetwork } from '../network/network.ts';
import type { Faults, Scenario } from '../network/scenario.ts';
import { SCENARIOS } from '../network/scenarios.ts';
import { builtDir } from './built.ts';
import { type Bench, benchOf, withBench } from './case.ts';

/** Set by `npm run e2e:real`: names, addresses and ports are as outside, in a network namespace of its own. */
export const REAL = process.env.REAL_NETWORK === '1';

/** Every host that some scenario speaks of, and nothing wrong with any: each gets an address of its own. */
const HEALTHY: Faults = Object.fromEntries(
  SCENARIOS.flatMap(({ faults }) => Object.keys(faults)).map((key) => [key, {}]),
);

/**
 * One browser that plays many scenarios, one after the other: to start one costs more than a scenario does. Between two
 * of them the extension forgets everything, and the network's connections are cut.
 */
export class Stage {
  readonly #kind: BrowserKind;
  #open: Promise<{ network: Network; browser: LaunchedBrowser }> | undefined;

  constructor(kind: BrowserKind) {
    this.#kind = kind;
  }

  /**
   * Browsers keep names: Chromium in the lab those that it started with, and each what it was told a moment ago. A
   * scenario about names gets a browser of its own.
   */
  async play<T>(scenario: Scenario, steps: (bench: Bench) => Promise<T>): Promise<T> {
    if (Object.values(scenario.faults).some(({ dns }) => dns)) {
      // Outside there is one port 443 for all.
      if (REAL) await this.close();
      return withBench(this.#kind, scenario, steps, {}, { real: REAL });
    }
    this.#open ??= this.#start(scenario);
    const { network, browser } = await this.#open;
    await network.play(scenario);
    await browser.ask('forgetEverything', {});
    await browser.ask('changeSettings', { country: scenario.country });
    const opened: Page[] = [];
    const open = async (page: Promise<Page>): Promise<Page> => {
      opened.push(await page);
      return page;
    };
    const tracked: LaunchedBrowser = {
      ...browser,
      newPage: () => open(browser.newPage()),
      openExtensionPage: (path) => open(browser.openExtensionPage(path)),
    };
    const page = await tracked.newPage();
    try {
      return await steps(
        benchOf({ scenario, network, browser: tracked, page, tabId: await browser.tabId(page) }),
      );
    } finally {
      for (const one of opened) await one.close().catch(() => {});
    }
  }

  async close(): Promise<void> {
    const open = await this.#open;
    this.#open = undefined;
    await open?.browser.close();
    await open?.network.close();
  }

  async #start({ country, timezone }: Scenario) {
    const network = await startNetwork({ country, faults: HEALTHY }, { real: REAL });
    const browser = await launchBrowser(this.#kind, {
      extensionDir: builtDir(this.#kind),
      network,
      timezone,
    });
    return { network, browser };
  }
}

/** Each of Playwright's workers has a stage of each kind; it gets new ones after a test that failed. */
export const test = base.extend<object, { stages: Record<BrowserKind, Stage> }>({
  stages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what it needs from the pattern
    async ({}, use) => {
      const stages = { chromium: new Stage('chromium'), firefox: new Stage('firefox') };
      await use(stages);
      await Promise.all([stages.chromium.close(), stages.firefox.close()]);
    },
    { scope: 'worker' },
  ],
});
