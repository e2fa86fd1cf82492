import type { Browser } from 'webextension-polyfill';

/**
 * The browser's extension interface. Only files of this folder may import it. Firefox calls it `browser`, Chromium
 * `chrome`; since manifest V3 both return promises. Background and pages put the polyfill in front (`polyfill.ts`). The
 * popup leaves its 3 KB out, because it has to paint at once.
 */
const { browser: browserGlobal, chrome } = globalThis as unknown as { browser?: Browser; chrome: Browser };
let browser: Browser = browserGlobal ?? chrome;

export { browser as default };

export function adoptPolyfill(polyfilled: Browser): void {
  browser = polyfilled;
}
export type { Runtime, WebRequest } from 'webextension-polyfill';
