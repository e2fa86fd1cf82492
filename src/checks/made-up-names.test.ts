import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { madeUpLabels } from './made-up-names.ts';

const pairs = Array.from({ length: 2_000 }, (_, seed) => madeUpLabels(seededRandom(seed)));

test('a label is never asked for under two domains, and hardly ever twice', () => {
  for (const [here, elsewhere] of pairs) expect(here).not.toBe(elsewhere);
  expect(new Set(pairs.flat()).size).toBeGreaterThan(1_500);
  // Not even a source that gives the same number each time makes them alike.
  expect(new Set(madeUpLabels(() => 0.5)).size).toBe(2);
});

test('labels have the forms of servers’ names, several of them, and no row of digits', () => {
  const shapes = new Set(
    pairs
      .flat()
      .map((label) => label.replace(/[a-z]+/g, 'a').replace(/\d+/g, (digits) => `${digits.length}`)),
  );
  expect([...shapes].sort()).toEqual(['a-a1', 'a1-a', 'a2-a']);
  for (const label of pairs.flat()) expect(label).toMatch(/^[a-z]+\d{0,2}-[a-z]+\d?$/);
});
