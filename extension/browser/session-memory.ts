import type { SessionMemory } from '../../src/base/session-memory.ts';
import browser from './api.ts';

/** What the extension remembers until the browser is closed. Pages of other sites and their scripts cannot read it. */
export const sessionMemory: SessionMemory = {
  read: async (key) => (await browser.storage.session.get(key))[key],
  readAll: () => browser.storage.session.get(),
  write: (key, value) => browser.storage.session.set({ [key]: value }),
  remove: (keys) => browser.storage.session.remove(keys),
};
