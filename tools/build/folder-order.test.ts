/** A file system may list a folder in any order: what goes into the packages must not depend on it. */
import type * as fs from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

/** All that the build makes of folders, where they are listed in that order. */
async function builtFrom(order: (names: unknown[]) => unknown[]) {
  vi.resetModules();
  vi.doMock('node:fs', async (importActual) => {
    const actual = await importActual<typeof fs>();
    const readdirSync = (...given: Parameters<typeof fs.readdirSync>) => order(actual.readdirSync(...given));
    return { ...actual, default: { ...actual, readdirSync }, readdirSync };
  });
  const { LANGUAGES } = await import('./vite-plugins.ts');
  const { buildBundle } = await import('../knowledge/build.ts');
  return { languages: [...LANGUAGES], bundle: buildBundle() };
}

test('folders that are listed in another order give the same packages', async () => {
  const usual = await builtFrom((names) => names);
  expect(usual.languages).toContain('en');
  for (const order of [
    (names: unknown[]) => names.toReversed(),
    (names: unknown[]) => names.toSpliced(0, 1).concat(names[0]),
  ])
    expect(await builtFrom(order)).toEqual(usual);
});
