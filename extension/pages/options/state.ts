/** What the settings page knows. Whatever changes goes through the background, which answers with what is kept. */
import { computed, effect, signal } from '@preact/signals-core';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/config/settings.ts';
import { loadCountryOverview } from '../../../src/knowledge/queries.ts';
import type { Report } from '../../../src/model/report.ts';
import { parseReports } from '../../../src/reports/report-store.ts';
import type { UpdateState } from '../../../src/updates/update-state.ts';
import { onBroadcast, sendRequest } from '../../browser/message-client.ts';
import { readSettings } from '../../browser/settings.ts';
import { loadMessages } from '../../i18n/messages.ts';
import type { RequestMap, RequestName, SettingsResponse } from '../../protocol.ts';
import { openStore } from '../../storage/open-database.ts';
import type { CountryChoices } from '../../ui/CountryOptions.tsx';

const storedSettings = signal(DEFAULT_SETTINGS);
const backgroundSettings = signal<SettingsResponse | undefined>(undefined);
export const settings = computed<Settings>(() => backgroundSettings.value?.settings ?? storedSettings.value);
/** Chosen, or by the clock. */
export const country = computed(() => backgroundSettings.value?.country ?? '');
export const countryChoices = signal<CountryChoices>({ likely: [], all: [] });
/** ISO 3166-2 codes of the parts of the country that records speak of. */
export const regionCodes = signal<readonly string[]>([]);
export const updates = signal<UpdateState | undefined>(undefined);
export const recentErrors = signal<readonly string[]>([]);
/** Reports that wait to be sent. */
export const queuedReports = signal<readonly Report[]>([]);
export const errorMessage = signal('');
/** `asked`: the person has to confirm it; `done`: everything is deleted. */
export const deletionStep = signal<'' | 'asked' | 'done'>('');

const getDatabase = openStore();

export async function startOptionsPage(): Promise<void> {
  storedSettings.value = await readSettings();
  await loadMessages(storedSettings.value.language);
  onBroadcast('reportChanged', () => void loadQueuedReports().catch(showError));
  effect(() => void loadRegions(country.value).catch(showError));
  const [current, list, state, wrong] = await Promise.all([
    requestOrShowError('getSettings', {}),
    requestOrShowError('listCountries', {}),
    requestOrShowError('getUpdateState', {}),
    requestOrShowError('getTroubles', {}),
    loadQueuedReports().catch(showError),
  ]);
  backgroundSettings.value = current;
  countryChoices.value = list ?? countryChoices.value;
  updates.value = state;
  recentErrors.value = wrong ?? [];
}

export async function updateSettings(changes: Partial<Settings>): Promise<void> {
  const answer = await requestOrShowError('changeSettings', changes);
  if (!answer) return;
  backgroundSettings.value = answer;
  deletionStep.value = '';
  if (changes.language !== undefined) await loadMessages(changes.language).catch(showError);
  if (changes.choice !== undefined) updates.value = await requestOrShowError('getUpdateState', {});
}

export async function updateNow(): Promise<void> {
  if (updates.value) updates.value = { ...updates.value, running: true };
  updates.value =
    (await requestOrShowError('updateNow', {})) ?? (await requestOrShowError('getUpdateState', {}));
}

export async function withdrawReport(reportId: string): Promise<void> {
  await requestOrShowError('withdrawReport', { reportId });
  await loadQueuedReports().catch(showError);
}

export async function deleteEverything(): Promise<void> {
  const answer = await requestOrShowError('forgetEverything', {});
  if (!answer) return;
  backgroundSettings.value = answer;
  deletionStep.value = 'done';
  await loadMessages(answer.settings.language).catch(showError);
  await loadQueuedReports().catch(showError);
  updates.value = await requestOrShowError('getUpdateState', {});
}

async function loadQueuedReports(): Promise<void> {
  const db = await getDatabase();
  const records = await Promise.all(
    ['queued', 'sending'].map((state) => db.getAllFromIndex('reports', 'state', state)),
  );
  queuedReports.value = parseReports(records.flat()).good;
}

async function loadRegions(where: string): Promise<void> {
  const known =
    where === '' ? undefined : await loadCountryOverview(await getDatabase(), where, { now: Date.now() });
  if (where === country.peek()) regionCodes.value = known?.subdivisions ?? [];
}

/** Asks the background; what it cannot do is shown, and the answer is undefined. */
async function requestOrShowError<N extends RequestName>(
  name: N,
  payload: RequestMap[N]['ask'],
): Promise<RequestMap[N]['answer'] | undefined> {
  try {
    errorMessage.value = '';
    return await sendRequest(name, payload);
  } catch (error) {
    return showError(error);
  }
}

function showError(error: unknown): undefined {
  errorMessage.value = error instanceof Error ? error.message : String(error);
}
