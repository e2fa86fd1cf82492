import browser from './api.ts';

/**
 * The tab that shows a page of that origin, if any: one in sight, or else the last that was. Needs no permission but
 * that for the origin.
 * @param address any address of the origin
 * @param isPrivate whether it must be in a private window, where the browser says so (Firefox)
 */
export async function findTabByOrigin(address: string, isPrivate?: boolean): Promise<number | undefined> {
  const url = `${new URL(address).origin}/*`;
  // An origin with a port makes no pattern.
  const tabs = await browser.tabs.query({ url, discarded: false }).catch(() => []);
  const fitting = tabs.filter((tab) => isPrivate === undefined || tab.incognito === isPrivate);
  const [best] = fitting.sort(
    (a, b) => Number(b.active) - Number(a.active) || (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0),
  );
  return best?.id;
}

export interface TabState {
  private: boolean;
  /** Host of the page, where the extension may know it: on the catalogue's sites only. */
  host: string | undefined;
  loading: boolean;
}

/** The tab as it is now; undefined when it is gone. */
export async function getTabState(tabId: number): Promise<TabState | undefined> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  if (!tab) return undefined;
  // Chromium calls a page pending until its own process has heard of it: its parts may have failed by then.
  const url = URL.parse(tab.pendingUrl ?? '') ?? URL.parse(tab.url ?? '');
  return { private: tab.incognito, host: url?.hostname, loading: tab.status === 'loading' };
}
