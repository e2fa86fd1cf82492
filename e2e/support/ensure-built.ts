import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserKind } from '../browsers/browser.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Sources of the extension's build. */
const SOURCES = ['src', 'extension', 'icons', 'manifest.json', 'vite.config.ts', 'package-lock.json'];

export const builtDir = (kind: BrowserKind): string => join(ROOT, 'dist', kind);

/** Builds both variants if either is missing or older than the newest source. @throws if the build fails */
export async function ensureBuilt(printLine: (line: string) => void = console.log): Promise<void> {
  const newest = Math.max(...(await Promise.all(SOURCES.map((source) => newestChange(join(ROOT, source))))));
  const built = await Promise.all(
    (['chromium', 'firefox'] as const).map((kind) => modifiedAt(join(builtDir(kind), 'manifest.json'))),
  );
  if (built.every((at) => at > newest)) return;
  printLine('Building the extension.');
  await runBuild();
}

async function newestChange(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  const times = await Promise.all(['', ...entries].map((entry) => modifiedAt(join(path, entry))));
  return Math.max(...times);
}

/** ms since the epoch; zero for a missing file. */
const modifiedAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

function runBuild(): Promise<void> {
  return new Promise((done, fail) => {
    const tsx = join(ROOT, 'node_modules/.bin/tsx');
    const child = spawn(tsx, ['tools/build/build.ts'], { cwd: ROOT, stdio: 'inherit' });
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0
        ? done()
        : fail(new Error(`The build failed with exit code ${code}; its own words are above`)),
    );
  });
}
