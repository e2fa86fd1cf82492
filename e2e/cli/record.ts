/**
 * `npm run record -- [--only NAME,NAME] [--browser chromium|firefox] [--missing]`
 *
 * Runs scenarios in real browsers and writes their observations to `src/diagnosis/testing/recorded/`, where tests replay
 * them. `--missing`: only those without a file. A run with another verdict than the scenario expects is an error and is
 * not recorded.
 */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { definedOnly } from '../../src/base/defined-only.ts';
import { errorMessage } from '../../src/base/errors.ts';
import type { Recorded } from '../../src/diagnosis/testing/corpus.ts';
import { type Case, CaseSchema } from '../../src/model/case.ts';
import { BROWSER_KINDS, type BrowserKind, sendMessage } from '../browsers/browser.ts';
import { type Expectation, expectationFor, type Scenario } from '../network/scenario.ts';
import { SCENARIOS } from '../network/scenarios.ts';
import { ensureBuilt, ROOT } from '../support/ensure-built.ts';
import { openSettledPopup, type ScenarioRun } from '../support/scenario-run.ts';
import { type BrowserStage, BrowserStages } from '../support/stage.ts';

const RECORDED_DIR = join(ROOT, 'src/diagnosis/testing/recorded');

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { only, browser, missing } = parseOptions();
  await ensureBuilt();
  const stages = new BrowserStages();
  await mkdir(RECORDED_DIR, { recursive: true });
  for (const scenario of SCENARIOS.filter(({ name }) => only?.includes(name) ?? true)) {
    const kinds = BROWSER_KINDS.filter(
      (kind) => (browser === undefined || kind === browser) && isPlayedIn(kind, scenario),
    );
    // Both browsers at once, because they mostly wait.
    await Promise.all(
      kinds.map(async (kind) => {
        const expected = expectationFor(kind, scenario);
        // A scenario without a case has no observations.
        if (!expected) return;
        const file = join(RECORDED_DIR, `${scenario.name}.${kind}.json`);
        if (missing && existsSync(file)) return;
        const said = await recordScenario(stages[kind], scenario, expected, file).catch((error: unknown) => {
          process.exitCode = 1;
          return `not recorded: ${errorMessage(error)}`;
        });
        console.log(`${scenario.name}.${kind}: ${said}`);
      }),
    );
  }
  await stages.close();
}

const isPlayedIn = (kind: BrowserKind, { only }: Scenario): boolean => only === undefined || only === kind;

/** @throws on a name that does not exist */
function parseOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      browser: { type: 'string' },
      missing: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',');
  const unknown = only?.filter((name) => !SCENARIOS.some((s) => s.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}`);
  const { browser } = values;
  if (browser !== undefined && browser !== 'chromium' && browser !== 'firefox')
    throw new Error(`--browser is chromium or firefox, not "${browser}"`);
  return { ...values, only, browser };
}

async function recordScenario(stage: BrowserStage, scenario: Scenario, expected: Expectation, file: string) {
  const seen = await stage.playScenario(scenario, runToSettledCase);
  const { verdict } = seen;
  const got = [verdict.kind, verdict.mechanism, verdict.confidence].join(' ');
  const right = [expected, ...(expected.alsoRight ?? [])].find(
    (answer) =>
      verdict.kind === answer.verdict &&
      (verdict.mechanism ?? '') === answer.mechanism &&
      verdict.confidence === (answer.confidence ?? verdict.confidence),
  );
  if (!right) throw new Error(`it said ${got}`);
  const { verdict: kind, mechanism, confidence } = right;
  const recording = toRecording(seen, { verdict: kind, mechanism, ...definedOnly({ confidence }) });
  await writeFile(file, `${JSON.stringify(recording, null, 2)}\n`);
  return `${got}, ${seen.observations.length} observations`;
}

async function runToSettledCase(run: ScenarioRun): Promise<Case> {
  const popup = await openSettledPopup(run);
  const { answer } = await sendMessage(popup, 'getCase', { tabId: run.tabId });
  return v.parse(CaseSchema, answer);
}

/** Leaves out or rounds what differs from run to run. */
function toRecording(
  { symptom, secure, mode, platform, startedAt, observations }: Case,
  expect: Expectation,
): Recorded {
  return {
    symptom: { ...symptom, ms: roundToTenMs(symptom.ms) },
    secure,
    mode,
    platform,
    observations: observations.map(({ at, ms, outcome, ...rest }) => ({
      ...rest,
      at: roundToTenMs(at - startedAt),
      ms: roundToTenMs(ms),
      outcome:
        outcome.kind === 'answered' && outcome.clockSkewMs !== undefined
          ? { ...outcome, clockSkewMs: Math.round(outcome.clockSkewMs / 1000) * 1000 }
          : outcome,
    })),
    expect,
  };
}

const roundToTenMs = (ms: number): number => Math.round(ms / 10) * 10;
