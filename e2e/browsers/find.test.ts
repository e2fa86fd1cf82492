import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser } from './find.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'is-it-blocked-find-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function createProgram(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

test('finds a program on the path, the plain name first', async () => {
  const esr = await createProgram('firefox-esr');
  const PATH = ['/nowhere', folder].join(delimiter);
  expect(await findBrowser('firefox', { PATH })).toBe(esr);
  const plain = await createProgram('firefox');
  expect(await findBrowser('firefox', { PATH })).toBe(plain);
});

test('prefers the program that the variable names', async () => {
  await createProgram('firefox');
  const own = await createProgram('my-own-browser');
  expect(await findBrowser('firefox', { PATH: folder, FIREFOX_PATH: own })).toBe(own);
  expect(await findBrowser('chromium', { PATH: folder, CHROME_PATH: own })).toBe(own);
});

test('names the variable whose program cannot be run', async () => {
  const locked = await createProgram('text', 0o644);
  await expect(findBrowser('firefox', { FIREFOX_PATH: locked })).rejects.toThrow(
    `FIREFOX_PATH is set to ${locked}, which is not a program that can be run`,
  );
});
