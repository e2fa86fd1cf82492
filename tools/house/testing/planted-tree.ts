/** A folder with files that a test plants, and programs of node_modules that judge it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../source-tree.ts';

export function plantFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What it prints, whatever its exit code: breaches are expected. */
export function runProgram(name: string, args: readonly string[], cwd: string): Promise<string> {
  const program = join(PROJECT_ROOT, 'node_modules/.bin', name);
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
}
