/**
 * Wires the browser's events to `src/`, nothing else. Every listener is added at the top level, in the first turn:
 * that is how the browser knows what to start this file again for.
 */
import './browser/polyfill.ts';
import * as v from 'valibot';
import { CaseManager } from '../src/cases/case-manager.ts';
import { CaseStore } from '../src/cases/case-store.ts';
import { ENDPOINTS } from '../src/config/endpoints.ts';
import { endpointPatterns } from '../src/config/host-patterns.ts';
import { SettingsSchema } from '../src/config/settings.ts';
import { PageLoadMonitor } from '../src/detection/page-load-monitor.ts';
import { SubresourceMonitor } from '../src/detection/subresource-monitor.ts';
import { supportsBlock } from '../src/knowledge/incident-status.ts';
import { lookUpIncidents } from '../src/knowledge/lookup.ts';
import type { Case } from '../src/model/case.ts';
import type { PageLoad } from '../src/model/page-load.ts';
import { assetPatterns, hostPatterns, platformOfHost, sitePatterns } from '../src/platforms/catalogue.ts';
import { allCountries, countryOfTimeZone } from '../src/regions/time-zone-country.ts';
import { deletePersonalData } from '../src/storage/forget.ts';
import { ensureKnowledge, findBlockPage } from './background/knowledge.ts';
import { createLiveHandlers } from './background/live.ts';
import { OUTBOX_ALARM, startReports } from './background/reports.ts';
import { startUpdates, UPDATES_ALARM } from './background/updates.ts';
import { clearAlarm, onAlarm, setAlarm } from './browser/alarms.ts';
import { onNetworkChange } from './browser/connectivity.ts';
import { resolveName } from './browser/dns.ts';
import { readEndpoints } from './browser/endpoints.ts';
import { FetchProbe } from './browser/fetch-probe.ts';
import { pageStartTime, runInPage } from './browser/in-page.ts';
import { isNewSession, onInstalled } from './browser/lifecycle.ts';
import { broadcast } from './browser/message-client.ts';
import { handleRequests } from './browser/message-server.ts';
import { monitorPageLoads, monitorSubresources } from './browser/page-load-events.ts';
import { browserLanguage, openPage } from './browser/pages.ts';
import { changeSettings, readSettings, resetSettings } from './browser/settings.ts';
import { getTabState } from './browser/tabs.ts';
import { runAt } from './browser/timers.ts';
import { openPopup, setBadge } from './browser/toolbar.ts';
import type { SettingsResponse } from './protocol.ts';
import { openStore } from './storage/open-database.ts';

/** Browsers round the times that pages see, ms. */
const TIME_ROUNDING_MS = 500;
const RESUME_ALARM = 'resume';
/** The shortest that browsers grant; only a worker that was killed in the middle of a case ever needs it. */
const RESUME_DELAY_MS = 30_000;

const BADGE_BY_VERDICT: Partial<Record<Case['verdict']['kind'], { text: string; colour: string }>> = {
  blocked: { text: '!', colour: '#b3261e' },
  throttled: { text: '!', colour: '#b3261e' },
  'cut-off': { text: '!', colour: '#b3261e' },
  inconclusive: { text: '?', colour: '#6b6357' },
};

const recentErrors: string[] = [];
const recordError = (error: unknown): void => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(text);
  if (!recentErrors.includes(text)) recentErrors.push(text);
};

const getDatabase = openStore();
const caseStore = new CaseStore(getDatabase);
const countryByTimeZone = () =>
  countryOfTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone, browserLanguage());
const currentCountry = async (): Promise<string> =>
  (await readSettings()).country || countryByTimeZone().country;
async function getEffectiveSettings(): Promise<SettingsResponse> {
  const [settings, { country, others }] = [await readSettings(), countryByTimeZone()];
  const sure = settings.country !== '' || (country !== '' && others.length === 0);
  return { settings, country: settings.country || country, sure };
}

