import browser from './api.ts';

/** Sets the badge of one tab; an empty text removes it. A tab that is gone by now is no error. */
export async function setBadge(tabId: number, text: string, colour: string, title: string): Promise<void> {
  const calls = [
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setTitle({ tabId, title }),
    ...(text === '' ? [] : [browser.action.setBadgeBackgroundColor({ tabId, color: colour })]),
  ];
  await Promise.allSettled(calls);
}

/**
 * Opens the popup over the window of that tab, if the tab is what the person looks at. Browsers refuse without a
 * focused window, a toolbar or (older Firefox) a click: then the badge has to do.
 */
export async function openPopup(tabId: number): Promise<boolean> {
  try {
    const tab = await browser.tabs.get(tabId);
    if (!tab.active || tab.windowId === undefined) return false;
    await browser.action.openPopup({ windowId: tab.windowId });
    return true;
  } catch {
    return false;
  }
}

export interface TabNow {
  private: boolean;
  /** Host of the page, where the extension may know it: on the catalogue's sites only. */
  host: string | undefined;
  loading: boolean;
}

/** The tab as it is now; undefined when it is gone. */
export async function tabNow(tabId: number): Promise<TabNow | undefined> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  if (!tab) return undefined;
  const url = URL.parse(tab.url ?? '') ?? URL.parse(tab.pendingUrl ?? '');
  return { private: tab.incognito, host: url?.hostname, loading: tab.status === 'loading' };
}
