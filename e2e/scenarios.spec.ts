import { expect } from '@playwright/test';
import type { LogEntry } from './network/network.ts';
import { type Expectation, expectedIn, type Scenario } from './network/scenario.ts';
import { ALIKE, SCENARIOS } from './network/scenarios.ts';
import { type Outcome, runCase, runNoCase } from './support/case.ts';
import { REAL, test } from './support/stage.ts';
import { rowAnnotation } from './support/table.ts';

for (const browser of ['chromium', 'firefox'] as const)
  test.describe(browser, () => {
    for (const scenario of SCENARIOS.filter((one) => isPlayed(one, browser)))
      test(`${scenario.name}: ${scenario.about}`, async ({ stages }) => {
        const { outcome, log } = await stages[browser].play(scenario, async (bench) => {
          const outcome = await (scenario.expect ? runCase(bench) : runNoCase(bench));
          return { outcome, log: [...bench.network.log] };
        });
        const expects = expectedIn(browser, scenario);
        const expected = expectedWords(expects, outcome);
        const got = words(outcome.verdict, outcome.mechanism, outcome.confidence);
        const { seconds } = outcome;
        test
          .info()
          .annotations.push(rowAnnotation({ scenario: scenario.name, browser, expected, got, seconds }));

        expect(got).toBe(expected);
        expect(outcome.phase).toBe('settled');
        if (scenario.expect) {
          expect(outcome.country).toBe(scenario.country);
          expect(outcome.platform).not.toBe('');
          if (expects?.verdict === 'blocked') expect(outcome.badge).not.toBe('');
        } else {
          expect(outcome.badge).toBe('');
          expect(strangers(log, scenario)).toEqual([]);
        }
      });
  });

function isPlayed({ name, only }: Scenario, browser: 'chromium' | 'firefox'): boolean {
  if (only && !REAL) return only === browser;
  return REAL || !ALIKE.has(name) || process.env.EVERY === '1';
}

const words = (...parts: string[]): string => parts.filter(Boolean).join(' ') || 'no case';

/** Where a scenario leaves the confidence open, any is right. */
function expectedWords(expected: Expectation | null, { confidence }: Outcome): string {
  if (!expected) return words();
  return words(expected.verdict, expected.mechanism, expected.confidence ?? confidence);
}

/** Requests that the page itself did not make. */
const strangers = (log: LogEntry[], { url }: Scenario): string[] =>
  log
    .filter(({ layer, host }) => (layer === 'http' || layer === 'plain') && host !== new URL(url).hostname)
    .map(
      ({ layer, method, host, path, action }) => `${layer} ${method ?? ''} ${host}${path ?? ''}: ${action}`,
    );
