/** Imported first by whatever is not the popup. */
import polyfill from 'webextension-polyfill';
import { adoptPolyfill } from './api.ts';

adoptPolyfill(polyfill);
