import '../testing/fake-browser.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { changeSettings, resetSettings } from '../browser/settings.ts';
import { localStorageArea, replies, writeLocalStorage } from '../testing/fake-browser.ts';
import { createPageClient } from './page-client.ts';

beforeEach(async () => {
  replies.clear();
  for (const name of Object.keys(localStorageArea)) delete localStorageArea[name];
  replies.set('changeSettings', (changes) => changeSettings(changes as Partial<Settings>));
});

async function openPage() {
  const applyLanguage = vi.fn(async (_language: string) => {});
  const client = createPageClient(applyLanguage);
  await client.loadSettings();
  return { client, applyLanguage };
}

test('a change on one page reaches every open page, with its language', async () => {
  const [here, there] = [await openPage(), await openPage()];
  await here.client.updateSettings({ choice: 'quiet', language: 'ur' });
  for (const { client, applyLanguage } of [here, there]) {
    expect(client.settings.value).toEqual({ ...DEFAULT_SETTINGS, choice: 'quiet', language: 'ur' });
    expect(applyLanguage.mock.calls).toEqual([[''], ['ur']]);
  }
  await there.client.updateSettings({ autoOpen: false });
  expect(here.client.settings.value).toEqual(there.client.settings.value);
  expect(here.applyLanguage).toHaveBeenCalledTimes(2);
  await resetSettings();
  for (const { client } of [here, there]) expect(client.settings.value).toEqual(DEFAULT_SETTINGS);
});

test('other stored values change no settings, and a setting that does not fit falls back', async () => {
  const { client } = await openPage();
  await writeLocalStorage({ hadPolicy: true });
  expect(client.settings.value).toEqual(DEFAULT_SETTINGS);
  await writeLocalStorage({ settings: { choice: 'loud', country: 'PK' } });
  expect(client.settings.value).toEqual({ ...DEFAULT_SETTINGS, choice: 'quiet', country: 'PK' });
});

test.each([
  { likely: ['PK'], chosen: '', country: 'PK', isCountryUncertain: false },
  { likely: ['AE', 'OM'], chosen: '', country: 'AE', isCountryUncertain: true },
  { likely: [], chosen: '', country: null, isCountryUncertain: true },
  { likely: ['AE', 'OM'], chosen: 'OM', country: 'OM', isCountryUncertain: false },
  { likely: [], chosen: 'IR', country: 'IR', isCountryUncertain: false },
])('the time zone of $likely and the choice “$chosen” make it $country', async (row) => {
  const { likely, chosen, country, isCountryUncertain } = row;
  replies.set('listCountries', () => ({ likely, all: ['AE', 'IR', 'OM', 'PK'] }));
  const { client } = await openPage();
  expect(client.isCountryUncertain.value).toBe(false);
  await client.updateSettings({ country: chosen });
  await client.loadCountryChoices();
  expect(client.country.value).toBe(country);
  expect(client.isCountryUncertain.value).toBe(isCountryUncertain);
});

test('an error of the background is shown, and there is no answer', async () => {
  const { client } = await openPage();
  replies.set('getRecentErrors', () => {
    throw new Error('The disk is full');
  });
  expect(await client.request('getRecentErrors', {})).toBeUndefined();
  expect(client.errorMessage.value).toBe('The disk is full');
});
