import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import * as v from 'valibot';
import { groupIntoMap } from '../../src/base/group-by.ts';
import {
  countOutcomes,
  isAsExpected,
  joinVerdict,
  type OutcomeRow,
  OutcomeRowSchema,
} from './outcome-counts.ts';

const ROW_ANNOTATION = 'scenario-outcome';

/** The annotation that carries a test's row from its process to the reporter. */
export const rowAnnotation = (row: OutcomeRow) => ({
  type: ROW_ANNOTATION,
  description: JSON.stringify(row),
});

/** Prints the outcome of each scenario in each browser after all tests. */
export default class TableReporter implements Reporter {
  private readonly rows: OutcomeRow[] = [];

  onTestEnd(_test: TestCase, { annotations }: TestResult): void {
    for (const { type, description } of annotations)
      if (type === ROW_ANNOTATION) this.rows.push(v.parse(OutcomeRowSchema, JSON.parse(description ?? '')));
  }

  onEnd(_result: FullResult): void {
    if (this.rows.length > 0) console.log(`\n${formatOutcomes(this.rows)}\n`);
  }
}

/**
 * A table by class, then the counts. Of a scenario that was played again only the last try counts; the note names the
 * first one if it was wrong.
 */
export function formatOutcomes(rows: readonly OutcomeRow[]): string {
  const tries = groupIntoMap(rows, ({ scenario, browser }) => `${scenario} ${browser}`);
  const last = [...tries.values()]
    .flatMap((all) => all.slice(-1))
    .sort((a, b) => a.scenario.localeCompare(b.scenario) || a.browser.localeCompare(b.browser));
  const noteOf = (row: OutcomeRow): string => {
    if (!isAsExpected(row)) return `expected: ${row.expected}`;
    const wrong = tries.get(`${row.scenario} ${row.browser}`)?.find((one) => !isAsExpected(one));
    return wrong ? `at first: ${describeAnswer(wrong)}` : '';
  };
  const groups = [...groupIntoMap(last, ({ group }) => group)].sort(([a], [b]) => a.localeCompare(b));
  const lines = groups.flatMap(([group, inGroup]) => [
    ['', group.toUpperCase()],
    ...inGroup.map((row) => toCells(row, noteOf(row))),
  ]);
  const heads = ['', 'scenario', 'browser', 'verdict', 'mechanism', 'confidence', 'seconds'];
  return [...alignColumns([heads, ...lines]), '', ...countOutcomes(last)].join('\n');
}

function toCells(row: OutcomeRow, note: string): string[] {
  const { scenario, browser, said } = row;
  const mark = isAsExpected(row) ? '' : '!';
  if (!said) return [mark, scenario, browser, describeAnswer(row), '', '', '', note];
  const { verdict, mechanism, confidence, seconds } = said;
  return [
    mark,
    scenario,
    browser,
    verdict || joinVerdict(null),
    mechanism,
    confidence,
    seconds.toFixed(1),
    note,
  ];
}

const describeAnswer = ({ said }: OutcomeRow): string => (said ? joinVerdict(said) : 'no verdict');

function alignColumns(lines: string[][]): string[] {
  const count = Math.max(...lines.map((line) => line.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(1, ...lines.map((line) => line[i]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
