import { expect, test, vi } from 'vitest';
import { createErrorLog } from './error-log.ts';

test('keeps each of the last texts once, and cuts long ones', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const log = createErrorLog();
  log.record(new TypeError('x'.repeat(100_000)));
  expect(log.recent()[0]).toMatch(/^TypeError: x{10}/);
  expect(log.recent()[0]?.length).toBeLessThan(1_000);
  for (let n = 0; n < 10_000; n++) {
    log.record(`error ${n}`);
    log.record(`error ${n}`);
  }
  expect(log.recent().length).toBeLessThan(100);
  expect(new Set(log.recent()).size).toBe(log.recent().length);
  expect(log.recent().at(-1)).toBe('error 9999');
});
