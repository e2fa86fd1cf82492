/**
 * Wires the browser's events to `src/` and to the parts in `background/`. Every listener is added at the top level, in the
 * first turn: that is how the browser knows what to start this file again for.
 */
import './browser/polyfill.ts';
import { CaseBudget } from '../src/cases/case-budget.ts';
import { CaseManager } from '../src/cases/case-manager.ts';
import { CaseStore } from '../src/cases/case-store.ts';
import { ENDPOINTS } from '../src/config/endpoints.ts';
import { endpointPatterns } from '../src/config/host-patterns.ts';
import { PageLoadMonitor } from '../src/detection/page-load-monitor.ts';
import { ResponseTimes } from '../src/detection/response-times.ts';
import { SubresourceMonitor } from '../src/detection/subresource-monitor.ts';
import { deleteExpiredAnswers } from '../src/live/feed-cache.ts';
import type { PageLoad } from '../src/model/page-load.ts';
import type { Symptom } from '../src/model/symptom.ts';
import { assetPatterns, hostPatterns, platformOfHost, sitePatterns } from '../src/platforms/catalogue.ts';
import { deletePersonalData } from '../src/storage/forget.ts';
import { MIGRATIONS } from '../src/storage/migrations.ts';
import { presentCase, presentNoCase, RESUME_ALARM } from './background/case-presenter.ts';
import { createErrorLog } from './background/error-log.ts';
import { watchClosedTabs } from './background/keep-nothing.ts';
import { ensureKnowledge, findBlockPage, hasRestrictionInForce } from './background/knowledge.ts';
import { createLimitedProbe } from './background/limits.ts';
import { createLiveHandlers } from './background/live.ts';
import { OUTBOX_ALARM, startReports } from './background/reports.ts';
import {
  createSettingsHandlers,
  currentCountry,
  mayAskOutside,
  mayCheckByItself,
} from './background/settings.ts';
import {
  probePlatformPage,
  readPlatformPageParts,
  samplePlatformPagePart,
  TabCases,
} from './background/tab-cases.ts';
import { startUpdates, UPDATES_ALARM } from './background/updates.ts';
import { clearAllAlarms, onAlarm } from './browser/alarms.ts';
import { onNetworkChange } from './browser/connectivity.ts';
import { onDataConsentRevoked } from './browser/data-consent.ts';
import { resolveName } from './browser/dns.ts';
import { readEndpoints } from './browser/endpoints.ts';
import { FetchProbe } from './browser/fetch-probe.ts';
import { onInstalled } from './browser/lifecycle.ts';
import { handleRequests } from './browser/message-server.ts';
import { monitorPageLoads, monitorSubresources } from './browser/page-load-events.ts';
import { openPage } from './browser/pages.ts';
import { isPrivateContext, isSplitOff } from './browser/private-context.ts';
import { keepResponseTimes, readResponseTimes } from './browser/response-times.ts';
import { sessionMemory } from './browser/session-memory.ts';
import {
  changeSettings,
  onConsentWithdrawn,
  onErasedElsewhere,
  protectStorage,
  resetSettings,
} from './browser/settings.ts';
import { listTabIds } from './browser/tabs.ts';
import { runAt, waitForMs } from './browser/timers.ts';
import { openStore } from './storage/open-database.ts';
import { privateMemory } from './storage/private-memory.ts';

const errorLog = createErrorLog();
const recordError = errorLog.record;
// A service worker may not import later: the migrations come with the background.
const getDatabase = openStore({ loadMigrations: async () => MIGRATIONS });
const memory = isSplitOff() ? privateMemory : sessionMemory;
const caseStore = new CaseStore(memory);
const fetchProbe = new FetchProbe([...hostPatterns(), ...endpointPatterns(ENDPOINTS)]);
const limitedProbe = createLimitedProbe(fetchProbe.probe, memory);

const caseManager: CaseManager = new CaseManager({
  store: caseStore,
  budget: new CaseBudget(memory, Date.now),
  context: {
    probe: limitedProbe.probe,
    now: Date.now,
    pause: waitForMs,
    random: Math.random,
    findBlockPage,
    // In Firefox a page and its site can see that request (decision 0203).
    ...(__TARGET__ === 'chromium' ? { probeInPage: probePlatformPage } : {}),
    readPageParts: readPlatformPageParts,
    samplePagePart: samplePlatformPagePart,
    ...(resolveName ? { resolveName } : {}),
  },
  getEndpoints: readEndpoints,
  platformOf: platformOfHost,
  getCountry: currentCountry,
  mayCheck: mayCheckByItself,
  mayAskOutside,
  hasRestrictionInForce: (country, platform) =>
    hasRestrictionInForce(getDatabase, { country, platform }, recordError),
  createId: () => crypto.randomUUID(),
  caseChanged: (currentCase, change) => void presentCase(currentCase, change, caseManager).catch(recordError),
  tabCleared: presentNoCase,
  reportError: recordError,
});

