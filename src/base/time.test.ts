import { expect, test } from 'vitest';
import { isCalendarDay } from './time.ts';

test.each([
  ['2024-02-29', true],
  ['2026-11-26', true],
  ['2026-02-29', false],
  ['2026-02-30', false],
  ['2026-13-01', false],
  ['9999-99-99', false],
  ['2026-1-1', false],
  ['', false],
  ['soon', false],
])('whether %j is in the calendar: %s', (day, expected) => {
  expect(isCalendarDay(day)).toBe(expected);
});
