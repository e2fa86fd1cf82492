/**
 * `npm run bench:scale -- [--seed 1] [--write]`
 *
 * Computes what a mass event costs the services that the extension asks, and what people read when these refuse. `--write`
 * also puts the tables into docs/measured.md.
 */
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { writeMeasurements } from './measured.ts';
import { scaleTables } from './scale/tables.ts';

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, write: { type: 'boolean', default: false } },
  });
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed takes a whole number; not "${values.seed}"`);
  const text = [`## At scale\n\n\`npm run bench:scale\`, seed ${seed}.`, ...(await scaleTables(seed))].join(
    '\n\n',
  );
  console.log(text);
  if (values.write) await writeMeasurements(`${text}\n`, 'scale');
}
