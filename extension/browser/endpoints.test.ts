import '../testing/fake-browser.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ENDPOINTS, endpointsOf } from '../../src/config/endpoints.ts';
import { localStorageArea, managedStorageArea } from '../testing/fake-browser.ts';
import browser from './api.ts';
import { readEndpoints } from './endpoints.ts';

const ofChromium = endpointsOf('chromium', ENDPOINTS);
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
  vi.stubGlobal('__TARGET__', 'chromium');
});

/** As Chromium in its first seconds. */
function answerPolicyLate(endpoints: object | undefined): void {
  const answerAfterDelay = () =>
    new Promise<Record<string, unknown>>((done) => setTimeout(done, 5_000, endpoints ? { endpoints } : {}));
  vi.spyOn(browser.storage.managed, 'get').mockImplementation(answerAfterDelay);
}

test('a policy’s endpoints stand in the place of ours, and ours where it leaves some out', async () => {
  managedStorageArea.endpoints = { helper };
  expect(await readEndpoints()).toEqual({ ...ofChromium, helper });
  await expectRemembered(true);
});

test('nobody waits seconds for the answer that there is no policy', async () => {
  answerPolicyLate(undefined);
  const read = readEndpoints();
  await vi.advanceTimersByTimeAsync(100);
  expect(await read).toEqual(ofChromium);
  await vi.advanceTimersByTimeAsync(5_000);
  await expectRemembered(false);
});

test('a browser that had a policy waits for it, even if it came too late the first time', async () => {
  answerPolicyLate({ helper });
  const first = readEndpoints();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await first).toEqual(ofChromium);
  await expectRemembered(true);
  const second = readEndpoints();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await second).toEqual({ ...ofChromium, helper });
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
  expect(await readEndpoints()).toEqual(ofChromium);
  get.mockRejectedValue(new Error('An unexpected error occurred'));
  await expect(readEndpoints()).rejects.toThrow(/nothing is asked: An unexpected error/);
});

test.each([
  ['chromium', 'http://connectivitycheck.gstatic.com/generate_204'],
  ['firefox', 'http://detectportal.firefox.com/success.txt?ipv4'],
] as const)('%s asks only the portal page that it asks by itself', async (target, url) => {
  vi.stubGlobal('__TARGET__', target);
  expect((await readEndpoints()).portals.map((portal) => portal.url)).toEqual([url]);
  managedStorageArea.endpoints = {
    portals: [{ name: 'own', url: 'http://lab.example/', status: 204, body: '' }],
  };
  expect((await readEndpoints()).portals.map(({ name }) => name)).toEqual(['own']);
});
