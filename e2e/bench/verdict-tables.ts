import { groupIntoMap } from '../../src/base/group-by.ts';
import type { Case } from '../../src/model/case.ts';
import type { BrowserKind } from '../browsers/browser.ts';
import { expectationFor, isRightAnswer } from '../network/scenario.ts';
import type { ListedScenario } from '../network/scenarios.ts';
import type { CaseTraffic } from './case-traffic.ts';
import { median, quantile } from './quantile.ts';
import { compareToBar, formatKilobytes, formatSeconds, type Table } from './table.ts';

/** Of times, s. `connections`: to one address in a case. */
const BARS = { active: 2, activeTail: 4, silent: 6, silentTail: 10, longRoundTrips: 4, connections: 6 };
/** How long the browser may take, from the start of the load, to show its own error page. */
export const ERROR_PAGE_MS = 5_000;
/** The failure over round trips of 400 ms that has a bar of its own. */
const LONG_ROUND_TRIPS = 'reset-long-round-trips';

export interface VerdictRun {
  verdict: string;
  mechanism: string;
  symptom: Case['symptom']['kind'];
  /** Whether the pace of the platform had to be measured, which takes its time. */
  isPaceSampled: boolean;
  traffic: CaseTraffic;
  /** s from the start of the page load until the popup shows the verdict. */
  verdictAfter: number;
  /** s from the start of the page load until the browser's own error page; null: none within `ERROR_PAGE_MS`. */
  errorPageAfter: number | null;
}

export interface ScenarioTimings {
  browser: BrowserKind;
  scenario: ListedScenario;
  runs: VerdictRun[];
  /** Why there are fewer runs than requested. */
  failure?: string;
}

export function verdictTables(timed: readonly ScenarioTimings[], runs: number): Table[] {
  const whole = timed.filter(({ failure }) => failure === undefined);
  return [summaryTable(whole, runs), classTable(timed, whole), scenarioTable(timed, runs)];
}

const timesOf = (of: readonly ScenarioTimings[]): number[] =>
  of.flatMap(({ runs }) => runs.map(({ verdictAfter }) => verdictAfter));
const connectionsOf = (of: readonly ScenarioTimings[]): number[] =>
  of.flatMap(({ runs }) => runs.map(({ traffic }) => traffic.connections));
const bytesOf = (of: readonly ScenarioTimings[]): number[] =>
  of.flatMap(({ runs }) => runs.map(({ traffic }) => traffic.bytes));

type FailureGroup = 'active' | 'silent' | 'slow';

/**
 * Silent: a deadline noticed the failure. Slow: the pace had to be measured, or the whole line is slow, which takes time to
 * tell: no bar.
 */
function failureGroupOf({ runs, scenario }: ScenarioTimings): FailureGroup {
  if ('@line' in scenario.faults || runs.some(({ isPaceSampled }) => isPaceSampled)) return 'slow';
  return runs.some(({ symptom }) => symptom === 'hang') ? 'silent' : 'active';
}

interface SummaryLine {
  what: string;
  of: ScenarioTimings[];
  values(of: readonly ScenarioTimings[]): number[];
  format(value: number): string;
  /** Each limit with the share of values that it is for. */
  bars: { q: number; limit: number }[];
}

function summaryLines(whole: ScenarioTimings[]): SummaryLine[] {
  const timesIn = (group: FailureGroup) => ({
    of: whole.filter((one) => failureGroupOf(one) === group),
    values: timesOf,
    format: formatSeconds,
  });
  return [
    {
      what: 'active failures',
      ...timesIn('active'),
      bars: [
        { q: 0.5, limit: BARS.active },
        { q: 0.95, limit: BARS.activeTail },
      ],
    },
    {
      what: 'silent drops',
      ...timesIn('silent'),
      bars: [
        { q: 0.5, limit: BARS.silent },
        { q: 1, limit: BARS.silentTail },
      ],
    },
    {
      what: 'a reset over 400 ms lines',
      of: whole.filter(({ scenario }) => scenario.name === LONG_ROUND_TRIPS),
      values: timesOf,
      format: formatSeconds,
      bars: [{ q: 1, limit: BARS.longRoundTrips }],
    },
    { what: 'slow pages and lines', ...timesIn('slow'), bars: [] },
    {
      what: 'connections to one address',
      of: whole,
      values: connectionsOf,
      format: String,
      bars: [{ q: 1, limit: BARS.connections }],
    },
    { what: 'bytes received by checks', of: whole, values: bytesOf, format: formatKilobytes, bars: [] },
  ];
}

