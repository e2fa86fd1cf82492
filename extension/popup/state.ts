/** What the popup knows. First what is stored, so that it shows at once; then what the background says, which is the truth. */
import { batch, computed, effect, signal } from '@preact/signals-core';
import * as v from 'valibot';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { entityName, type KnownIncidents, lookUpIncidents } from '../../src/knowledge/lookup.ts';
import { type Case, CaseSchema } from '../../src/model/case.ts';
import type { Report } from '../../src/model/report.ts';
import { onBroadcast, sendRequest } from '../browser/message-client.ts';
import { targetTabId } from '../browser/pages.ts';
import { readSettings } from '../browser/settings.ts';
import { loadMessages, preloadMessages } from '../i18n/messages.ts';
import type { RequestMap, RequestName, SettingsResponse } from '../protocol.ts';
import { openStore } from '../storage/open-database.ts';
import { officeNames } from '../ui/entity-names.ts';

export const currentCase = signal<Case | null>(null);
export const settings = signal<Settings>(DEFAULT_SETTINGS);
export const knownIncidents = signal<KnownIncidents | null>(null);
export const currentReport = signal<Report | null>(null);
export const errorMessage = signal('');
const backgroundSettings = signal<SettingsResponse | undefined>(undefined);
/**
 * A country that is only likely, as others have the same clock, or as the network alone tells one; empty: there is
 * nothing to ask.
 */
export const likelyCountry = computed(() =>
  backgroundSettings.value?.sure === false
    ? backgroundSettings.value.country || currentCase.value?.probeCc || ''
    : '',
);
export const country = computed(
  () => settings.value.country || backgroundSettings.value?.country || currentCase.value?.country || '',
);

/** ISO 3166-2; empty: not told. */
export const region = computed(() => settings.value.region);
export const platform = computed(() => currentCase.value?.platform);

const getDatabase = openStore();
let tabId: number | undefined;

/** Reads what is stored. Nothing here asks the background or the network; a store that cannot be read is no case. */
export async function loadFromStorage(search: string): Promise<void> {
  preloadMessages();
  const words = readSettings().then(async (stored) => {
    settings.value = stored;
    await loadMessages(stored.language);
  });
  tabId = await targetTabId(search);
  const [stored] = await Promise.all([readStoredCase().catch(showError), words]);
  currentCase.value = stored ?? null;
}

/** The newest case of the tab, if it can be read. */
async function readStoredCase(): Promise<Case | undefined> {
  if (tabId === undefined) return undefined;
  const stored = await (await getDatabase()).getAllFromIndex('cases', 'tab', tabId);
  const newest = stored.sort((a, b) => b.startedAt - a.startedAt)[0];
  const parsed = v.safeParse(CaseSchema, newest);
  return parsed.success ? parsed.output : undefined;
}

/** Asks the background for the truth, and goes on listening. */
export function subscribeToBackground(): void {
  let noticed = false;
  onBroadcast('caseChanged', (notice) => {
    if (notice.tabId !== tabId) return;
    noticed = true;
    currentCase.value = notice.case;
  });
  onBroadcast('reportChanged', (notice) => {
    if (notice.report.caseId === currentCase.value?.id) currentReport.value = notice.report;
  });
  void requestOrShowError('getSettings', {}).then(applySettings);
  void requestOrShowError('getTroubles', {}).then((troubles) => {
    errorMessage.value ||= troubles?.at(-1) ?? '';
  });
  if (tabId !== undefined)
    void requestOrShowError('getCase', { tabId }).then((truth) => {
      // A notice that came meanwhile is newer than this answer.
      if (truth !== undefined && !noticed) currentCase.value = truth;
    });
  effect(() => {
    // Again when the case settles: on a first start the records are imported meanwhile.
    void casePhase.value;
    void loadHistory(platform.value, country.value, region.value).catch(showError);
  });
  effect(() => void loadReport(caseId.value));
}
const caseId = computed(() => currentCase.value?.id);
const casePhase = computed(() => currentCase.value?.phase);

/** Asks the background; what it cannot do is shown, and the answer is undefined. */
export async function requestOrShowError<N extends RequestName>(
  name: N,
  payload: RequestMap[N]['ask'],
): Promise<RequestMap[N]['answer'] | undefined> {
  try {
    return await sendRequest(name, payload);
  } catch (error) {
    showError(error);
    return undefined;
  }
}

export async function updateSettings(changes: Partial<Settings>): Promise<void> {
  applySettings(await requestOrShowError('changeSettings', changes));
}

export async function checkAgain(): Promise<void> {
  if (tabId !== undefined) await requestOrShowError('checkAgain', { tabId });
}

/** Shows the report of the case; makes the draft if there is none. */
export async function showReport(): Promise<void> {
  errorMessage.value = '';
  const subject = currentCase.value;
  if (!subject) return;
  const draft = await requestOrShowError('draftReport', { caseId: subject.id });
  if (draft && subject.id === currentCase.value?.id) currentReport.value = draft;
}

function applySettings(answer: SettingsResponse | undefined): void {
  if (!answer) return;
  settings.value = answer.settings;
  backgroundSettings.value = answer;
}

async function loadHistory(slug: string | undefined, here: string, part: string): Promise<void> {
  if (slug === undefined || here === '') return;
  const db = await getDatabase();
  const found = await lookUpIncidents(db, { country: here, region: part, platform: slug, now: Date.now() });
  const named = new Set(
    [...found.current, ...found.elsewhere, ...found.past, ...found.network].flatMap(
      ({ orderedBy, events }) => [
        ...(orderedBy?.entity ? [orderedBy.entity] : []),
        ...events.flatMap(({ by, to }) => [by, to]).filter((one) => one !== undefined),
      ],
    ),
  );
  const names = await Promise.all(
    [...named].map(async (one) => [one, (await entityName(db, one)) ?? one.replaceAll('-', ' ')] as const),
  );
  if (slug !== platform.peek() || here !== country.peek() || part !== region.peek()) return;
  batch(() => {
    officeNames.value = new Map(names);
    knownIncidents.value = found;
  });
}

async function loadReport(id: string | undefined): Promise<void> {
  currentReport.value = null;
  if (id === undefined) return;
  const found = await requestOrShowError('reportOfCase', { caseId: id });
  if (found && id === currentCase.peek()?.id) currentReport.value = found;
}

function showError(error: unknown): undefined {
  errorMessage.value = error instanceof Error ? error.message : String(error);
}
