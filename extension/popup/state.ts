/** What the popup knows: first what is stored, so that it shows at once, then what the background says, which is newer. */
import { batch, computed, effect, signal } from '@preact/signals-core';
import type { FunctionComponent } from 'preact';
import type { KnownIncidents } from '../../src/knowledge/lookup.ts';
import type { Case } from '../../src/model/case.ts';
import type { Report } from '../../src/model/report.ts';
import type { ReportSubject } from '../../src/model/report-subject.ts';
import { askDataConsent } from '../browser/data-consent.ts';
import { onBroadcast } from '../browser/message-client.ts';
import { targetTabId } from '../browser/pages.ts';
import { isSplitOff } from '../browser/private-context.ts';
import { sessionMemory } from '../browser/session-memory.ts';
import { loadMessages, preloadMessages, translate } from '../i18n/messages.ts';
import { findCasesOfTab } from '../storage/stored-cases.ts';
import { officeNames } from '../ui/entity-names.ts';
import { createPageClient } from '../ui/page-client.ts';
import type { HistoryContentProps } from './HistoryContent.tsx';

export const client = createPageClient(loadMessages);
const { settings, errorMessage, request, showError } = client;

export const currentCase = signal<Case | null>(null);
/** What a tab without a case offers: its component is loaded only where the tab shows a platform. */
export const checkOffer = signal<FunctionComponent | null>(null);
export const knownIncidents = signal<KnownIncidents | null>(null);
/** Shows them. */
export const historyView = signal<FunctionComponent<HistoryContentProps> | null>(null);
export const currentReport = signal<Report | null>(null);
/** Whom the report names; null until a person asks for one. */
export const reportSubject = signal<ReportSubject | null>(null);
/**
 * The country to ask the person about, where the time zone leaves it open: the likeliest by the time zone, else the
 * network's. Null: there is nothing to ask.
 */
export const likelyCountry = computed(() =>
  client.isCountryUncertain.value ? client.country.value || currentCase.value?.probeCc || null : null,
);
/** The country that records are looked up for. Before the background answers, the case's. */
export const country = computed(() => client.country.value || currentCase.value?.country || null);

/** ISO 3166-2; empty: not chosen. */
export const region = computed(() => settings.value.region);
export const platform = computed(() => currentCase.value?.platform);

let tabId: number | undefined;

/** Reads what is kept, and asks neither the background nor the network. A memory that cannot be read counts as empty. */
export async function loadFromStorage(search: string): Promise<void> {
  preloadMessages();
  const settingsLoaded = client.loadSettings();
  tabId = await targetTabId(search);
  const [stored] = await Promise.all([readStoredCase().catch(showError), settingsLoaded]);
  currentCase.value = stored ?? null;
}

async function readStoredCase(): Promise<Case | undefined> {
  if (tabId === undefined) return undefined;
  const memory = isSplitOff() ? (await import('../storage/private-memory.ts')).privateMemory : sessionMemory;
  return findCasesOfTab(await memory.readAll(), tabId)[0];
}

/** Asks the background how things stand, and follows what it broadcasts. */
export function subscribeToBackground(): void {
  let hasCaseChanged = false;
  onBroadcast('caseChanged', (change) => {
    if (change.tabId !== tabId) return;
    hasCaseChanged = true;
    currentCase.value = change.case;
  });
  onBroadcast('reportChanged', ({ caseId: changed }) => {
    if (changed === caseId.value) void refreshReport(changed);
  });
  void client.loadCountryChoices();
  void request('getRecentErrors', {}).then((recent) => {
    errorMessage.value ??= recent?.at(-1) ?? null;
  });
  const tab = tabId;
  if (tab !== undefined)
    void request('getCase', { tabId: tab }).then((answer) => {
      // A broadcast that came in the meantime is newer than this answer.
      if (answer !== undefined && !hasCaseChanged) currentCase.value = answer;
      if (!currentCase.value) void offerCheck(tab);
    });
  effect(() => {
    // Again when the case settles: on a first start the records are imported in the meantime.
    void casePhase.value;
    void loadHistory(platform.value, country.value, region.value).catch(showError);
  });
  effect(() => void loadReport(caseId.value));
}
const caseId = computed(() => currentCase.value?.id);
const casePhase = computed(() => currentCase.value?.phase);

async function offerCheck(tab: number): Promise<void> {
  const shown = await request('getTabPlatform', { tabId: tab });
  if (!shown) return;
  const { createCheckOffer } = await import('./CheckOffer.tsx');
  checkOffer.value = createCheckOffer(shown, () => void checkTab(tab));
}

/** Checks and reports tell others a host name. Call it first in a click: Firefox may have to ask. */
export async function askConsentToSend(): Promise<boolean> {
  const isAllowed = await askDataConsent();
  if (!isAllowed) errorMessage.value = translate('consent_refused');
  return isAllowed;
}

async function checkTab(tab: number): Promise<void> {
  if (await askConsentToSend()) await request('checkTab', { tabId: tab });
}

export async function checkAgain(): Promise<void> {
  if (tabId !== undefined && (await askConsentToSend())) await request('recheckCase', { tabId });
}

/** Shows the report of the case; makes the draft if there is none. */
export async function showReport({ isNameAgreed = false } = {}): Promise<void> {
  errorMessage.value = null;
  const subject = currentCase.value;
  if (!subject) return;
  // The catalogue is large, and nothing before a report needs it.
  const [{ reportSubjectOf }, { platformOfHost }] = await Promise.all([
    import('../../src/model/report-subject.ts'),
    import('../../src/platforms/catalogue.ts'),
  ]);
  const named = reportSubjectOf(subject, platformOfHost);
  reportSubject.value = named;
  if (named.needsExactName && !isNameAgreed) return;
  const draft = await request('draftReport', { caseId: subject.id, isNameAgreed });
  if (draft && subject.id === currentCase.value?.id) currentReport.value = draft;
}

async function loadHistory(slug: string | undefined, here: string | null, part: string): Promise<void> {
  if (slug === undefined || here === null) return;
  const [{ lookUpHistory }, { HistoryContent }] = await Promise.all([
    import('./look-up-history.ts'),
    import('./HistoryContent.tsx'),
  ]);
  const { incidents, names } = await lookUpHistory({
    country: here,
    region: part,
    platform: slug,
    now: Date.now(),
  });
  if (slug !== platform.peek() || here !== country.peek() || part !== region.peek()) return;
  batch(() => {
    officeNames.value = names;
    knownIncidents.value = incidents;
    historyView.value = HistoryContent;
  });
}

async function loadReport(id: string | undefined): Promise<void> {
  currentReport.value = null;
  if (id !== undefined) await refreshReport(id);
}

async function refreshReport(id: string): Promise<void> {
  const found = await request('findReport', { caseId: id });
  if (found && id === currentCase.peek()?.id) currentReport.value = found;
}
