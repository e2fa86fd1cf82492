/** `npm test` runs all checks and tests, each part even if another failed, and prints a summary. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { exit } from 'node:process';
import { ensureModules, ROOT, runProgram } from './run.mjs';

const REPORTS = resolve(ROOT, 'artifacts/reports');
const UNIT = resolve(REPORTS, 'unit.json');
/** playwright.config.ts writes it. */
const E2E = resolve(REPORTS, 'e2e.json');

const PARTS = [
  { name: 'types', argv: ['tsc', '-b', 'src', 'extension', 'tools', '.'] },
  { name: 'lint', argv: ['biome', 'check', '.'] },
  { name: 'unused', argv: ['knip', '--treat-config-hints-as-errors'] },
  { name: 'data:check', argv: ['tsx', 'tools/knowledge/check.ts'] },
  {
    name: 'unit',
    argv: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`],
    count: () => {
      const { numPassedTests, numFailedTests, success } = readReport(UNIT);
      return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : 1) };
    },
  },
  { name: 'build', argv: ['tsx', 'tools/build/build.ts'] },
  {
    name: 'web-ext lint',
    argv: [
      'web-ext',
      'lint',
      '--source-dir',
      'dist/firefox',
      '--warnings-as-errors',
      '--no-config-discovery',
    ],
  },
  {
    name: 'end-to-end',
    argv: ['playwright', 'test'],
    count: () => {
      const { stats, errors } = readReport(E2E);
      if (stats.flaky > 0) console.log(`${stats.flaky} needed a second try: see "flaky" above`);
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected + stats.skipped + errors.length,
      };
    },
  },
];

await ensureModules();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const began = Date.now();
const total = { passed: 0, failed: 0 };
const broken = [];
for (const part of PARTS) {
  console.log(`\n=== ${part.name} ===`);
  const start = Date.now();
  const [program, ...args] = part.argv;
  const code = await runProgram(program, args);
  const { passed, failed } = countResults(part, code);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) broken.push(part.name);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`--- ${part.name}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

console.log(
  `\nAll in ${((Date.now() - began) / 1000).toFixed(0)} s${broken.length ? `; failed: ${broken.join(', ')}` : ''}`,
);
console.log(`${total.passed} passed, ${total.failed} failed`);
exit(total.failed > 0 ? 1 : 0);

/** The counts of a part; a part without a readable report counts as one. */
function countResults({ count }, code) {
  const single = code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!count) return single;
  try {
    const { passed, failed } = count();
    return { passed, failed: code !== 0 ? Math.max(failed, 1) : failed };
  } catch (error) {
    console.error(`Its report cannot be read: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

function readReport(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