/** Only in a page of the platform that the question is about: the tab may show another by now. */
async function probePlatformPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  const tab = await getTabState(tabId);
  const here = platformOfHost(tab?.host ?? '');
  return here && here === platformOfHost(host) ? runInPage(tabId, host, timeoutMs) : undefined;
}

const waitForMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const fetchProbe = new FetchProbe([...hostPatterns(), ...endpointPatterns(ENDPOINTS)]);

const caseManager = new CaseManager({
  store: caseStore,
  context: {
    probe: fetchProbe.probe,
    now: Date.now,
    pause: waitForMs,
    random: Math.random,
    findBlockPage,
    probeInPage: probePlatformPage,
    ...(resolveName ? { resolveName } : {}),
  },
  getEndpoints: readEndpoints,
  platformOf: platformOfHost,
  getCountry: currentCountry,
  mayCheck: async () => (await readSettings()).choice === 'standard',
  async hasRestrictionInForce(where, platform) {
    // Without room for newer facts the older ones count.
    const db = await ensureKnowledge(getDatabase).catch((error: unknown) => {
      recordError(error);
      return getDatabase();
    });
    const now = Date.now();
    const { current } = await lookUpIncidents(db, { country: where, platform, now });
    return current.some((incident) => supportsBlock(incident, now));
  },
  createId: () => crypto.randomUUID(),
  caseChanged: (item, settled) => void presentCase(item, settled).catch(recordError),
  tabCleared(tabId) {
    void setBadge(tabId, '');
    broadcast('caseChanged', { tabId, case: null });
  },
  reportError: recordError,
});

/** Tells the pages, sets the badge, and opens the popup once for each settled block. */
async function presentCase(currentCase: Case, settled: boolean): Promise<void> {
  for (const tabId of currentCase.tabIds) broadcast('caseChanged', { tabId, case: currentCase });
  const busy = currentCase.mode === 'standard' ? { text: '…', colour: '#3f5aa8' } : undefined;
  const badge = currentCase.phase === 'settled' ? BADGE_BY_VERDICT[currentCase.verdict.kind] : busy;
  for (const tabId of currentCase.tabIds) void setBadge(tabId, badge?.text ?? '', badge?.colour);
  if (currentCase.phase === 'checking') return setAlarm(RESUME_ALARM, Date.now() + RESUME_DELAY_MS);
  if (!caseManager.isBusy()) await clearAlarm(RESUME_ALARM);
  if (!settled || currentCase.shown || currentCase.verdict.kind !== 'blocked') return;
  if (!(await readSettings()).autoOpen) return;
  for (const tabId of currentCase.tabIds)
    if (await openPopup(tabId)) return caseManager.markShown(currentCase.id);
}

/** Opens a case if the tab is still there; a load that nobody sees any more is nobody's failure. */
async function openCaseForSymptom(load: PageLoad, symptom: Case['signal']): Promise<void> {
  await startupDone;
  const tab = await getTabState(load.tabId);
  if (!tab) return;
  const here = platformOfHost(tab.host ?? '')?.slug === platformOfHost(load.url.hostname)?.slug;
  // Its worker has painted it meanwhile, and nothing told so.
  if (
    load.isServedByWorker &&
    (!tab.loading || (await isPageNewerThan(load.tabId, load.startedAt - TIME_ROUNDING_MS)))
  )
    return;
  // Parts fail after their page came: who has left it by then is told nothing.
  if (symptom.kind !== 'half-loaded' || here) await caseManager.openCase(load, symptom, tab.private);
}

/** Whether the page in a tab began to load after that time. */
async function isPageNewerThan(tabId: number, time: number): Promise<boolean> {
  return ((await pageStartTime(tabId)) ?? 0) > time;
}

