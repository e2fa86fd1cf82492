/** Imported first by whatever is not the popup. */
import polyfill from 'webextension-polyfill';
import { adopt } from './api.ts';

adopt(polyfill);
