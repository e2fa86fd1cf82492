import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PASSING_EXCEPTIONS } from './size-rules.ts';
import { PROJECT_ROOT } from './source-tree.ts';
import { lintPlanted } from './testing/lint-planted.ts';

const ROWS = PASSING_EXCEPTIONS.flatMap(({ rule, files }) => files.map((file) => ({ rule, file })));

test('each exception is still needed: delete its row in size-rules.ts', { timeout: 60_000 }, async () => {
  const present = ROWS.filter(({ file }) => existsSync(join(PROJECT_ROOT, file)));
  const files = present.map(({ file }) => [file, readFileSync(join(PROJECT_ROOT, file), 'utf8')] as const);
  const findings = await lintPlanted(Object.fromEntries(files), '{ "overrides": [] }');
  const isNeeded = ({ rule, file }: (typeof ROWS)[number]): boolean =>
    findings.some((one) => one.file === file && one.rule === rule);
  expect(ROWS.filter((row) => !isNeeded(row)).map(({ rule, file }) => `${file}: ${rule}`)).toEqual([]);
});