/** The case that a tab's popup shows: only while the tab still shows what the case is about. */
async function caseShownInTab(tabId: number): Promise<Case | null> {
  await startupDone;
  const [item, tab] = [await caseStore.ofTab(tabId), await getTabState(tabId)];
  if (!item || !tab) return null;
  const { signal, startedAt } = item;
  // A page out of a service worker's hands raises no event when it loads, so a load without failures is not heard of.
  if (
    signal.kind === 'half-loaded' &&
    (await isPageNewerThan(tabId, startedAt + signal.ms + TIME_ROUNDING_MS))
  )
    return null;
  const wentElsewhere = item.signal.kind === 'plain-page' && item.signal.redirectHost !== undefined;
  const here = tab.loading || wentElsewhere || platformOfHost(tab.host ?? '')?.slug === item.platform;
  return here ? item : null;
}

const pageLoadMonitor = new PageLoadMonitor({
  isSamePlatform: (a, b) => a === b || (platformOfHost(a)?.slug ?? a) === platformOfHost(b)?.slug,
  onSymptom: (load, signal) => void openCaseForSymptom(load, signal).catch(recordError),
  onPageArrived: (load) => void startupDone.then(() => caseManager.pageArrived(load)).catch(recordError),
  setTimer: runAt,
});

const subresourceMonitor = new SubresourceMonitor({
  platformOf: platformOfHost,
  onSymptom: (load, signal) => void openCaseForSymptom(load, signal).catch(recordError),
});

const reports = startReports({
  getDatabase,
  caseById: (id) => caseStore.byId(id),
  recordError,
});
const updates = startUpdates({ openKnowledge: () => ensureKnowledge(getDatabase), recordError });
onNetworkChange(() => caseManager.networkChanged());
monitorPageLoads(pageLoadMonitor, sitePatterns());
monitorSubresources(subresourceMonitor, {
  main: sitePatterns(),
  assets: assetPatterns(),
  onLoadStart({ tabId, url, at }) {
    const platform = platformOfHost(new URL(url).hostname);
    if (platform) subresourceMonitor.pageStarted(tabId, platform, at);
  },
});
onInstalled((reason) => {
  if (reason === 'install') void openPage('extension/pages/welcome/index.html');
  void ensureKnowledge(getDatabase).catch(recordError);
});
onAlarm((name) => {
  if (name === RESUME_ALARM) void startupDone.then(() => caseManager.resumeUnsettled()).catch(recordError);
  if (name === OUTBOX_ALARM) reports.deliver();
  if (name === UPDATES_ALARM) updates.look();
});

const TabPayloadSchema = v.object({ tabId: v.number() });
handleRequests({
  getCase: async (payload) => caseShownInTab(v.parse(TabPayloadSchema, payload).tabId),
  async checkAgain(payload) {
    await startupDone;
    void caseManager.recheckTab(v.parse(TabPayloadSchema, payload).tabId).catch(recordError);
    return null;
  },
  getSettings: getEffectiveSettings,
  async changeSettings(payload) {
    await changeSettings(v.parse(v.partial(SettingsSchema), payload) as Parameters<typeof changeSettings>[0]);
    updates.plan();
    return getEffectiveSettings();
  },
  async forgetEverything() {
    await startupDone;
    await caseManager.forgetAll();
    await deletePersonalData(await getDatabase());
    await resetSettings();
    return getEffectiveSettings();
  },
  async loadFacts() {
    await ensureKnowledge(getDatabase);
    return null;
  },
  async listCountries() {
    const { country: first, others } = countryByTimeZone();
    return { likely: [first, ...others].filter((c) => c !== ''), all: allCountries() };
  },
  getTroubles: async () => recentErrors,
  ...reports.handlers,
  ...updates.handlers,
  ...createLiveHandlers(getDatabase, fetchProbe.probe),
});

/** What a start has to do before anything else: a new browser session has new tab numbers, a killed worker left work. */
const startupDone: Promise<void> = (async () => {
  if (await isNewSession()) {
    await caseStore.detachTabs();
    await caseStore.deleteExpired(Date.now());
  }
})().catch(recordError);
void startupDone.then(() => caseManager.resumeUnsettled()).catch(recordError);
reports.deliver();
updates.plan();
// Chromium takes its time to say whether there is a policy: the sooner it is asked, the sooner that is known.
void readEndpoints().catch(recordError);
