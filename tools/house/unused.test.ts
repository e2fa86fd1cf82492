import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listFiles, PROJECT_ROOT } from './source-tree.ts';

let copy: string;

/** A copy of the tree without its data, so that what is planted is never seen by another test. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'is-it-blocked-unused-'));
  for (const path of listFiles(PROJECT_ROOT)) {
    if (path.startsWith('src/knowledge/data/') || path.includes('/recorded/')) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(PROJECT_ROOT, path), join(copy, path));
  }
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function runKnip(): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/knip', ['--no-progress'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

test('knip reports a file, an export and a package that nothing uses', { timeout: 120_000 }, () => {
  writeFileSync(join(copy, 'src/base/planted.ts'), 'export const planted = 1;\n');
  appendFileSync(join(copy, 'src/base/time.ts'), 'export const PLANTED_MS = 1;\n');
  const packageJson = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  packageJson.dependencies['left-pad'] = '1.3.0';
  writeFileSync(join(copy, 'package.json'), JSON.stringify(packageJson));
  const { status, output } = runKnip();
  expect(status).not.toBe(0);
  for (const planted of ['src/base/planted.ts', 'PLANTED_MS', 'left-pad']) expect(output).toContain(planted);
});
