import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from './source-tree.ts';
import { plantFiles, runProgram } from './testing/planted-tree.ts';

/** A line each that its folder's types refuse, and one that they know. */
const FOLDERS = {
  src: {
    refused: ['document.title;', "process.argv.join(' ');", 'window.close();'],
    known: 'fetch(new URL("https://a.example")).catch(() => crypto.randomUUID());',
  },
  extension: { refused: ["process.argv.join(' ');", 'Buffer.from("a");'], known: 'document.title;' },
  tools: { refused: ['document.title;', 'window.close();'], known: "process.argv.join(' ');" },
};

/** Inside the project, where types of packages are found. */
const ARTIFACTS = join(PROJECT_ROOT, 'artifacts');

test('page and Node are unknown where they must be', { timeout: 60_000 }, async () => {
  mkdirSync(ARTIFACTS, { recursive: true });
  const root = mkdtempSync(join(ARTIFACTS, 'planted-types-'));
  try {
    for (const [folder, { refused, known }] of Object.entries(FOLDERS))
      plantFiles(root, {
        [`${folder}/tsconfig.json`]: configOf(folder),
        [`${folder}/planted.ts`]: ['export {};', known, ...refused].join('\n'),
      });
    const output = await runProgram('tsc', ['-b', ...Object.keys(FOLDERS), '--pretty', 'false'], root);
    expect(
      output
        .split('\n')
        .filter((line) => line.includes('error'))
        .map(describeError)
        .sort(),
    ).toEqual([
      "extension/planted.ts:3 Cannot find name 'process'.",
      "extension/planted.ts:4 Cannot find name 'Buffer'.",
      "src/planted.ts:3 Cannot find name 'document'.",
      "src/planted.ts:4 Cannot find name 'process'.",
      "src/planted.ts:5 Cannot find name 'window'.",
      "tools/planted.ts:3 Cannot find name 'document'.",
      "tools/planted.ts:4 Cannot find name 'window'.",
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

/** The folder's own settings, for one file. */
const configOf = (folder: string): string =>
  JSON.stringify({
    extends: join(PROJECT_ROOT, folder, 'tsconfig.json'),
    compilerOptions: { tsBuildInfoFile: `${folder}.tsbuildinfo` },
    include: ['planted.ts'],
    exclude: [],
  });

/** `src/planted.ts(3,1): error TS2584: Cannot find name 'document'. Do you …` */
function describeError(line: string): string {
  const [, file, row, message] = /^(.+)\((\d+),\d+\): error TS\d+: ([^.]*\.)/.exec(line) ?? [];
  return file === undefined ? line : `${file}:${row} ${message}`;
}
