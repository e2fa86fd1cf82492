import '../testing/fake-browser.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { localStorageArea, managedStorageArea } from '../testing/fake-browser.ts';
import browser from './api.ts';
import { readEndpoints } from './endpoints.ts';

const helper = 'https://helper.example/';
const expectRemembered = (hadPolicy: boolean) =>
  vi.waitFor(() => expect(localStorageArea).toEqual({ hadPolicy }));

beforeEach(() => {
  vi.useFakeTimers();
  for (const key of Object.keys(localStorageArea)) delete localStorageArea[key];
  delete managedStorageArea.endpoints;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** As Chromium in its first seconds. */
function answerPolicyLate(endpoints: object | undefined): void {
  const answerAfterDelay = () =>
    new Promise<Record<string, unknown>>((done) => setTimeout(done, 5_000, endpoints ? { endpoints } : {}));
  vi.spyOn(browser.storage.managed, 'get').mockImplementation(answerAfterDelay);
}

test('a policy’s endpoints stand in the place of ours, and ours where it leaves some out', async () => {
  managedStorageArea.endpoints = { helper };
  expect(await readEndpoints()).toEqual({ ...ENDPOINTS, helper });
  await expectRemembered(true);
});

test('nobody waits seconds for the answer that there is no policy', async () => {
  answerPolicyLate(undefined);
  const read = readEndpoints();
  await vi.advanceTimersByTimeAsync(100);
  expect(await read).toEqual(ENDPOINTS);
  await vi.advanceTimersByTimeAsync(5_000);
  await expectRemembered(false);
});

test('a browser that had a policy waits for it, even if it came too late the first time', async () => {
  answerPolicyLate({ helper });
  const first = readEndpoints();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await first).toEqual(ENDPOINTS);
  await expectRemembered(true);
  const second = readEndpoints();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await second).toEqual({ ...ENDPOINTS, helper });
});

test.each([
  ['a field that does not fit', { helper: 'http://helper.example/' }, 'helper'],
  ['a field with another name', { helpr: helper }, 'helpr'],
  ['no object', 'none', 'endpoints'],
])('a policy with %s opens nothing: our endpoints are not asked in its place', async (_, policy, field) => {
  managedStorageArea.endpoints = policy;
  await expect(readEndpoints()).rejects.toThrow(new RegExp(`nothing is asked: .*${field}`));
});

test('an error of the browser is no answer, but for the one that says that there is no policy', async () => {
  const get = vi.spyOn(browser.storage.managed, 'get');
  get.mockRejectedValue(new Error('Managed storage manifest not found'));
  expect(await readEndpoints()).toEqual(ENDPOINTS);
  get.mockRejectedValue(new Error('An unexpected error occurred'));
  await expect(readEndpoints()).rejects.toThrow(/nothing is asked: An unexpected error/);
});
