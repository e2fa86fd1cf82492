import browser from './api.ts';

export function onInstalled(listener: (reason: 'install' | 'update' | 'other') => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    listener(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

/** Chromium ends a worker that has called no interface of the browser for 30 s, also while it waits for a download. */
const AWAKE_MS = 20_000;

/** Keeps the background from being ended until the work is done. */
export async function keepAwake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo().catch(() => {}), AWAKE_MS);
  return work.finally(() => clearInterval(timer));
}

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}

/** The text of a file of the extension's own package. */
export async function readPackagedFile(path: string): Promise<string> {
  const response = await fetch(browser.runtime.getURL(path));
  return response.text();
}
