import { expect, test } from 'vitest';
import { ignoreEarlyClicks } from './early-clicks.ts';

test.each([
  [0, false],
  [499, false],
  [500, true],
  [60_000, true],
])('a click %i ms after the popup has opened by itself counts: %s', (ms, counts) => {
  const page = new EventTarget();
  let [now, clicks] = [1_000, 0];
  ignoreEarlyClicks(page, () => now);
  page.addEventListener('click', () => clicks++);
  now += ms;
  const click = new Event('click', { cancelable: true });
  page.dispatchEvent(click);
  expect(clicks).toBe(counts ? 1 : 0);
  expect(click.defaultPrevented).toBe(!counts);
});