function summaryTable(whole: ScenarioTimings[], runs: number): Table {
  const browsers = [...groupIntoMap(whole, ({ browser }) => browser)];
  const rows = browsers.flatMap(([browser, inBrowser]) =>
    summaryLines(inBrowser)
      .filter(({ of }) => of.length > 0)
      .map((line) => [
        line.what,
        browser,
        String(line.of.length),
        ...[0.5, 0.95, 1].map((share) => line.format(quantile(line.values(line.of), share))),
        line.bars.map((bar) => barCell(line, bar)).join(', '),
      ]),
  );
  return {
    title: 'Time to verdict',
    how: `From the start of the page load until the popup says what is the matter; ${runs} runs a scenario. Connections and bytes are those of the checks up to the verdict, as the simulated network sees them, TLS included: not those of the page, nor those whose SYN a network refuses or swallows. Firefox repeats each request up to ten times by itself if its connection is reset, and each repeat counts.`,
    columns: ['what', 'browser', 'scenarios', 'p50', 'p95', 'most', 'bars'],
    rows,
  };
}

function barCell({ of, values, format }: SummaryLine, { q, limit }: SummaryLine['bars'][number]): string {
  const share = q === 1 ? 'each' : `p${100 * q}`;
  const shown = format === formatSeconds ? `${limit} s` : format(limit);
  return `${share} ≤ ${shown}: ${compareToBar(quantile(values(of), q), limit)}`;
}

const isRight = ({ browser, scenario }: ScenarioTimings, run: VerdictRun): boolean =>
  isRightAnswer(expectationFor(browser, scenario), run);

function classTable(timed: readonly ScenarioTimings[], whole: readonly ScenarioTimings[]): Table {
  const classes = [...groupIntoMap(timed, ({ scenario }) => scenario.group)];
  const rows = classes.flatMap(([group, inClass]) =>
    [...groupIntoMap(inClass, ({ browser }) => browser)].map(([browser, all]) => {
      const measured = all.filter((one) => whole.includes(one));
      const right = all.filter((one) => measured.includes(one) && one.runs.every((run) => isRight(one, run)));
      const cells = [group, browser, `${right.length} of ${all.length}`];
      if (measured.length === 0) return [...cells, 'not measured'];
      return [
        ...cells,
        ...[0.5, 0.95].map((share) => formatSeconds(quantile(timesOf(measured), share))),
        String(Math.max(...connectionsOf(measured))),
        formatKilobytes(median(bytesOf(measured))),
        formatKilobytes(Math.max(...bytesOf(measured))),
      ];
    }),
  );
  return {
    title: 'Verdicts by class',
    how: 'The same by class of scenario. Right: kind and mechanism are true in every run. Connections: the most to one address in a case. Bytes: received by the checks of a case.',
    columns: ['class', 'browser', 'right', 'p50', 'p95', 'connections', 'bytes p50', 'most bytes'],
    rows,
  };
}

function scenarioTable(timed: readonly ScenarioTimings[], runs: number): Table {
  const rows = timed.map((one) => {
    const { browser, scenario, failure } = one;
    if (failure !== undefined) return [scenario.name, browser, 'not measured', '', '', '', '', '', 'over'];
    const said = new Set(
      one.runs.map(({ verdict, mechanism }) => [verdict, mechanism].filter(Boolean).join(' ')),
    );
    return [
      scenario.name,
      browser,
      [...said].join(' / '),
      ...[0.5, 0.95].map((share) => formatSeconds(quantile(timesOf([one]), share))),
      errorPageCell(one),
      String(Math.max(...connectionsOf([one]))),
      formatKilobytes(median(bytesOf([one]))),
      scenarioBarCell(one),
    ];
  });
  return {
    title: 'Time to verdict by scenario',
    how: `The same by scenario, next to Chromium's own error page for the same load (median of ${runs}).`,
    columns: ['scenario', 'browser', 'verdict', 'p50', 'p95', 'error page', 'connections', 'bytes', 'bar'],
    rows,
  };
}

function scenarioBarCell(one: ScenarioTimings): string {
  const limit = { active: BARS.activeTail, silent: BARS.silentTail, slow: Number.POSITIVE_INFINITY }[
    failureGroupOf(one)
  ];
  const isOver =
    quantile(timesOf([one]), 0.95) > limit || Math.max(...connectionsOf([one])) > BARS.connections;
  if (isOver) return 'over';
  return Number.isFinite(limit) ? 'ok' : '';
}

function errorPageCell(one: ScenarioTimings): string {
  if (one.browser === 'firefox') return '';
  const times = one.runs.flatMap(({ errorPageAfter }) => errorPageAfter ?? []);
  if (times.length === one.runs.length) return formatSeconds(quantile(times, 0.5));
  return one.runs.some(({ symptom }) => symptom === 'hang') ? `> ${ERROR_PAGE_MS / 1000} s` : 'none';
}
