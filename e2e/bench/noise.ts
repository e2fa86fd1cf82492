/**
 * `npm run bench:noise -- [--runs 20] [--seed 1] [--write]`
 *
 * Tests plan and rules against noise: replays every recorded sample many times with changed times, another order of
 * answers and one spoilt request. Then counts how much was right of all that was called certain, likely or possible;
 * `--write` also puts that table into docs/measured.md. Fails below the bars.
 *
 * The cases of the rules' own tests are replayed and printed as well, but have no bar: each holds only the observations
 * that its verdict needs, and no plan repeats the one that is spoilt.
 */
import { parseArgs } from 'node:util';
import { seededRandom, shuffledCopy } from '../../src/base/random.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { recordedSamples, type Sample, writtenSamples } from '../../src/diagnosis/testing/corpus.ts';
import type { Observation, Outcome } from '../../src/model/observation.ts';
import { isAccusing, type Verdict } from '../../src/model/verdict.ts';
import type { Scenario } from '../network/scenario.ts';
import { SCENARIOS } from '../network/scenarios.ts';
import { type Claim, calibrationTable, truthsOf, wrongCertainties } from './calibration.ts';
import { writeMeasurements } from './measured.ts';
import { type InjectedFault, replayPlan, withJitter } from './replay.ts';
import { toMarkdown } from './table.ts';

/** Share of runs that keep the kind of the verdict. */
const MIN_KEPT_SHARE = 0.99;

type RandomSource = () => number;

/** Ways in which one request goes wrong by itself. */
const FAULT_OUTCOMES: readonly (Outcome | undefined)[] = [
  { kind: 'failed', failure: 'reset', error: 'noise' },
  { kind: 'failed', failure: 'dns', error: 'noise' },
  { kind: 'timeout' },
  undefined,
];
const pickRandom = <T>(random: RandomSource, all: readonly T[]): T | undefined =>
  all[Math.floor(random() * all.length)];
const describeFault = ({ key, outcome }: InjectedFault): string =>
  `${key} ${outcome?.kind === 'failed' ? outcome.failure : (outcome?.kind ?? 'missing')}`;

/** The observations of one noisy run. */
type Disturb = (sample: Sample, spoilt: InjectedFault | undefined, random: RandomSource) => Observation[];

/** @throws if a recorded sample is left over */
function scenarioOf({ name }: Sample): Scenario {
  const scenario = SCENARIOS.find((one) => name.startsWith(`${one.name}.`));
  if (!scenario) throw new Error(`recorded/${name}.json belongs to no scenario any more`);
  return scenario;
}
const replayThroughPlan: Disturb = (sample, spoilt, random) =>
  replayPlan(sample, scenarioOf(sample), spoilt, random);

const disturbAsRecorded: Disturb = ({ input }, spoilt, random) =>
  shuffledCopy(input.observations, random).flatMap((o) => {
    const outcome = o.key === spoilt?.key ? spoilt.outcome : o.outcome;
    return outcome ? [{ ...withJitter(o, random), outcome }] : [];
  });

interface NoiseRow {
  sample: Sample;
  /** Runs that keep the kind of the verdict. */
  kept: number;
  /** Runs of an innocent sample that end in an accusing verdict. */
  slanders: number;
  /** The other verdicts, each with the noise that caused it. */
  turns: Set<string>;
  verdicts: Verdict[];
}

function measureSample(sample: Sample, disturb: Disturb, runs: number, random: RandomSource): NoiseRow {
  const row: NoiseRow = { sample, kept: 0, slanders: 0, turns: new Set(), verdicts: [] };
  const innocent = !isAccusing(sample.expect.verdict);
  for (let run = 0; run < runs; run++) {
    const victim = pickRandom(random, sample.input.observations);
    const spoilt = victim && { key: victim.key, outcome: pickRandom(random, FAULT_OUTCOMES) };
    const verdict = diagnose({ ...sample.input, observations: disturb(sample, spoilt, random) });
    const { kind } = verdict;
    row.verdicts.push(verdict);
    if (kind === sample.expect.verdict) row.kept++;
    else row.turns.add(`${spoilt ? describeFault(spoilt) : 'nothing spoilt'} → ${kind}`);
    if (innocent && isAccusing(kind)) row.slanders++;
  }
  return row;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const [runs, seed] = [values.runs, values.seed].map(Number);
if (!runs || !Number.isInteger(runs) || seed === undefined || !Number.isInteger(seed))
  throw new Error('--runs and --seed take whole numbers');
const how = `each ${runs} times with shaken times, in another order, one check spoilt; seed ${seed}.`;
const percentText = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Prints the table. @returns also whether the samples are within the bars */
function printTable(
  title: string,
  samples: Sample[],
  disturb: Disturb,
): { rows: NoiseRow[]; isWithinBars: boolean } {
  const rows = samples.map((sample, i) =>
    measureSample(sample, disturb, runs ?? 0, seededRandom((seed ?? 0) + i)),
  );
  const kept = rows.reduce((sum, row) => sum + row.kept, 0) / (rows.length * (runs ?? 0));
  const slanders = rows.reduce((sum, row) => sum + row.slanders, 0);
  const table = toMarkdown({
    title,
    how: `Noise: ${how}`,
    columns: ['sample', 'expected', 'kept', 'innocent blamed', 'otherwise'],
    rows: rows.map(({ sample, ...row }) => [
      sample.name,
      sample.expect.verdict,
      percentText(row.kept / (runs ?? 0)),
      String(row.slanders),
      [...row.turns].join('; '),
    ]),
  });
  console.log(`\n${table}\n\nkept in all: ${percentText(kept)}; innocents blamed: ${slanders}`);
  return { rows, isWithinBars: kept >= MIN_KEPT_SHARE && slanders === 0 };
}

/** What a verdict about a recorded sample claims, next to what its scenario says. Written cases have no truth of their own. */
const claimOf = (sample: Sample, verdict: Verdict): Claim => ({
  sample: sample.name,
  verdict,
  truths: truthsOf(scenarioOf(sample), sample.name.endsWith('.firefox') ? 'firefox' : 'chromium'),
});

const { rows, isWithinBars } = printTable(
  'Noise in what browsers recorded',
  recordedSamples(),
  replayThroughPlan,
);
printTable('Noise in the cases of the rules, for information', writtenSamples(), disturbAsRecorded);
const recorded = recordedSamples().map((sample) => claimOf(sample, diagnose(sample.input)));
const noisy = rows.flatMap(({ sample, verdicts }) => verdicts.map((verdict) => claimOf(sample, verdict)));
const calibration = toMarkdown(calibrationTable(recorded, noisy, how));
console.log(`\n${calibration}`);
if (values.write)
  await writeMeasurements(`## Confidence\n\n\`npm run bench:noise\`.\n\n${calibration}\n`, 'confidence');

const wrong = wrongCertainties([...recorded, ...noisy]);
if (wrong.length > 0) console.error(`\nCertain and wrong:\n${wrong.join('\n')}`);
if (!isWithinBars)
  console.error(
    `\nBelow the bars: ${percentText(MIN_KEPT_SHARE)} kept, no innocent blamed, in what browsers recorded`,
  );
if (!isWithinBars || wrong.length > 0) process.exitCode = 1;
