/**
 * Wires the browser's events to `src/`, nothing else. Every listener is added at the top level, in the first turn:
 * that is how the browser knows what to start this file again for.
 */
import './browser/polyfill.ts';
import * as v from 'valibot';
import { Desk } from '../src/cases/case-manager.ts';
import { CaseStore } from '../src/cases/case-store.ts';
import { ENDPOINTS } from '../src/config/endpoints.ts';
import { ownPatterns } from '../src/config/host-patterns.ts';
import { SettingsSchema } from '../src/config/settings.ts';
import { Watch } from '../src/detection/page-load-monitor.ts';
import { HalfLoaded } from '../src/detection/subresource-monitor.ts';
import { supportsBlock } from '../src/knowledge/incident-status.ts';
import { lookUpIncidents } from '../src/knowledge/lookup.ts';
import type { Case } from '../src/model/case.ts';
import type { Load } from '../src/model/page-load.ts';
import { assetPatterns, hostPatterns, platformOfHost, sitePatterns } from '../src/platforms/catalogue.ts';
import { allCountries, countryOfTimeZone } from '../src/regions/time-zone-country.ts';
import { deletePersonalData } from '../src/storage/forget.ts';
import { blockPage, ensureKnowledge } from './background/knowledge.ts';
import { liveHandlers } from './background/live.ts';
import { OUTBOX, startReports } from './background/reports.ts';
import { startUpdates, UPDATES } from './background/updates.ts';
import { clearAlarm, onAlarm, setAlarm } from './browser/alarms.ts';
import { onNetworkChange } from './browser/connectivity.ts';
import { lookUp } from './browser/dns.ts';
import { readEndpoints } from './browser/endpoints.ts';
import { Prober } from './browser/fetch-probe.ts';
import { pageSince, runInPage } from './browser/in-page.ts';
import { isNewSession, onInstalled } from './browser/lifecycle.ts';
import { broadcast } from './browser/message-client.ts';
import { handleRequests } from './browser/message-server.ts';
import { watchLoads, watchParts } from './browser/page-load-events.ts';
import { browserLanguage, openPage } from './browser/pages.ts';
import { changeSettings, forgetSettings, readSettings } from './browser/settings.ts';
import { tabNow } from './browser/tabs.ts';
import { runAt } from './browser/timers.ts';
import { openPopup, setBadge } from './browser/toolbar.ts';
import type { SettingsResponse } from './protocol.ts';
import { openStore } from './storage/open-database.ts';

/** Browsers round the times that pages see, ms. */
const ROUNDING_MS = 500;
const RESUME = 'resume';
/** The shortest that browsers grant; only a worker that was killed in the middle of a case ever needs it. */
const RESUME_MS = 30_000;

const BADGE: Partial<Record<Case['verdict']['kind'], { text: string; colour: string }>> = {
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

const database = openStore();
const store = new CaseStore(database);
const zone = () => countryOfTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone, browserLanguage());
const country = async (): Promise<string> => (await readSettings()).country || zone().country;
async function settingsAnswer(): Promise<SettingsResponse> {
  const [settings, { country, others }] = [await readSettings(), zone()];
  const sure = settings.country !== '' || (country !== '' && others.length === 0);
  return { settings, country: settings.country || country, sure };
}

/** Only in a page of the platform that the question is about: the tab may show another by now. */
async function inPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  const tab = await tabNow(tabId);
  const here = platformOfHost(tab?.host ?? '');
  return here && here === platformOfHost(host) ? runInPage(tabId, host, timeoutMs) : undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const prober = new Prober([...hostPatterns(), ...ownPatterns(ENDPOINTS)]);

const desk = new Desk({
  store,
  tools: {
    probe: prober.probe,
    now: Date.now,
    pause,
    random: Math.random,
    blockPage,
    inPage,
    ...(lookUp ? { lookUp } : {}),
  },
  endpoints: readEndpoints,
  platformOf: platformOfHost,
  country,
  mayCheck: async () => (await readSettings()).choice === 'standard',
  async inForce(where, platform) {
    // Without room for newer facts the older ones count.
    const db = await ensureKnowledge(database).catch((error: unknown) => {
      recordError(error);
      return database();
    });
    const now = Date.now();
    const { current } = await lookUpIncidents(db, { country: where, platform, now });
    return current.some((incident) => supportsBlock(incident, now));
  },
  newId: () => crypto.randomUUID(),
  changed: (item, settled) => void show(item, settled).catch(recordError),
  cleared(tabId) {
    void setBadge(tabId, '');
    broadcast('caseChanged', { tabId, case: null });
  },
  trouble: recordError,
});

/** Tells the pages, sets the badge, and opens the popup once for each settled block. */
async function show(item: Case, settled: boolean): Promise<void> {
  for (const tabId of item.tabIds) broadcast('caseChanged', { tabId, case: item });
  const busy = item.mode === 'standard' ? { text: '…', colour: '#3f5aa8' } : undefined;
  const badge = item.phase === 'settled' ? BADGE[item.verdict.kind] : busy;
  for (const tabId of item.tabIds) void setBadge(tabId, badge?.text ?? '', badge?.colour);
  if (item.phase === 'checking') return setAlarm(RESUME, Date.now() + RESUME_MS);
  if (!desk.isBusy()) await clearAlarm(RESUME);
  if (!settled || item.shown || item.verdict.kind !== 'blocked') return;
  if (!(await readSettings()).autoOpen) return;
  for (const tabId of item.tabIds) if (await openPopup(tabId)) return desk.shown(item.id);
}

