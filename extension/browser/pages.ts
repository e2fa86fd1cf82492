import browser from './api.ts';

/** The tab that a page was opened for: `?tab=<id>`, else the active tab of its window. */
export async function targetTabId(search: string): Promise<number | undefined> {
  const given = Number(new URLSearchParams(search).get('tab') ?? Number.NaN);
  if (Number.isInteger(given)) return given;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** Opens one of our own pages, such as `extension/pages/welcome/index.html`, in a new tab. */
export async function openPage(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
}

export function pageUrl(path: string): string {
  return browser.runtime.getURL(path);
}

/** The browser's own language, `ur` or `pt-BR`. */
export function browserLanguage(): string {
  return browser.i18n.getUILanguage();
}
