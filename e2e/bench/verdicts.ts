import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { errorMessage } from '../../src/base/errors.ts';
import { type Case, CaseSchema } from '../../src/model/case.ts';
import { BROWSER_KINDS, type BrowserKind, type Page, sendMessage, waitUntil } from '../browsers/browser.ts';
import { addressesOf } from '../network/places.ts';
import { expectationFor } from '../network/scenario.ts';
import { type ListedScenario, REDUNDANT_SCENARIOS, SCENARIOS } from '../network/scenarios.ts';
import { ensureBuilt } from '../support/ensure-built.ts';
import type { ScenarioRun } from '../support/scenario-run.ts';
import { BrowserStage } from '../support/stage.ts';
import { measureTraffic } from './case-traffic.ts';
import { formatSeconds, type Table } from './table.ts';
import { ERROR_PAGE_MS, type ScenarioTimings, type VerdictRun, verdictTables } from './verdict-tables.ts';

/** Freezes and slow lines take longest: each sample waits for seconds. */
const VERDICT_TIMEOUT_MS = 45_000;
const READ_MS = 500;

/** How long a person waits for the verdict on a page that fails, and what the checks cost the line. */
export async function benchVerdicts(runs: number, names?: readonly string[]): Promise<Table[]> {
  await ensureBuilt();
  const timed: ScenarioTimings[] = [];
  for (const browser of BROWSER_KINDS) {
    const stage = new BrowserStage(browser);
    for (const scenario of SCENARIOS.filter((one) => isPlayed(one, browser, names)))
      timed.push(await measureScenario(stage, { browser, scenario, runs: [] }, runs));
    await stage.close();
  }
  return verdictTables(timed, runs);
}

function isPlayed(scenario: ListedScenario, browser: BrowserKind, names?: readonly string[]): boolean {
  const { name, only } = scenario;
  if (!expectationFor(browser, scenario) || (only && only !== browser)) return false;
  return names ? names.includes(name) : !REDUNDANT_SCENARIOS.has(name);
}

async function measureScenario(
  stage: BrowserStage,
  timings: ScenarioTimings,
  runs: number,
): Promise<ScenarioTimings> {
  const { browser, scenario } = timings;
  try {
    while (timings.runs.length < runs)
      timings.runs.push(await stage.playScenario(scenario, (run) => measureRun(run, browser)));
  } catch (error) {
    // A failed scenario must not discard the results of the others.
    timings.failure = errorMessage(error);
  }
  const times = timings.runs.map(({ verdictAfter }) => formatSeconds(verdictAfter));
  console.log(
    `  ${browser} ${scenario.name}: ${[...times, timings.failure ?? ''].filter(Boolean).join(', ')}`,
  );
  return timings;
}

async function measureRun(run: ScenarioRun, browser: BrowserKind): Promise<VerdictRun> {
  const { scenario, setChoice, openPopup, page, tabId, network } = run;
  await setChoice('standard');
  const popup = await openPopup();
  const settled = popup.evaluate(watchForVerdict, VERDICT_TIMEOUT_MS);
  const began = Date.now();
  // Not awaited, because the load may hang for minutes. It ends with its tab.
  void page.goto(scenario.url);
  const verdictAt = await settled;
  if (verdictAt === null)
    throw new Error(`${scenario.name}: no verdict within ${VERDICT_TIMEOUT_MS / 1000} s`);
  // Read at once, because a load that succeeds late removes the case.
  const { verdict, symptom, observations } = await readCase(popup, tabId);
  const traffic = measureTraffic(network.log, {
    since: Math.min(...observations.map(({ at }) => at)),
    sharedAddresses: addressesOf(network.placeOf('no-key.example')),
  });
  // Firefox does not tell scripts of its error page.
  const shownAt = browser === 'firefox' ? null : await errorPageTime(page, began + ERROR_PAGE_MS);
  return {
    verdict: verdict.kind,
    mechanism: verdict.mechanism ?? '',
    symptom: symptom.kind,
    isPaceSampled: observations.some(({ check }) => check === 'throughput'),
    traffic,
    verdictAfter: (verdictAt - began) / 1000,
    errorPageAfter: shownAt === null ? null : (shownAt - began) / 1000,
  };
}

/**
 * Runs in the popup: the moment (Unix epoch, ms) in which it shows a settled case; null: not within that time. An
 * observer tells it, because polling would add its own delay.
 */
function watchForVerdict(withinMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const finish = (at: number | null) => {
      observer.disconnect();
      resolve(at);
    };
    const finishIfShown = () => {
      const settled = '#app[data-phase="settled"][data-verdict]:not([data-verdict=""])';
      if (document.querySelector(settled)) finish(Date.now());
    };
    const observer = new MutationObserver(finishIfShown);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    setTimeout(() => finish(null), withinMs);
    finishIfShown();
  });
}

/** When (Unix epoch, ms) the browser's error page was parsed; null: the tab shows none by `deadline`. */
async function errorPageTime(page: Page, deadline: number): Promise<number | null> {
  let at: number | null = null;
  const isSettled = async () => {
    at = await evaluateNow(
      page,
      () => (location.protocol === 'chrome-error:' && performance.timing.domContentLoadedEventEnd) || null,
    );
    return at !== null || (await hasArrived(page));
  };
  await waitUntil(isSettled, deadline - Date.now());
  return at;
}

/** A page that has loaded does not become an error page later. */
const hasArrived = async (page: Page): Promise<boolean> =>
  (await evaluateNow(
    page,
    () => location.protocol.startsWith('http') && document.readyState === 'complete',
  )) === true;

/** null where the document is being left or does not answer: a page that still loads may never run the script. */
const evaluateNow = <T>(page: Page, script: () => T): Promise<Awaited<T> | null> =>
  Promise.race([page.evaluate(script).catch(() => null), pause(READ_MS, null)]);

async function readCase(popup: Page, tabId: number): Promise<Case> {
  const { answer } = await sendMessage(popup, 'getCase', { tabId });
  return v.parse(CaseSchema, answer);
}
