import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withoutNotice } from './third-party.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const notices = read('THIRD-PARTY.txt');
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
const moduleOf = (name: string) => `${root}/node_modules/${name}/index.js`;

test('every library that is installed to be shipped has a notice', () => {
  expect(withoutNotice(Object.keys(dependencies).map(moduleOf), notices)).toEqual([]);
});

test('a library is found by its folder, whatever file of it is shipped, and must be named in its version', () => {
  const ids = [moduleOf('preact'), moduleOf('@preact/signals-core'), `${root}/src/base/ip.ts`, '\0runtime'];
  expect(withoutNotice(ids, '')).toEqual([
    expect.stringMatching(/^preact \d/),
    expect.stringMatching(/^@preact\/signals-core \d/),
  ]);
  expect(withoutNotice(ids, '\npreact 1.0.0 (MIT)')).toHaveLength(2);
});
