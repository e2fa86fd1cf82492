import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { errorMessage as messageOf } from '../../src/base/errors.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { sendRequest } from '../browser/message-client.ts';
import { onSettingsChanged, readSettings } from '../browser/settings.ts';
import type { RequestMap, RequestName } from '../protocol.ts';

/** What every page needs of the background: its answers, its errors, the settings and the country that follows from them. */
export interface PageClient {
  /** The stored settings, also after a change on another page. */
  readonly settings: ReadonlySignal<Settings>;
  /** What went wrong last; null: nothing to show. A page clears it when a new action begins. */
  readonly errorMessage: Signal<string | null>;
  /** Null until the background has answered. */
  readonly countryChoices: Signal<RequestMap['listCountries']['answer'] | null>;
  /** ISO 3166-1 alpha-2: chosen, else the likeliest by the time zone; null: neither tells one. */
  readonly country: ReadonlySignal<string | null>;
  /** Whether to ask the person: none is chosen, and the time zone leaves open which it is. */
  readonly isCountryUncertain: ReadonlySignal<boolean>;
  /** Reads the settings, turns the page to their language, and follows both from then on. */
  loadSettings(): Promise<void>;
  loadCountryChoices(): Promise<void>;
  /** Asks the background. An error is shown, and the answer is undefined. */
  request<N extends RequestName>(
    name: N,
    payload: RequestMap[N]['ask'],
  ): Promise<RequestMap[N]['answer'] | undefined>;
  /** Has the background check and store the changes; `settings` follows when they are stored. */
  updateSettings(changes: Partial<Settings>): Promise<void>;
  showError(error: unknown): undefined;
}

/** `applyLanguage` turns the page to the language of the settings, empty for the browser's own. */
export function createPageClient(applyLanguage: (language: string) => Promise<void>): PageClient {
  const settings = signal(DEFAULT_SETTINGS);
  const errorMessage: PageClient['errorMessage'] = signal(null);
  const countryChoices: PageClient['countryChoices'] = signal(null);

  const showError = (error: unknown): undefined => {
    errorMessage.value = messageOf(error);
  };
  const request: PageClient['request'] = (name, payload) => sendRequest(name, payload).catch(showError);

  return {
    settings,
    errorMessage,
    countryChoices,
    country: computed(() => settings.value.country || countryChoices.value?.likely[0] || null),
    isCountryUncertain: computed(
      () =>
        settings.value.country === '' &&
        countryChoices.value !== null &&
        countryChoices.value.likely.length !== 1,
    ),
    async loadSettings() {
      onSettingsChanged((changed) => {
        const isOtherLanguage = changed.language !== settings.peek().language;
        settings.value = changed;
        if (isOtherLanguage) void applyLanguage(changed.language).catch(showError);
      });
      settings.value = await readSettings();
      await applyLanguage(settings.value.language);
    },
    async loadCountryChoices() {
      countryChoices.value = (await request('listCountries', {})) ?? countryChoices.value;
    },
    request,
    async updateSettings(changes) {
      await request('changeSettings', changes);
    },
    showError,
  };
}
