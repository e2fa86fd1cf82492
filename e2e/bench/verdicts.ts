import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { errorMessage } from '../../src/base/errors.ts';
import { type Case, CaseSchema } from '../../src/model/case.ts';
import { type Page, sendMessage, waitUntil } from '../browsers/browser.ts';
import type { Scenario } from '../network/scenario.ts';
import { REDUNDANT_SCENARIOS, SCENARIOS } from '../network/scenarios.ts';
import { ensureBuilt } from '../support/ensure-built.ts';
import type { ScenarioRun } from '../support/scenario-run.ts';
import { BrowserStage } from '../support/stage.ts';
import { quantile } from './quantile.ts';
import { compareToBar, formatSeconds, type Table } from './table.ts';

/** Bars, s: median and 95th percentile of failures that the browser hears of, and the slowest of silent ones. */
const BARS = { active: 2, activeTail: 4, silent: 10 };
const VERDICT_TIMEOUT_MS = 25_000;
/** How long the browser may take, from the start of the load, to show its own error page. */
const ERROR_PAGE_MS = 5_000;
const READ_MS = 500;

interface VerdictRun {
  verdict: string;
  mechanism: string;
  symptom: Case['symptom']['kind'];
  /** s from the start of the page load until the popup shows the verdict. */
  verdictAfter: number;
  /** s from the start of the page load until the browser's own error page; null: none within `ERROR_PAGE_MS`. */
  errorPageAfter: number | null;
}

interface ScenarioTimings {
  scenario: Scenario;
  runs: VerdictRun[];
  /** Why there are fewer runs than requested. */
  failure?: string;
}

/** How long a person waits for the verdict on a page that fails. */
export async function benchVerdicts(runs: number): Promise<Table[]> {
  await ensureBuilt();
  const timed: ScenarioTimings[] = [];
  const stage = new BrowserStage('chromium');
  const played = SCENARIOS.filter(
    ({ name, expect, only }) => expect && !only && !REDUNDANT_SCENARIOS.has(name),
  );
  for (const scenario of played) {
    const one: ScenarioTimings = { scenario, runs: [] };
    try {
      while (one.runs.length < runs) one.runs.push(await stage.playScenario(scenario, measureRun));
    } catch (error) {
      // A failed scenario must not discard the results of the others.
      one.failure = errorMessage(error);
    }
    const times = one.runs.map(({ verdictAfter }) => formatSeconds(verdictAfter));
    console.log(`  ${scenario.name}: ${[...times, one.failure ?? ''].filter(Boolean).join(', ')}`);
    timed.push(one);
  }
  await stage.close();
  return [summaryTable(timed, runs), scenarioTable(timed, runs)];
}

async function measureRun({ scenario, setChoice, openPopup, page, tabId }: ScenarioRun): Promise<VerdictRun> {
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
  const { verdict, symptom } = await readCase(popup, tabId);
  const shownAt = await errorPageTime(page, began + ERROR_PAGE_MS);
  return {
    verdict: verdict.kind,
    mechanism: verdict.mechanism ?? '',
    symptom: symptom.kind,
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

type FailureGroup = 'active' | 'silent' | 'slow';

/** Silent: a deadline noticed the failure. Slow: the page began and did not end, which takes time to tell: no bar. */
function failureGroupOf({ runs }: ScenarioTimings): FailureGroup {
  if (runs.some(({ symptom }) => symptom === 'hang')) return 'silent';
  return runs.some(({ symptom }) => symptom === 'stalled') ? 'slow' : 'active';
}

function summaryTable(timed: ScenarioTimings[], runs: number): Table {
  const whole = timed.filter(({ failure }) => failure === undefined);
  const timingsInGroup = (group: FailureGroup) => whole.filter((one) => failureGroupOf(one) === group);
  const groups = [
    { what: 'active failures', q: 0.5, bar: BARS.active, of: timingsInGroup('active') },
    { what: 'active failures', q: 0.95, bar: BARS.activeTail, of: timingsInGroup('active') },
    { what: 'silent drops', q: 1, bar: BARS.silent, of: timingsInGroup('silent') },
    { what: 'slow pages', q: 1, bar: undefined, of: timingsInGroup('slow') },
  ];
  const rows = groups
    .filter(({ of }) => of.length > 0)
    .map(({ what, q, bar, of }) => {
      const times = of.flatMap((one) => one.runs.map(({ verdictAfter }) => verdictAfter));
      return [
        what,
        String(of.length),
        ...[0.5, 0.95, 1].map((share) => formatSeconds(quantile(times, share))),
        bar === undefined ? '' : `${q === 1 ? 'each' : `p${100 * q}`} ≤ ${bar} s`,
        bar === undefined ? '' : compareToBar(quantile(times, q), bar),
      ];
    });
  return {
    title: 'Time to verdict',
    how: `From the start of the page load until the popup says what is the matter, in Chromium; ${runs} runs a scenario.`,
    columns: ['what', 'scenarios', 'p50', 'p95', 'slowest', 'bar', ''],
    rows,
  };
}

function scenarioTable(timed: ScenarioTimings[], runs: number): Table {
  const rows = timed.map((one) => {
    const { scenario, failure } = one;
    if (failure !== undefined) return [scenario.name, 'not measured', '', '', '', 'over'];
    const times = one.runs.map(({ verdictAfter }) => verdictAfter);
    const bar = { active: BARS.activeTail, silent: BARS.silent, slow: undefined }[failureGroupOf(one)];
    const said = new Set(
      one.runs.map(({ verdict, mechanism }) => [verdict, mechanism].filter(Boolean).join(' ')),
    );
    return [
      scenario.name,
      [...said].join(' / '),
      formatSeconds(quantile(times, 0.5)),
      formatSeconds(quantile(times, 0.95)),
      errorPageCell(one),
      bar === undefined ? '' : compareToBar(quantile(times, 0.95), bar),
    ];
  });
  return {
    title: 'Time to verdict by scenario',
    how: `The same by scenario, next to the browser's own error page for the same load (median of ${runs}).`,
    columns: ['scenario', 'verdict', 'p50', 'p95', 'error page', 'bar'],
    rows,
  };
}

function errorPageCell({ runs, scenario }: ScenarioTimings): string {
  const times = runs.flatMap(({ errorPageAfter }) => errorPageAfter ?? []);
  if (times.length === runs.length) return formatSeconds(quantile(times, 0.5));
  return failureGroupOf({ runs, scenario }) === 'silent' ? `> ${ERROR_PAGE_MS / 1000} s` : 'none';
}
