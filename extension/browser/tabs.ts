import browser from './api.ts';

/**
 * The tab that shows a page of that origin, if any: one in sight, or else the last that was. Needs no permission but
 * that for the origin.
 * @param address any address of the origin
 * @param isPrivate whether it must be in a private window, where the browser says so (Firefox)
 */
export async function tabOf(address: string, isPrivate?: boolean): Promise<number | undefined> {
  const url = `${new URL(address).origin}/*`;
  // An origin with a port makes no pattern.
  const tabs = await browser.tabs.query({ url, discarded: false }).catch(() => []);
  const fitting = tabs.filter((tab) => isPrivate === undefined || tab.incognito === isPrivate);
  const [best] = fitting.sort(
    (a, b) => Number(b.active) - Number(a.active) || (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0),
  );
  return best?.id;
}
