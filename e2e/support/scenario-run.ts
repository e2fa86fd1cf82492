import {
  type BrowserKind,
  type LaunchedBrowser,
  type LaunchOptions,
  type Page,
  sendMessage,
  waitUntil,
} from '../browsers/browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { type Network, type NetworkOptions, startNetwork } from '../network/network.ts';
import type { Scenario } from '../network/scenario.ts';
import { builtDir } from './ensure-built.ts';
import { readObservationLines, readStoredCases } from './extension-database.ts';
import { undeclaredHeaders } from './header-audit.ts';
import { readStoredSettings } from './stored-settings.ts';

/** The data attributes of the popup's root element. */
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
  /** Scenarios that this browser played before, in the same network. */
  earlier: readonly Scenario[];
  network: Network;
  browser: LaunchedBrowser;
  /** The tab that the scenario is about; nothing is loaded in it yet. */
  page: Page;
  tabId: number;
  /** Answers the welcome page; resolves when the choice is stored. */
  chooseOnWelcomePage(choice: Choice): Promise<void>;
  /** Stores the choice without the welcome page, which costs a browser a second. */
  setChoice(choice: Choice): Promise<void>;
  /** Types the scenario's address; resolves when the page has loaded or failed, at the latest after 2 s. */
  loadPage(): Promise<void>;
  /** That tab's popup, as a tab of its own. */
  openPopup(): Promise<Page>;
  /** Waits until the popup shows a settled case. */
  waitUntilSettled(popup: Page, timeoutMs?: number): Promise<PopupState>;
}

type Choice = 'standard' | 'quiet';

/** Plays the scenario with standard checks until its case has settled. @returns that tab's popup */
export async function openSettledPopup(run: ScenarioRun): Promise<Page> {
  await run.setChoice('standard');
  await run.loadPage();
  const popup = await run.openPopup();
  await run.waitUntilSettled(popup);
  return popup;
}

const POPUP_PATH = 'extension/popup/index.html';
/** The longest wait that is allowed, for a page that stays silent, and room for a slow machine. */
const SETTLE_TIMEOUT_MS = 45_000;

type RunOptions = Partial<Omit<LaunchOptions, 'network'>> & Pick<NetworkOptions, 'isRealNetwork'>;

/** Starts network and browser, runs `steps`, and closes both, also after an error. */
export async function withScenarioRun<T>(
  kind: BrowserKind,
  scenario: Scenario,
  steps: (run: ScenarioRun) => Promise<T>,
  { isRealNetwork = false, ...launchOptions }: RunOptions = {},
): Promise<T> {
  const network = await startNetwork(scenario, { isRealNetwork });
  try {
    const browser = await launchBrowser(kind, {
      extensionDir: builtDir(kind),
      network,
      timezone: scenario.timezone,
      ...launchOptions,
    });
    try {
      const page = await browser.newPage();
      const tabId = await browser.tabIdOf(page);
      return await playSteps({ scenario, earlier: [], network, browser, page, tabId }, steps);
    } finally {
      await browser.close();
    }
  } finally {
    await network.close();
  }
}

type RunParts = Pick<ScenarioRun, 'scenario' | 'earlier' | 'network' | 'browser' | 'page' | 'tabId'>;

/** @throws what `steps` throws, or if a request carried a header that is not declared */
export async function playSteps<T>(parts: RunParts, steps: (run: ScenarioRun) => Promise<T>): Promise<T> {
  const result = await steps(createScenarioRun(parts));
  const undeclared = undeclaredHeaders(parts.network.log, parts.browser);
  if (undeclared.length > 0) throw new Error(['Undeclared headers:', ...undeclared].join('\n'));
  return result;
}

function createScenarioRun(parts: RunParts): ScenarioRun {
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
        const told = await sendMessage(popup, 'getRecentErrors', {});
        const heard = parts.network.log.map(({ layer, host, path = '', action }) => [
          layer,
          host + path,
          action,
        ]);
        const known = [told, await readStoredCases(popup), ...heard.slice(-30)];
        throw new Error([String(error), ...known.map((one) => JSON.stringify(one))].join('\n'));
      });
      return readPopupState(popup);
    },
  };
}

async function answerWelcomePage(browser: LaunchedBrowser, choice: Choice): Promise<void> {
  const welcome = await browser.openExtensionPage('extension/pages/welcome/index.html');
  await welcome.click(`[data-choice="${choice}"]`);
  const isChoiceKept = async () => (await readStoredSettings(welcome))?.choice === choice;
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
  /** From the start of the page load until the popup showed its state. */
  seconds: number;
  badge: string;
  /** What the verdict rests on, a line each. */
  observed: string[];
}

/** Loads the page of a person who chose standard checks, and waits for the verdict. */
export const runCase = (run: ScenarioRun): Promise<ScenarioOutcome> =>
  watchLoad(run, (popup) => run.waitUntilSettled(popup));

/** How long a page without a failure is watched: longer than any symptom but the hang needs. */
const NO_CASE_WATCH_MS = 3_000;

/** Loads the same for a page that must raise no case, and waits long enough for one to appear. */
export const runNoCase = (run: ScenarioRun): Promise<ScenarioOutcome> =>
  watchLoad(run, async (popup) => {
    await waitUntil(async () => (await readPopupState(popup)).verdict !== '', NO_CASE_WATCH_MS);
    return readPopupState(popup);
  });

async function watchLoad(
  { loadPage, openPopup, browser, tabId }: ScenarioRun,
  waitForEnd: (popup: Page) => Promise<PopupState>,
): Promise<ScenarioOutcome> {
  const popup = await openPopup();
  // Chosen from a page that is open anyway, because each page more costs a browser a second.
  await sendMessage(popup, 'changeSettings', { choice: 'standard' });
  const began = Date.now();
  await loadPage();
  const shown = await waitForEnd(popup);
  const seconds = (Date.now() - began) / 1000;
  return {
    ...shown,
    seconds,
    badge: await browser.badgeText(tabId),
    observed: await readObservationLines(popup),
  };
}
