/** Background and pages import this before anything else; the popup does not (see `api.ts`). */
import polyfill from 'webextension-polyfill';
import { adoptPolyfill } from './api.ts';

adoptPolyfill(polyfill);
