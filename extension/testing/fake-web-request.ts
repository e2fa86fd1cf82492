/** `webRequest` in plain Node, for tests that import it first: they say what the browser tells, and in which order. */
class Told {
  readonly #listeners = new Set<(details: object) => void>();
  addListener = (listener: (details: object) => void): void => void this.#listeners.add(listener);
  removeListener = (listener: (details: object) => void): void => void this.#listeners.delete(listener);
  hasListener = (listener: (details: object) => void): boolean => this.#listeners.has(listener);
  tell = (details: object): void => {
    for (const listener of this.#listeners) listener(details);
  };
}

export const webRequest = {
  onBeforeRequest: new Told(),
  onBeforeRedirect: new Told(),
  onResponseStarted: new Told(),
  onErrorOccurred: new Told(),
};

Object.assign(globalThis, {
  chrome: {
    webRequest,
    runtime: { getPlatformInfo: async () => ({}) },
  },
});
