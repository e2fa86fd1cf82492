import { within } from '../../src/base/with-timeout.ts';
import { probeInPage } from '../in-page/probe.ts';
import browser from './api.ts';

/** The probe's own deadline comes first; this one is for tabs that hang, of which Chromium never speaks again. */
const GRACE_MS = 300;

/** Chromium keeps what injected code asks from the page's service worker, Firefox hands it over (seen in both). */
const HEARD_BY_WORKER = browser.runtime.getURL('').startsWith('moz-extension:');

/**
 * Runs the probe in the tab's page, beside the page's own scripts, not among them.
 * @returns what the page said, to be parsed; undefined when it said nothing in time
 * @throws the browser's own words where no script may run: error pages, hosts without permission
 */
export function runInPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  return run(tabId, probeInPage as Injected, [host, timeoutMs - GRACE_MS, HEARD_BY_WORKER], timeoutMs);
}

/** Longest that a page is waited for before a person gets an answer, ms. */
const SINCE_MS = 500;

/** When the page in a tab began to load, Unix epoch, ms; undefined where it does not say. */
export async function pageSince(tabId: number): Promise<number | undefined> {
  const since = await run(tabId, () => performance.timeOrigin, [], SINCE_MS).catch(() => undefined);
  return typeof since === 'number' ? since : undefined;
}

type Injected = (...args: unknown[]) => unknown;

async function run(tabId: number, func: Injected, args: unknown[], timeoutMs: number): Promise<unknown> {
  const said = browser.scripting.executeScript({ target: { tabId }, func, args, injectImmediately: true });
  return (await within(timeoutMs, said, undefined))?.[0]?.result;
}
