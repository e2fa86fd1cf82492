/** What the welcome page knows. */
import { computed, signal } from '@preact/signals-core';
import type { Settings } from '../../../src/config/settings.ts';
import { loadMessages } from '../../i18n/messages.ts';
import { createPageClient } from '../../ui/page-client.ts';

const client = createPageClient(loadMessages);
export const {
  settings,
  errorMessage,
  countryChoices,
  isCountryUncertain,
  loadSettings,
  loadCountryChoices,
} = client;

const pickedCountry = signal<string | null>(null);
/** What stands in the question about the country: the likeliest, until the person picks another. */
export const shownCountry = computed(() => pickedCountry.value ?? client.country.value);

export function pickCountry(code: string): void {
  pickedCountry.value = code;
}

export async function updateSettings(changes: Partial<Settings>): Promise<void> {
  errorMessage.value = null;
  await client.updateSettings(changes);
}
