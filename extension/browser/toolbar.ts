import browser from './api.ts';
import { getTabState } from './tabs.ts';

interface Badge {
  text: string;
  colour: string | undefined;
}
/** The badge that each loading tab gets once its page has come. */
const pendingBadges = new Map<number, Badge>();
const MAX_LOADING_MS = 3_000;
const TAB_POLL_MS = 100;
/** Between a failure and its error page a tab may look idle for a moment. */
const IDLE_POLLS_NEEDED = 4;

/**
 * Sets the badge of one tab; an empty text removes it. A closed tab is no error.
 * Browsers remove the badge when a page commits, and the error page commits after the failure event. So a tab that is still
 * loading gets its badge a second time.
 */
export async function setBadge(tabId: number, text: string, colour?: string): Promise<void> {
  const badge = { text, colour };
  await applyBadge(tabId, badge);
  const isPending = pendingBadges.has(tabId);
  pendingBadges.set(tabId, badge);
  if (isPending) return;
  const end = Date.now() + MAX_LOADING_MS;
  for (let idlePolls = 0; idlePolls < IDLE_POLLS_NEEDED && Date.now() < end; ) {
    idlePolls = (await getTabState(tabId))?.loading ? 0 : idlePolls + 1;
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
 * Opens the popup in the window of that tab if the tab is the active one. Browsers refuse without a focused window or a
 * toolbar, and older Firefox without a click: then the badge has to do.
 * @returns whether the popup opened
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
