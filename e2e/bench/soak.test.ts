/** Nothing that a page does on its own decides how much is asked, measured or shown. */
import { expect, test } from 'vitest';
import { failingPage, hostileOpener } from './soak-day.ts';

test('a page whose parts fail all day is checked a few times, and opens the popup once', async () => {
  const { cases, requests, popups } = await failingPage(24, 10_000);
  expect(cases).toBeGreaterThan(0);
  expect(cases).toBeLessThanOrEqual(7);
  expect(requests).toBeLessThanOrEqual(7 * 20);
  expect(popups).toBe(1);
});

test('a page that opens windows without end gets ten cases an hour, and one popup a platform', async () => {
  const two = await hostileOpener(0.2, 'two platforms', { everyMs: 600 });
  expect(two.cases).toBeLessThanOrEqual(10);
  expect(two.popups).toBeLessThanOrEqual(2);
  const all = await hostileOpener(1, 'every platform', { everyMs: 10_000 });
  expect(all.cases).toBe(10);
  expect(all.popups).toBeLessThanOrEqual(10);
});

test('nor does it get more by going on all day', async () => {
  const { cases, popups } = await hostileOpener(24, 'every platform', { everyMs: 120_000 });
  expect(cases).toBe(40);
  expect(popups).toBeLessThanOrEqual(40);
});
