import browser from './api.ts';

/** A value that lives as long as the browser, in memory only, and outlives the background. Its reader parses it. */
export interface SessionValue {
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

export const createSessionValue = (name: string): SessionValue => ({
  load: async () => (await browser.storage.session.get(name))[name],
  save: (value) => browser.storage.session.set({ [name]: value }),
});
