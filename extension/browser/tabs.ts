import browser from './api.ts';

/**
 * The tab that shows a page of that origin, if any: a visible one, else the one used last. It needs no permission beyond
 * the one for the origin.
 * @param address any address of the origin
 * @param isPrivate whether it must be in a private window, where the browser says so (Firefox)
 */
export async function findTabByOrigin(address: string, isPrivate?: boolean): Promise<number | undefined> {
  const url = `${new URL(address).origin}/*`;
  // An origin with a port is not a valid match pattern.
  const tabs = await browser.tabs.query({ url, discarded: false }).catch(() => []);
  const fitting = tabs.filter((tab) => isPrivate === undefined || tab.incognito === isPrivate);
  const [best] = fitting.sort(
    (a, b) => Number(b.active) - Number(a.active) || (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0),
  );
  return best?.id;
}

/** The ids of all open tabs that the extension may know of. */
export async function listTabIds(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap(({ id }) => id ?? []);
}

export interface TabState {
  private: boolean;
  /** Host of the page. Browsers tell it only for sites that the extension has permission for: the catalogue's. */
  host: string | undefined;
  loading: boolean;
}

/** The current state of a tab; undefined when it is closed. */
export async function getTabState(tabId: number): Promise<TabState | undefined> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  if (!tab) return undefined;
  // Chromium calls a page pending until its process has started. Parts of the page may have failed by then.
  const url = URL.parse(tab.pendingUrl ?? '') ?? URL.parse(tab.url ?? '');
  return { private: tab.incognito, host: url?.hostname, loading: tab.status === 'loading' };
}

/**
 * Calls back with the id of each tab that is closed, while `listen` was called with true. Call it at the top level of the
 * background. It listens at first: only then does the browser start the background again for a tab that closes.
 */
export function onTabClosed(callback: (tabId: number) => void): { listen(isOn: boolean): void } {
  const { onRemoved } = browser.tabs;
  const listener = (tabId: number): void => callback(tabId);
  onRemoved.addListener(listener);
  return {
    listen(isOn) {
      if (!isOn) onRemoved.removeListener(listener);
      else if (!onRemoved.hasListener(listener)) onRemoved.addListener(listener);
    },
  };
}
