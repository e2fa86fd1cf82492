import { withTimeout } from '../../src/base/with-timeout.ts';
import { SAMPLE_BYTES, SAMPLE_MS, STOPPED_MS } from '../../src/checks/throughput.ts';
import { readPageParts } from '../in-page/page-parts.ts';
import { type PartSampleLimits, samplePagePart } from '../in-page/part-sample.ts';
import { findPendingHosts } from '../in-page/pending-parts.ts';
import { probeInPage } from '../in-page/probe.ts';
import browser from './api.ts';

/** The probe's own deadline comes first. This one is for hung tabs, for which Chromium never settles the call. */
const HUNG_TAB_GRACE_MS = 300;

/** Requests of injected code pass the page's service worker in Firefox and bypass it in Chromium (seen in both). */
const WORKER_SEES_PROBE = browser.runtime.getURL('').startsWith('moz-extension:');

/**
 * Runs the probe in the tab's page, in the extension's isolated world.
 * @returns the page's answer, unparsed; undefined when none came in time
 * @throws the browser's error where no script may run: error pages, hosts without permission
 */
export function runInPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  return executeInTab(
    tabId,
    probeInPage as InjectedFunction,
    [host, timeoutMs - HUNG_TAB_GRACE_MS, WORKER_SEES_PROBE],
    timeoutMs,
  );
}

/** How long to wait for the page's answer while the popup opens, ms. */
const PAGE_START_TIMEOUT_MS = 500;
/** How long to wait for the page's answer while checks run, ms. A page that is busy takes a second or two. */
const PAGE_PARTS_TIMEOUT_MS = 3_000;
/** How long a sample waits for the head of its answer, ms. */
const SAMPLE_HEAD_MS = 6_000;

/** When the page in a tab began to load, Unix epoch, ms; undefined where the page does not answer. */
async function pageStartTime(tabId: number): Promise<number | undefined> {
  const since = await executeInTab(tabId, () => performance.timeOrigin, [], PAGE_START_TIMEOUT_MS).catch(
    () => undefined,
  );
  return typeof since === 'number' ? since : undefined;
}

/** Whether the page in a tab began to load after that time (Unix epoch, ms). */
export async function isPageNewerThan(tabId: number, time: number): Promise<boolean> {
  return ((await pageStartTime(tabId)) ?? 0) > time;
}

/** Hosts of the parts that the page in a tab still waits for, one entry per part, unparsed. */
export function pendingHostsIn(tabId: number): Promise<unknown> {
  return executeInTab(tabId, findPendingHosts as InjectedFunction, [], PAGE_START_TIMEOUT_MS);
}

/** Hosts under these suffixes from which the page in a tab loaded parts, unparsed. */
export function readPartsIn(tabId: number, suffixes: string[]): Promise<unknown> {
  return executeInTab(tabId, readPageParts as InjectedFunction, [suffixes], PAGE_PARTS_TIMEOUT_MS);
}

/** A sample of a part that the page in a tab has from the host, unparsed. */
export function samplePartIn(tabId: number, host: string, round: number): Promise<unknown> {
  const limits: PartSampleLimits = {
    maxBytes: SAMPLE_BYTES,
    headMs: SAMPLE_HEAD_MS,
    maxMs: SAMPLE_MS,
    maxIdleMs: STOPPED_MS,
    workerSeesProbe: WORKER_SEES_PROBE,
  };
  const longestMs = SAMPLE_HEAD_MS + SAMPLE_MS + STOPPED_MS + HUNG_TAB_GRACE_MS;
  return executeInTab(tabId, samplePagePart as InjectedFunction, [host, round, limits], longestMs);
}

type InjectedFunction = (...args: unknown[]) => unknown;

async function executeInTab(
  tabId: number,
  func: InjectedFunction,
  args: unknown[],
  timeoutMs: number,
): Promise<unknown> {
  const said = browser.scripting.executeScript({ target: { tabId }, func, args, injectImmediately: true });
  return (await withTimeout(timeoutMs, said, undefined))?.[0]?.result;
}
