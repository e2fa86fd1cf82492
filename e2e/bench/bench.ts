/**
 * `npm run bench -- [--only verdicts|knowledge|paint|sizes] [--runs 3] [--scenarios NAME,NAME] [--write]`
 *
 * Measures and prints everything that has a bar. `--scenarios` chooses those whose verdicts are measured. `--write` also
 * puts the tables into docs/measured.md.
 */

import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { writeMeasurements } from './measured.ts';
import { type Table, toMarkdown } from './table.ts';

interface BenchOptions {
  /** Runs a scenario. */
  runs: number;
  /** Names; all that take a path of their own by default. */
  scenarios: string[] | undefined;
}

/** Each topic is loaded when it runs, so that a missing browser stops only the topics that need it. */
const TOPICS: Record<string, (wishes: BenchOptions) => Promise<Table[]>> = {
  verdicts: async ({ runs, scenarios }) => (await import('./verdicts.ts')).benchVerdicts(runs, scenarios),
  knowledge: async () => [await (await import('./knowledge.ts')).benchKnowledge()],
  paint: async () => [await (await import('./paint.ts')).benchPaint()],
  sizes: async () => [await (await import('./sizes.ts')).benchSizes()],
};

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { only, write, ...wishes } = parseOptions(process.argv.slice(2));
  const parts = [`## Latest run\n\n\`npm run bench\` on ${describeMachine()}.`];
  console.log(parts[0]);
  for (const [name, topic] of Object.entries(TOPICS)) {
    if (only !== undefined && name !== only) continue;
    for (const table of await topic(wishes)) {
      parts.push(toMarkdown(table));
      console.log(`\n${parts.at(-1)}`);
    }
  }
  if (write) await writeMeasurements(`${parts.join('\n\n')}\n`, 'bench');
}

/** @throws on an unknown option or topic, and on a bad number */
function parseOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      runs: { type: 'string', default: '3' },
      scenarios: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const { only, write } = values;
  const topics = Object.keys(TOPICS);
  if (only !== undefined && !topics.includes(only))
    throw new Error(`--only takes ${topics.join(', ')}; not "${only}"`);
  if ((only !== undefined || values.scenarios !== undefined) && write)
    throw new Error('--write puts all tables into docs/measured.md; leave out --only and --scenarios');
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a whole number from 1 up; not "${values.runs}"`);
  return { only, runs, scenarios: values.scenarios?.split(','), write };
}

function describeMachine(): string {
  const [cpu] = cpus();
  const model = cpu?.model.trim() ?? 'unknown processor';
  // The load shows how far the times can be trusted.
  const busy = loadavg()[0]?.toFixed(1) ?? '?';
  return `${cpus().length} × ${model}, Node ${process.versions.node}, load ${busy} before it began`;
}
