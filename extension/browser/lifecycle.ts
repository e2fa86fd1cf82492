import browser from './api.ts';

export function onInstalled(listener: (reason: 'install' | 'update' | 'other') => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    listener(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}

/** The text of a file of the extension's own package. */
export async function readPackagedFile(path: string): Promise<string> {
  const response = await fetch(browser.runtime.getURL(path));
  return response.text();
}
