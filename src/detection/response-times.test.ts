import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HANG_SPREAD_MS, MAX_HANG_MS, MIN_HANG_MS, ResponseTimes } from './response-times.ts';

const hangMsAfter = (...times: number[]): number => new ResponseTimes(times).hangMs();

test.each<[string, number[], number]>([
  ['nothing is known of the line', [], MIN_HANG_MS],
  ['two loads say nothing about a line', [2_000, 2_000], MIN_HANG_MS],
  ['a quick line: no page is silent for three seconds', [80, 120, 90], 3_000],
  ['a slow line: three times what pages take there', [1_500, 1_400, 1_600, 1_500], 4_500],
  ['a very slow line: people leave sooner', [4_000, 5_000, 4_500], MAX_HANG_MS],
  ['of ten loads one was a site’s own fault', [...Array<number>(9).fill(100), 30_000], 3_000],
])('%s', (_, times, expected) => {
  expect(hangMsAfter(...times)).toBe(expected);
});

test('a line that has changed is known after twenty loads, and older ones are forgotten', () => {
  const times = new ResponseTimes(Array<number>(20).fill(2_000));
  expect(times.hangMs()).toBe(6_000);
  for (let load = 0; load < 20; load++) times.add(100);
  expect([times.hangMs(), times.values]).toEqual([3_000, Array<number>(20).fill(100)]);
});

test('no two waits end at one exact moment', () => {
  const waits = [0, 0.25, 0.5, 0.99].map((random) => new ResponseTimes().hangMs(random));
  expect(new Set(waits).size).toBe(4);
  expect(Math.max(...waits)).toBeLessThan(MIN_HANG_MS + HANG_SPREAD_MS);
});

test('the wait stays within its bounds, and never gets shorter on a slower line', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { maxLength: 30 }), fc.nat(5_000), (all, slower) => {
      const times = new ResponseTimes();
      for (const ms of all) times.add(ms);
      expect(times.values.length).toBeLessThanOrEqual(20);
      expect(times.hangMs()).toBeGreaterThanOrEqual(3_000);
      expect(times.hangMs()).toBeLessThanOrEqual(MAX_HANG_MS);
      const slow = new ResponseTimes(times.values.map((ms) => ms + slower));
      expect(slow.hangMs()).toBeGreaterThanOrEqual(times.hangMs());
      // What is kept gives the same answer when the background starts again.
      expect(new ResponseTimes(times.values).hangMs()).toBe(times.hangMs());
    }),
  );
});
