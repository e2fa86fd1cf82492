/**
 * `npm run new -- check|rule|country|language|platform|feed NAME`
 *
 * Writes the files and the rows that such a thing needs. What a program cannot know is marked, and one test
 * (`left-to-write.test.ts`) fails until every mark is replaced.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { definedOnly } from '../../src/base/defined-only.ts';
import { errorMessage } from '../../src/base/errors.ts';
import { addKind, USAGE } from './add.ts';
import { ChangeSet } from './change-set.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

try {
  runCommand();
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}

function runCommand(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { in: { type: 'string' } } });
  const [kind, name] = positionals;
  if (!kind || !name || positionals.length > 2) throw new Error(USAGE);
  const changes = new ChangeSet(ROOT);
  const nextSteps = addKind(changes, {
    kind,
    name,
    ...definedOnly({ group: values.in }),
  });
  changes.write();
  runProgram('biome', [
    'check',
    '--write',
    '--log-level=error',
    '--no-errors-on-unmatched',
    ...changes.paths,
  ]);
  const written = [...changes.paths];
  if (written.includes('tools/docs/requests.ts')) {
    runProgram('tsx', ['tools/docs/write-docs.ts']);
    written.push('PRIVACY.md');
  }
  console.log(['Written:', ...written.map((path) => `  ${path}`)].join('\n'));
  console.log(['Next:', ...nextSteps.map((step) => `  ${step}`)].join('\n'));
  console.log('What is left to write: npx vitest run tools/new/left-to-write.test.ts');
}

/** Runs a program of node_modules in the checkout. @throws when it fails */
function runProgram(program: string, args: string[]): void {
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin', program), args, {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${program} failed; its own words are above`);
}
