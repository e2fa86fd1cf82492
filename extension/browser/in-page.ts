import { probeInPage } from '../in-page/probe.ts';
import browser from './api.ts';

/** The probe's own deadline comes first; this one is for tabs that hang, of which Chromium never speaks again. */
const GRACE_MS = 300;

/**
 * Runs the probe in the tab's page, beside the page's own scripts, not among them.
 * @returns what the page said, to be parsed; undefined when it said nothing in time
 * @throws the browser's own words where no script may run: error pages, hosts without permission
 */
export async function runInPage(tabId: number, host: string, timeoutMs: number): Promise<unknown> {
  const run = browser.scripting.executeScript({
    target: { tabId },
    func: probeInPage as (...args: unknown[]) => unknown,
    args: [host, timeoutMs - GRACE_MS],
    injectImmediately: true,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return (await Promise.race([run, late]))?.[0]?.result;
  } finally {
    clearTimeout(timer);
  }
}
