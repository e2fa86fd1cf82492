/** The files of a checkout. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the root of the checkout, with slashes. */
  path: string;
  text: string;
}

/** The checkout that this program is part of. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

const NOT_SOURCES = ['.git', 'node_modules', 'dist', 'artifacts', 'test-results'];

const isCode = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path);
export const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path);
export const isTestSupport = (path: string): boolean => /(^|\/)testing\//.test(path);
export const isTestCode = (path: string): boolean => isTest(path) || isTestSupport(path);

/** All files that Git tracks or would; where there is no repository, all files but those of tools. */
export function listFiles(root: string): string[] {
  try {
    return listGitFiles(root);
  } catch {
    return listFolder(root, '');
  }
}

export const readCode = (root: string): SourceFile[] =>
  listFiles(root)
    .filter(isCode)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function listGitFiles(root: string): string[] {
  const git = (...args: string[]): string[] =>
    execFileSync('git', ['-C', root, 'ls-files', '-z', ...args], { encoding: 'utf8', stdio: 'pipe' })
      .split('\0')
      .filter((path) => path !== '');
  const deleted = new Set(git('--deleted'));
  return [...new Set(git('--cached', '--others', '--exclude-standard'))]
    .filter((path) => !deleted.has(path))
    .sort();
}

function listFolder(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !NOT_SOURCES.includes(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? listFolder(root, path) : [path];
    })
    .sort();
}