/** Opens a case if the tab is still there; a load that nobody sees any more is nobody's failure. */
async function open(load: Load, signal: Case['signal']): Promise<void> {
  await ready;
  const tab = await tabNow(load.tabId);
  if (!tab) return;
  const here = platformOfHost(tab.host ?? '')?.slug === platformOfHost(load.url.hostname)?.slug;
  // Its worker has painted it meanwhile, and nothing told so.
  if (load.byWorker && (!tab.loading || (await isLaterPage(load.tabId, load.startedAt - ROUNDING_MS))))
    return;
  // Parts fail after their page came: who has left it by then is told nothing.
  if (signal.kind !== 'half-loaded' || here) await desk.open(load, signal, tab.private);
}

/** Whether the page in a tab began to load after that time. */
async function isLaterPage(tabId: number, time: number): Promise<boolean> {
  return ((await pageSince(tabId)) ?? 0) > time;
}

/** The case that a tab's popup shows: only while the tab still shows what the case is about. */
async function caseOf(tabId: number): Promise<Case | null> {
  await ready;
  const [item, tab] = [await store.ofTab(tabId), await tabNow(tabId)];
  if (!item || !tab) return null;
  const { signal, startedAt } = item;
  // A page out of a service worker's hands raises no event when it loads, so a load without failures is not heard of.
  if (signal.kind === 'half-loaded' && (await isLaterPage(tabId, startedAt + signal.ms + ROUNDING_MS)))
    return null;
  const wentElsewhere = item.signal.kind === 'plain-page' && item.signal.redirectHost !== undefined;
  const here = tab.loading || wentElsewhere || platformOfHost(tab.host ?? '')?.slug === item.platform;
  return here ? item : null;
}

const watch = new Watch({
  samePlatform: (a, b) => a === b || (platformOfHost(a)?.slug ?? a) === platformOfHost(b)?.slug,
  onSignal: (load, signal) => void open(load, signal).catch(recordError),
  onArrived: (load) => void ready.then(() => desk.arrived(load)).catch(recordError),
  setTimer: runAt,
});

const half = new HalfLoaded({
  platformOf: platformOfHost,
  onSignal: (load, signal) => void open(load, signal).catch(recordError),
});

const reports = startReports({ database, caseById: (id) => store.byId(id), recordError: recordError });
const updates = startUpdates({ knowledge: () => ensureKnowledge(database), recordError: recordError });
onNetworkChange(() => desk.networkChanged());
watchLoads(watch, sitePatterns());
watchParts(half, {
  main: sitePatterns(),
  assets: assetPatterns(),
  started({ tabId, url, at }) {
    const platform = platformOfHost(new URL(url).hostname);
    if (platform) half.started(tabId, platform, at);
  },
});
onInstalled((reason) => {
  if (reason === 'install') void openPage('extension/pages/welcome/index.html');
  void ensureKnowledge(database).catch(recordError);
});
onAlarm((name) => {
  if (name === RESUME) void ready.then(() => desk.resume()).catch(recordError);
  if (name === OUTBOX) reports.deliver();
  if (name === UPDATES) updates.look();
});

const tabQuestion = v.object({ tabId: v.number() });
handleRequests({
  getCase: async (ask) => caseOf(v.parse(tabQuestion, ask).tabId),
  async checkAgain(ask) {
    await ready;
    void desk.again(v.parse(tabQuestion, ask).tabId).catch(recordError);
    return null;
  },
  getSettings: settingsAnswer,
  async changeSettings(ask) {
    await changeSettings(v.parse(v.partial(SettingsSchema), ask) as Parameters<typeof changeSettings>[0]);
    updates.plan();
    return settingsAnswer();
  },
  async forgetEverything() {
    await ready;
    await desk.forget();
    await deletePersonalData(await database());
    await forgetSettings();
    return settingsAnswer();
  },
  async loadFacts() {
    await ensureKnowledge(database);
    return null;
  },
  async listCountries() {
    const { country: first, others } = zone();
    return { likely: [first, ...others].filter((c) => c !== ''), all: allCountries() };
  },
  getTroubles: async () => recentErrors,
  ...reports.handlers,
  ...updates.handlers,
  ...liveHandlers(database, prober.probe),
});

/** What a start has to do before anything else: a new browser session has new tab numbers, a killed worker left work. */
const ready: Promise<void> = (async () => {
  if (await isNewSession()) {
    await store.detachTabs();
    await store.tidy(Date.now());
  }
})().catch(recordError);
void ready.then(() => desk.resume()).catch(recordError);
reports.deliver();
updates.plan();
// Chromium takes its time to say whether there is a policy: the sooner it is asked, the sooner that is known.
void readEndpoints().catch(recordError);
