/** What the settings page knows. Every change goes through the background; the settings come back from the storage. */
import { computed, effect, signal } from '@preact/signals-core';
import type { Settings } from '../../../src/config/settings.ts';
import { loadCountryOverview } from '../../../src/knowledge/queries.ts';
import type { Report } from '../../../src/model/report.ts';
import {
  createDiskReportStore,
  createMemoryReportStore,
  loadWaitingReports,
} from '../../../src/reports/report-store.ts';
import type { UpdateState } from '../../../src/updates/update-state.ts';
import { onBroadcast } from '../../browser/message-client.ts';
import { sessionMemory } from '../../browser/session-memory.ts';
import { loadMessages } from '../../i18n/messages.ts';
import { openStore } from '../../storage/open-database.ts';
import { createPageClient } from '../../ui/page-client.ts';

const client = createPageClient(loadMessages);
export const { settings, country, countryChoices, errorMessage } = client;
const { request, showError } = client;

/** ISO 3166-2 codes of the parts of the country that records speak of. */
export const regionCodes = signal<readonly string[]>([]);
export const updates = signal<UpdateState | undefined>(undefined);
export const recentErrors = signal<readonly string[]>([]);
export const queuedReports = signal<readonly Report[]>([]);
/** `asked`: the person has to confirm it; `done`: everything is deleted. */
export const deletionStep = signal<'asked' | 'done' | null>(null);

const getDatabase = openStore();
const reportStores = [createDiskReportStore(getDatabase), createMemoryReportStore(sessionMemory)];
const choice = computed(() => settings.value.choice);

export async function startOptionsPage(): Promise<void> {
  await client.loadSettings();
  let shownChoice = choice.value;
  onBroadcast('reportChanged', () => void loadQueuedReports().catch(showError));
  effect(() => void loadRegions(country.value).catch(showError));
  const [recent] = await Promise.all([
    request('getRecentErrors', {}),
    client.loadCountryChoices(),
    loadUpdateState(),
    loadQueuedReports().catch(showError),
  ]);
  recentErrors.value = recent ?? [];
  effect(() => {
    if (choice.value === shownChoice) return;
    shownChoice = choice.value;
    void loadUpdateState();
  });
}

export async function updateSettings(changes: Partial<Settings>): Promise<void> {
  errorMessage.value = null;
  deletionStep.value = null;
  await client.updateSettings(changes);
}

export async function updateNow(): Promise<void> {
  errorMessage.value = null;
  if (updates.value) updates.value = { ...updates.value, running: true };
  const state = await request('updateNow', {});
  if (state) updates.value = state;
  else await loadUpdateState();
}

export async function withdrawReport(reportId: string): Promise<void> {
  errorMessage.value = null;
  await request('withdrawReport', { reportId });
  await loadQueuedReports().catch(showError);
}

export async function deleteEverything(): Promise<void> {
  errorMessage.value = null;
  const answer = await request('deleteEverything', {});
  if (answer === undefined) return;
  deletionStep.value = 'done';
  await loadQueuedReports().catch(showError);
  await loadUpdateState();
}

async function loadUpdateState(): Promise<void> {
  updates.value = await request('getUpdateState', {});
}

async function loadQueuedReports(): Promise<void> {
  queuedReports.value = (await loadWaitingReports(reportStores)).good;
}

async function loadRegions(where: string | null): Promise<void> {
  const known =
    where === null ? undefined : await loadCountryOverview(await getDatabase(), where, { now: Date.now() });
  if (where === country.peek()) regionCodes.value = known?.subdivisions ?? [];
}
