import '../testing/fake-browser.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { createDeferred } from '../../src/base/deferred.ts';
import browser from './api.ts';
import { keepAwake } from './lifecycle.ts';

afterEach(() => vi.useRealTimers());

test('calls the browser more often than every 30 s while work runs, and not after', async () => {
  vi.useFakeTimers();
  const calls = vi.spyOn(browser.runtime, 'getPlatformInfo');
  for (const end of ['done', 'failed']) {
    calls.mockClear();
    const { promise, resolve } = createDeferred();
    const work = keepAwake(promise.then(() => (end === 'done' ? end : Promise.reject(new Error(end)))));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.mock.calls.length).toBeGreaterThan(60 / 30);
    resolve();
    expect(await work.catch(({ message }: Error) => message)).toBe(end);
    calls.mockClear();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(calls).not.toHaveBeenCalled();
  }
});
