import { withTimeout } from '../../src/base/with-timeout.ts';
import { probeInPage } from '../in-page/probe.ts';
import browser from './api.ts';

/** The probe's own deadline comes first; this one is for tabs that hang, of which Chromium never speaks again. */
const HUNG_TAB_GRACE_MS = 300;

/** Chromium keeps what injected code asks from the page's service worker, Firefox hands it over (seen in both). */
const WORKER_SEES_PROBE = browser.runtime.getURL('').startsWith('moz-extension:');

/**
 * Runs the probe in the tab's page, beside the page's own scripts, not among them.
 * @returns what the page said, to be parsed; undefined when it said nothing in time
 * @throws the browser's own words where no script may run: error pages, hosts without permission
 */
export function runInPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  return executeInTab(
    tabId,
    probeInPage as InjectedFunction,
    [host, timeoutMs - HUNG_TAB_GRACE_MS, WORKER_SEES_PROBE],
    timeoutMs,
  );
}

/** Longest that a page is waited for before a person gets an answer, ms. */
const PAGE_START_TIMEOUT_MS = 500;

/** When the page in a tab began to load, Unix epoch, ms; undefined where it does not say. */
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
