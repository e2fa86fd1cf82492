import browser from './api.ts';
import { getTabState } from './tabs.ts';

interface Badge {
  text: string;
  colour: string | undefined;
}
/** Of the tabs that wait for their page, what they are to show. */
const pendingBadges = new Map<number, Badge>();
const MAX_LOADING_MS = 3_000;
const TAB_POLL_MS = 100;
/** Between a failure and the page that tells of it a tab may seem at rest. */
const IDLE_POLLS_NEEDED = 4;

/**
 * Sets the badge of one tab; an empty text removes it. A tab that is gone by now is no error.
 * Browsers take the badge off when a page comes, and the page that tells of a failure comes after the failure was told:
 * a tab that still loads gets it a second time.
 */
export async function setBadge(tabId: number, text: string, colour?: string): Promise<void> {
  const badge = { text, colour };
  await applyBadge(tabId, badge);
  const isAwaited = pendingBadges.has(tabId);
  pendingBadges.set(tabId, badge);
  if (isAwaited) return;
  const end = Date.now() + MAX_LOADING_MS;
  for (let rested = 0; rested < IDLE_POLLS_NEEDED && Date.now() < end; ) {
    rested = (await getTabState(tabId))?.loading ? 0 : rested + 1;
    await new Promise((resume) => setTimeout(resume, TAB_POLL_MS));
  }
  const last = pendingBadges.get(tabId) ?? badge;
  pendingBadges.delete(tabId);
  await applyBadge(tabId, last);
}

async function applyBadge(tabId: number, { text, colour }: Badge): Promise<void> {
  const calls = [
    browser.action.setBadgeText({ tabId, text }),
    ...(text === '' || colour === undefined
      ? []
      : [browser.action.setBadgeBackgroundColor({ tabId, color: colour })]),
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
