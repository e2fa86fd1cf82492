import type { Browser } from 'webextension-polyfill';

/**
 * The one door to the browser's extension interface. Other files of this folder import it; nothing outside may.
 * Firefox calls it `browser`, Chromium `chrome`; since manifest V3 both speak in promises, so that the polyfill, 3 KB of
 * each popup, has nothing left to mend: its types are all that is used of it.
 */
const { browser: own, chrome } = globalThis as unknown as { browser?: Browser; chrome: Browser };
export default own ?? chrome;
export type { Runtime, WebRequest } from 'webextension-polyfill';
