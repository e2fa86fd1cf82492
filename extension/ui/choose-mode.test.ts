import '../testing/fake-browser.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onDataConsentRevoked } from '../browser/data-consent.ts';
import { chooseMode } from './choose-mode.ts';

const HOST_NAMES = { data_collection: ['browsingActivity'] };
const request = vi.fn<(wanted: object) => Promise<boolean>>();
const onRemoved = vi.fn<(listener: (removed: object) => void) => void>();
const update = vi.fn(async () => {});

beforeEach(() => {
  vi.stubGlobal('__TARGET__', 'firefox');
  const { chrome } = globalThis as unknown as { chrome: { permissions: object } };
  Object.assign(chrome.permissions, { request, onRemoved: { addListener: onRemoved } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

test('standard asks Firefox for the consent to send host names, before anything is awaited', async () => {
  request.mockResolvedValue(true);
  const chosen = chooseMode('standard', update);
  expect(request).toHaveBeenCalledExactlyOnceWith(HOST_NAMES);
  expect(update).not.toHaveBeenCalled();
  await chosen;
  expect(update).toHaveBeenCalledExactlyOnceWith({ choice: 'standard' });
});

test.each([
  ['a refusal', () => Promise.resolve(false)],
  ['a Firefox that does not allow the question', () => Promise.reject(new Error('no user input'))],
])('%s is quiet', async (_, answer) => {
  request.mockImplementation(answer);
  await chooseMode('standard', update);
  expect(update).toHaveBeenCalledExactlyOnceWith({ choice: 'quiet' });
});

test('quiet asks for nothing, and Chromium has nothing to ask for', async () => {
  await chooseMode('quiet', update);
  vi.stubGlobal('__TARGET__', 'chromium');
  await chooseMode('standard', update);
  expect(request).not.toHaveBeenCalled();
  expect(update.mock.calls).toEqual([[{ choice: 'quiet' }], [{ choice: 'standard' }]]);
});

test('a consent that is taken back is heard, another permission is not', () => {
  const revoked = vi.fn();
  onDataConsentRevoked(revoked);
  const tell = onRemoved.mock.calls[0]?.[0];
  tell?.({ permissions: ['dns'], origins: [] });
  tell?.({ origins: [], data_collection: ['technicalAndInteraction'] });
  expect(revoked).not.toHaveBeenCalled();
  tell?.(HOST_NAMES);
  expect(revoked).toHaveBeenCalledOnce();
});