/** What is too old goes before anything else: a browser that is never closed starts the background many times a day. */
const deleteExpired = async (): Promise<void> => {
  await caseStore.deleteExpired(Date.now(), await listTabIds());
  await deleteExpiredAnswers(memory, Date.now());
};
const startupDone: Promise<void> = deleteExpired().catch(recordError);

const tabCases = new TabCases({ caseManager, caseStore, startupDone, recordError });
const onSymptom = (load: PageLoad, symptom: Symptom): void =>
  void tabCases.openForSymptom(load, symptom).catch(recordError);

let responseTimes = new ResponseTimes();
const responseTimesRead = readResponseTimes(memory)
  .then((times) => {
    responseTimes = new ResponseTimes([...times, ...responseTimes.values]);
  })
  .catch(recordError);

const pageLoadMonitor = new PageLoadMonitor({
  platformOf: platformOfHost,
  onSymptom,
  hangMs: () => responseTimes.hangMs(Math.random()),
  onResponseTime(ms) {
    responseTimes.add(ms);
    void responseTimesRead.then(() => keepResponseTimes(memory, responseTimes.values)).catch(recordError);
  },
  onPartsDue: (load) => void tabCases.openForPendingParts(load).catch(recordError),
  now: Date.now,
  onPageArrived: (load) => void startupDone.then(() => caseManager.pageArrived(load)).catch(recordError),
  setTimer: runAt,
});
const subresourceMonitor = new SubresourceMonitor({ platformOf: platformOfHost, onSymptom });
const reports = startReports({ getDatabase, memory, caseById: (id) => caseStore.byId(id), recordError });
const updates = startUpdates({ openKnowledge: () => ensureKnowledge(getDatabase), recordError });
/** A database that ends with the private windows would get its updates for nothing. */
const scheduleUpdates = isPrivateContext() ? () => {} : updates.scheduleCheck;

/** Ends all cases, and deletes all that this background keeps but the settings, which the other windows share. */
async function deleteOwnData(): Promise<void> {
  await startupDone;
  await caseManager.forgetAll();
  await limitedProbe.forgetAll();
  await memory.remove(Object.keys(await memory.readAll()));
  await clearAllAlarms();
  await deletePersonalData(await getDatabase(), (length) => crypto.getRandomValues(new Uint8Array(length)));
}

watchClosedTabs({
  tabClosed: (tabId) => void startupDone.then(() => caseManager.tabClosed(tabId)).catch(recordError),
  onKeepNothing() {
    void startupDone.then(deleteExpired).catch(recordError);
    reports.deliver();
  },
  recordError,
});
onConsentWithdrawn(() => void startupDone.then(() => caseManager.consentWithdrawn()).catch(recordError));
onDataConsentRevoked(() => void changeSettings({ choice: 'quiet' }).catch(recordError));
onErasedElsewhere(() => void deleteOwnData().catch(recordError));
onNetworkChange(() => {
  caseManager.networkChanged();
  limitedProbe.networkChanged();
});
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
  if (name === RESUME_ALARM) void protectStorage().catch(recordError);
  void startupDone.then(() => caseManager.resumeUnsettled()).catch(recordError);
  if (name === OUTBOX_ALARM) reports.deliver();
  if (name === UPDATES_ALARM) updates.runDueCheck();
});
handleRequests({
  ...tabCases.handlers,
  ...createSettingsHandlers(scheduleUpdates),
  ...reports.handlers,
  ...updates.handlers,
  ...createLiveHandlers(limitedProbe.probe, memory),
  async deleteEverything() {
    await deleteOwnData().finally(resetSettings);
    return null;
  },
  async loadKnowledge() {
    await ensureKnowledge(getDatabase);
    return null;
  },
  getRecentErrors: async () => errorLog.recent(),
});

void protectStorage().catch(recordError);
void startupDone.then(() => caseManager.resumeUnsettled()).catch(recordError);
reports.deliver();
scheduleUpdates();
// Chromium takes seconds to say that there is no policy: the sooner it is asked, the sooner that is known.
void readEndpoints().catch(recordError);
