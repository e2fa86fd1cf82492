/** A copy of this checkout in a temporary folder, for tests that change files and run programs on them. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles, PROJECT_ROOT } from '../../house/source-tree.ts';

/** Large, and of no use to these tests. */
const LEFT_OUT = /^(src\/diagnosis\/testing\/recorded|e2e\/blocker)\//;

/** @returns the folder of the copy; it shares this checkout's node_modules */
export function copyCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), 'is-it-blocked-new-'));
  for (const path of listFiles(PROJECT_ROOT).filter((one) => !LEFT_OUT.test(one))) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(join(PROJECT_ROOT, path), join(root, path));
  }
  mkdirSync(join(root, 'src/diagnosis/testing/recorded'), { recursive: true });
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'));
  // Biome asks Git which files it ignores.
  execFileSync('git', ['init', '--quiet', root]);
  return root;
}

export const removeCheckout = (root: string): void => rmSync(root, { recursive: true });
