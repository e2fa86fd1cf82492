import browser from './api.ts';

export function onInstalled(listener: (reason: 'install' | 'update' | 'other') => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    listener(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

/** Whether the background starts for the first time in this browser session: then tab ids are new. */
export async function isNewSession(): Promise<boolean> {
  const { awake } = await browser.storage.session.get('awake');
  if (awake === true) return false;
  await browser.storage.session.set({ awake: true });
  return true;
}

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}

/** The text of a file of the extension's own package. */
export async function readPackagedFile(path: string): Promise<string> {
  const response = await fetch(browser.runtime.getURL(path));
  return response.text();
}
