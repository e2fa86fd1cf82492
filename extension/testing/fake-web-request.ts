/** `webRequest` in plain Node, for tests that import it first: they say what the browser tells, and in which order. */
class FakeEvent {
  readonly #listeners = new Set<(details: object) => void>();
  addListener = (listener: (details: object) => void): void => void this.#listeners.add(listener);
  removeListener = (listener: (details: object) => void): void => void this.#listeners.delete(listener);
  hasListener = (listener: (details: object) => void): boolean => this.#listeners.has(listener);
  dispatchDetails = (details: object): void => {
    for (const listener of this.#listeners) listener(details);
  };
}

export const webRequest = {
  onBeforeRequest: new FakeEvent(),
  onBeforeRedirect: new FakeEvent(),
  onResponseStarted: new FakeEvent(),
  onErrorOccurred: new FakeEvent(),
};

Object.assign(globalThis, {
  chrome: {
    webRequest,
    runtime: { getPlatformInfo: async () => ({}) },
  },
});
