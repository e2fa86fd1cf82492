import {
  type BrowserKind,
  type LaunchedBrowser,
  type LaunchOptions,
  messageExpression,
  type Page,
  waitUntil,
} from '../browsers/browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { type Network, type NetworkOptions, startNetwork } from '../network/network.ts';
import type { Scenario } from '../network/scenario.ts';
import { builtDir } from './ensure-built.ts';
import { OBSERVATION_LINES, STORED_CASES } from './stored-cases.ts';

/** What the popup's root element says (design: the contract). */
export interface PopupState {
  phase: string;
  verdict: string;
  mechanism: string;
  confidence: string;
  platform: string;
  country: string;
}

/** A browser with the extension, in the network of a scenario. */
export interface ScenarioRun {
  scenario: Scenario;
  /** What this browser played before it, in the same network. */
  earlier: readonly Scenario[];
  network: Network;
  browser: LaunchedBrowser;
  /** The tab that the scenario is about; nothing is loaded in it yet. */
  page: Page;
  tabId: number;
  /** Answers the welcome page; resolves when the choice is kept. */
  chooseOnWelcomePage(choice: Choice): Promise<void>;
  /** The same without the page, which costs a browser a second: for whom the page is not the matter. */
  setChoice(choice: Choice): Promise<void>;
  /** Types the scenario's address; resolves when the page has loaded or failed, at the latest after 2 s. */
  loadPage(): Promise<void>;
  /** That tab's popup, as a tab of its own. */
  openPopup(): Promise<Page>;
  /** Waits until the popup shows a settled case. */
  waitUntilSettled(popup: Page, timeoutMs?: number): Promise<PopupState>;
}

type Choice = 'standard' | 'quiet';

const POPUP_PATH = 'extension/popup/index.html';
/** Longest that the design allows, for a page that stays silent, and room for a slow machine. */
const SETTLE_TIMEOUT_MS = 25_000;

/** Sets everything up, runs `steps`, and takes everything down again whatever happens. */
export async function withScenarioRun<T>(
  kind: BrowserKind,
  scenario: Scenario,
  steps: (run: ScenarioRun) => Promise<T>,
  options: Partial<LaunchOptions> = {},
  networkOptions: NetworkOptions = {},
): Promise<T> {
  const network = await startNetwork(scenario, networkOptions);
  try {
    const browser = await launchBrowser(kind, {
      extensionDir: builtDir(kind),
      network,
      timezone: scenario.timezone,
      ...options,
    });
    try {
      const page = await browser.newPage();
      return await steps(
        createScenarioRun({
          scenario,
          earlier: [],
          network,
          browser,
          page,
          tabId: await browser.tabIdOf(page),
        }),
      );
    } finally {
      await browser.close();
    }
  } finally {
    await network.close();
  }
}

export function createScenarioRun(
  parts: Pick<ScenarioRun, 'scenario' | 'earlier' | 'network' | 'browser' | 'page' | 'tabId'>,
): ScenarioRun {
  const { scenario, browser, page, tabId } = parts;
  return {
    ...parts,
    chooseOnWelcomePage: (choice) => answerWelcomePage(browser, choice),
    async setChoice(choice) {
      await browser.sendMessage('changeSettings', { choice });
    },
    loadPage: () => page.goto(scenario.url),
    openPopup: async () => {
      const popup = await browser.openExtensionPage(`${POPUP_PATH}?tab=${tabId}`);
      await popup.waitForSelector('#app[data-phase]');
      return popup;
    },
    async waitUntilSettled(popup, timeoutMs = SETTLE_TIMEOUT_MS) {
      const settled = popup.waitForSelector(
        '#app[data-phase="settled"][data-verdict]:not([data-verdict=""])',
        timeoutMs,
      );
      await settled.catch(async (error: unknown) => {
        const told = await popup.evaluate(messageExpression('getTroubles', {}));
        const heard = parts.network.log.map(({ layer, host, path = '', action }) => [
          layer,
          host + path,
          action,
        ]);
        const known = [told, await popup.evaluate(STORED_CASES), ...heard.slice(-30)];
        throw new Error([String(error), ...known.map((one) => JSON.stringify(one))].join('\n'));
      });
      return readPopupState(popup);
    },
  };
}

async function answerWelcomePage(browser: LaunchedBrowser, choice: Choice): Promise<void> {
  const welcome = await browser.openExtensionPage('extension/pages/welcome/index.html');
  await welcome.click(`[data-choice="${choice}"]`);
  const isChoiceKept = () =>
    welcome
      .evaluate<{ answer?: { settings: { choice: string } } }>(messageExpression('getSettings', {}))
      .then((reply) => reply.answer?.settings.choice === choice);
  if (!(await waitUntil(isChoiceKept, 5_000)))
    throw new Error(`The choice "${choice}" was not kept within 5 s`);
  await welcome.close();
}

export async function readPopupState(popup: Page): Promise<PopupState> {
  const readData = async (name: string) => (await popup.getAttribute('#app', `data-${name}`)) ?? '';
  return {
    phase: await readData('phase'),
    verdict: await readData('verdict'),
    mechanism: await readData('mechanism'),
    confidence: await readData('confidence'),
    platform: await readData('platform'),
    country: await readData('country'),
  };
}

export interface ScenarioOutcome extends PopupState {
  /** From the start of the page load until the popup said so. */
  seconds: number;
  badge: string;
  /** What the verdict rests on, a line each. */
  observed: string[];
}

/** Standard checks, chosen from a page that is open anyway: a page more costs a browser a second. */
const setStandardIn = (popup: Page) =>
  popup.evaluate(messageExpression('changeSettings', { choice: 'standard' }));

/** The whole way of a person who chose standard checks, and to whom a page failed. */
export async function runCase({
  loadPage,
  openPopup,
  waitUntilSettled,
  browser,
  tabId,
}: ScenarioRun): Promise<ScenarioOutcome> {
  const popup = await openPopup();
  await setStandardIn(popup);
  const began = Date.now();
  await loadPage();
  const shown = await waitUntilSettled(popup);
  const seconds = (Date.now() - began) / 1000;
  return {
    ...shown,
    seconds,
    badge: await browser.badgeText(tabId),
    observed: await popup.evaluate(OBSERVATION_LINES),
  };
}

/** How long a failure that is none is watched: longer than any signal but the hang needs. */
const NO_CASE_WATCH_MS = 3_000;

/** The same for a page where nothing may happen: what the popup says after a while in which something could have. */
export async function runNoCase({
  loadPage,
  openPopup,
  browser,
  tabId,
}: ScenarioRun): Promise<ScenarioOutcome> {
  const popup = await openPopup();
  await setStandardIn(popup);
  const began = Date.now();
  await loadPage();
  await waitUntil(async () => (await readPopupState(popup)).verdict !== '', NO_CASE_WATCH_MS);
  const shown = await readPopupState(popup);
  const seconds = (Date.now() - began) / 1000;
  return {
    ...shown,
    seconds,
    badge: await browser.badgeText(tabId),
    observed: await popup.evaluate(OBSERVATION_LINES),
  };
}
