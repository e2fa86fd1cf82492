import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Settings } from '../../src/config/settings.ts';
import { changeSettings, resetSettings } from '../browser/settings.ts';
import { replies } from '../testing/fake-browser.ts';
import { visibleText } from '../testing/visible-text.ts';
import { OptionsPage } from './options/Options.tsx';
import * as options from './options/state.ts';
import * as welcome from './welcome/state.ts';
import { Welcome } from './welcome/Welcome.tsx';

beforeAll(async () => {
  replies.set('changeSettings', (changes) => changeSettings(changes as Partial<Settings>));
  replies.set('deleteEverything', resetSettings);
  replies.set('listCountries', () => ({ likely: ['AE', 'OM'], all: ['AE', 'OM', 'PK'] }));
  await Promise.all([options.startOptionsPage(), welcome.loadSettings()]);
  await welcome.loadCountryChoices();
});
const optionsText = (): string => visibleText(<OptionsPage />);
const welcomeText = (): string => visibleText(<Welcome />);

test('the settings page and the welcome page show a change that was made on the other', async () => {
  expect(welcomeText()).toContain('United Arab Emirates');
  await options.updateSettings({ country: 'PK' });
  expect(options.country.value).toBe('PK');
  expect(welcomeText()).not.toContain('United Arab Emirates');

  expect(optionsText()).toContain('You have not chosen yet.');
  await welcome.updateSettings({ choice: 'standard', language: 'ur' });
  expect(options.settings.value).toMatchObject({ choice: 'standard', country: 'PK', language: 'ur' });
  expect(optionsText()).not.toContain('You have not chosen yet.');
  await vi.waitFor(() => expect(document.documentElement.lang).toBe('ur'));
});

test('after everything is deleted on the settings page, the welcome page asks again', async () => {
  await options.deleteEverything();
  expect(options.deletionStep.value).toBe('done');
  expect(welcome.settings.value).toEqual(options.settings.value);
  expect(welcome.settings.value.choice).toBe('unset');
  expect(welcome.isCountryUncertain.value).toBe(true);
});
