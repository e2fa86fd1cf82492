import browser, { type Runtime } from './api.ts';

/**
 * Whether a message comes from the extension's own background or pages. A content script has the extension's id too, and
 * runs in the process of a page, which an attacker may have taken over; its address is the page's.
 */
export function isOwnSender({ id, url, origin }: Runtime.MessageSender & { origin?: string }): boolean {
  const own = browser.runtime.getURL('');
  return id === browser.runtime.id && (url === undefined ? `${origin}/` === own : url.startsWith(own));
}
