import type { Browser } from 'webextension-polyfill';

/**
 * The one door to the browser's extension interface. Other files of this folder import it; nothing outside may.
 * Firefox calls it `browser`, Chromium `chrome`; since manifest V3 both speak in promises. Background and pages put the
 * polyfill in front (`polyfill.ts`); the popup, which has to paint within the blink of an eye, does without its 3 KB.
 */
const { browser: browserGlobal, chrome } = globalThis as unknown as { browser?: Browser; chrome: Browser };
let browser: Browser = browserGlobal ?? chrome;

export { browser as default };

export function adoptPolyfill(polyfilled: Browser): void {
  browser = polyfilled;
}
export type { Runtime, WebRequest } from 'webextension-polyfill';
