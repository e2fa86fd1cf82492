import { expect } from '@playwright/test';
import { BROWSER_KINDS, type BrowserKind } from './browsers/browser.ts';
import {
  type Expectation,
  expectationFor,
  type Fault,
  isRightAnswer,
  type Scenario,
} from './network/scenario.ts';
import { type ListedScenario, REDUNDANT_SCENARIOS, SCENARIOS } from './network/scenarios.ts';
import { joinVerdict } from './support/outcome-counts.ts';
import { undocumentedRequests } from './support/request-audit.ts';
import { runCase, runNoCase, type ScenarioOutcome } from './support/scenario-run.ts';
import { type BrowserStage, REAL_NETWORK, test } from './support/stage.ts';
import { rowAnnotation } from './support/table.ts';
import { untoldOnTheLine } from './support/wire-audit.ts';

for (const scenario of SCENARIOS) {
  const played = BROWSER_KINDS.filter((browser) => isPlayed(scenario, browser));
  const title = `${scenario.name}: ${scenario.about}`;
  if (played.length > 1 && isWaiting(scenario))
    test(`both › ${title}`, async ({ stages }) => {
      await stages.inBothBrowsers((stage, browser) => checkScenario(stage, browser, scenario));
    });
  else
    for (const browser of played)
      test(`${browser} › ${title}`, async ({ stages }) => {
        await checkScenario(stages[browser], browser, scenario);
      });
}

function isPlayed({ name, only }: Scenario, browser: BrowserKind): boolean {
  if (only && !REAL_NETWORK) return only === browser;
  return REAL_NETWORK || !REDUNDANT_SCENARIOS.has(name) || process.env.EVERY === '1';
}

/** Scenarios that mostly wait run in both browsers at once, except on the real network, which has one port 443. */
function isWaiting({ faults, expect }: Scenario): boolean {
  const isSlow = ({ dns, tcp, tls, plainHttp, https, freezeAfter, pace, roundTrip, residualMs }: Fault) =>
    [dns, tcp, tls, plainHttp].some((what) => what === 'drop' || what === 'mute') ||
    https?.rate ||
    https?.delay ||
    (freezeAfter ?? pace ?? roundTrip ?? residualMs);
  return !REAL_NETWORK && (!expect || Object.values(faults).some(isSlow));
}

/** Plays a scenario in a browser and compares verdict, badge and requests with the expected ones. */
async function checkScenario(
  stage: BrowserStage,
  browser: BrowserKind,
  scenario: ListedScenario,
): Promise<void> {
  const expects = expectationFor(browser, scenario);
  const { name, group, innocent } = scenario;
  const addRow = (expected: string, answer: ScenarioOutcome | null) => {
    const said = answer && { ...answer, isRight: isRightAnswer(expects, answer) };
    const row = { group, scenario: name, browser, innocent, expected, said };
    test.info().annotations.push(rowAnnotation(row));
  };
  const { outcome, strangers } = await stage
    .playScenario(scenario, async (run) => {
      const outcome = await (expects ? runCase(run) : runNoCase(run));
      const strangers = undocumentedRequests(run, expects !== null);
      return {
        outcome,
        strangers: [...strangers, ...untoldOnTheLine(run.network.log, scenario, run.earlier)],
      };
    })
    .catch((error: unknown) => {
      addRow(joinVerdict(expects), null);
      throw error;
    });
  const expected = expectedVerdict(expects, outcome);
  const got = joinVerdict(outcome);
  addRow(expected, outcome);

  expect(got, [browser, ...outcome.observed].join('\n')).toBe(expected);
  expect(outcome.phase).toBe('settled');
  expect(strangers, browser).toEqual([]);
  if (!expects) {
    expect(outcome.badge).toBe('');
    return;
  }
  expect(outcome.country).toBe(scenario.country);
  expect(outcome.platform).not.toBe('');
  if (expects.platform) expect(outcome.platform).toBe(expects.platform);
  if (expects.verdict === 'blocked') expect(outcome.badge).not.toBe('');
}

/** The right answer that was given, or else the first. Any confidence is right where the scenario names none. */
function expectedVerdict(expected: Expectation | null, outcome: ScenarioOutcome): string {
  if (!expected) return joinVerdict(null);
  const { verdict, mechanism, confidence } =
    [expected, ...(expected.alsoRight ?? [])].find(
      (answer) =>
        answer.verdict === outcome.verdict &&
        answer.mechanism === outcome.mechanism &&
        (answer.confidence ?? outcome.confidence) === outcome.confidence,
    ) ?? expected;
  return joinVerdict({ verdict, mechanism, confidence: confidence ?? outcome.confidence });
}
