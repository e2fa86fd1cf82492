/** The one door to the browser's extension interface. Other files of this folder import it; nothing outside may. */
import browser from 'webextension-polyfill';

export default browser;
export type { Runtime, WebRequest } from 'webextension-polyfill';
