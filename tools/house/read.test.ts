import { describe, expect, test } from 'vitest';
import { findCircles } from './find-circles.ts';
import { findSharedNames, isOneWord, measureAreas } from './measure-names.ts';
import { readImports } from './read-imports.ts';
import { readNames } from './read-names.ts';

describe('imports', () => {
  test.each<[code: string, to: string, isType: boolean]>([
    ["import { a } from './b.ts';", 'x/b.ts', false],
    ["import './b.css';", 'x/b.css', false],
    ["import type { A } from '../b.ts';", 'b.ts', true],
    ["import { type A } from './b.ts';", 'x/b.ts', true],
    ["import { type A, b } from './b.ts';", 'x/b.ts', false],
    ["export { a } from './b.ts';", 'x/b.ts', false],
    ["export type { A } from './b.ts';", 'x/b.ts', true],
    ["export * from './b.ts';", 'x/b.ts', false],
    ["const a = await import('./b.ts');", 'x/b.ts', false],
    ["type A = import('./b.ts').A;", 'x/b.ts', true],
    ["import a from './b.html?raw';", 'x/b.html', false],
  ])('%s', (text, to, isType) => {
    expect(readImports({ path: 'x/a.ts', text })).toEqual([{ from: 'x/a.ts', to, isType }]);
  });

  test('packages and addresses that are made are left out', () => {
    const text = "import a from 'valibot'; import 'node:fs'; await import(a + './b.ts');";
    expect(readImports({ path: 'x/a.ts', text })).toEqual([]);
  });

  test('what cannot be read is said', () => {
    expect(() => readImports({ path: 'x/a.ts', text: 'import {' })).toThrow('x/a.ts: ');
  });
});

test('circles: each group once, single nodes not', () => {
  const edges = (...pairs: string[]): Map<string, Set<string>> =>
    new Map(pairs.map((pair) => [pair[0] ?? '', new Set(pair.slice(1))]));
  expect(findCircles(edges('ab', 'bc', 'cad', 'de', 'ed', 'fa'))).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
  expect(findCircles(edges('abc', 'bc'))).toEqual([]);
});

describe('names', () => {
  const CODE = `
    /** For whoever reads. */
    export function readAll() { const one = () => 1; const two = 2; return one() + two; }
    export class Store { get size() { return 1; } #parse = () => 1; constructor() {} }
    type Row = string; export const [a] = [1]; // nobody
  `;

  test('of functions, and of what a file defines', () => {
    const { functions, topLevel } = readNames({ path: 'src/a.ts', text: CODE });
    expect(functions.sort()).toEqual(['one', 'parse', 'readAll', 'size']);
    expect(topLevel).toEqual(['readAll', 'Store', 'Row']);
  });

  test.each([
    ['read', true],
    ['URL', true],
    ['readAll', false],
    ['isIpv6', false],
    ['ROW_SCHEMA', false],
  ])('%s has one word: %s', (name, expected) => {
    expect(isOneWord(name)).toBe(expected);
  });

  test('figures leave tests out of names, not of comments', () => {
    const files = [
      { path: 'src/a.ts', text: CODE },
      { path: 'src/b.test.ts', text: 'function go() {} // somebody' },
    ];
    expect(measureAreas(files)).toEqual([
      { area: 'src', functions: 4, oneWord: 3, letters: 19, vagueComments: 3 },
    ]);
  });

  test('shared names are those of several files', () => {
    const files = ['src/a.ts', 'src/b.ts', 'src/c.test.ts'].map((path) => ({ path, text: 'const run = 1;' }));
    expect(findSharedNames(files)).toEqual([{ name: 'run', files: ['src/a.ts', 'src/b.ts'] }]);
  });
});
