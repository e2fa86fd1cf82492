import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import * as v from 'valibot';

const OutcomeRowSchema = v.object({
  scenario: v.string(),
  browser: v.string(),
  expected: v.string(),
  got: v.string(),
  seconds: v.number(),
});
export type OutcomeRow = v.InferOutput<typeof OutcomeRowSchema>;

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

export function formatOutcomes(rows: OutcomeRow[]): string {
  const lines = [...rows]
    .sort((a, b) => a.scenario.localeCompare(b.scenario) || a.browser.localeCompare(b.browser))
    .map((row) => [
      row.got === row.expected ? ' ' : '!',
      row.scenario,
      row.browser,
      row.expected,
      row.got,
      row.seconds.toFixed(1),
    ]);
  const all = [['', 'scenario', 'browser', 'expected', 'got', 'seconds'], ...lines];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
