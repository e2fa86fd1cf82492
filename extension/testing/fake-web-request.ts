/** `webRequest` for tests in plain Node, which import it first and dispatch the events in the order they choose. */
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

/** Hosts that the person took from the extension. */
export const forbiddenHosts = new Set<string>();

Object.assign(globalThis, {
  chrome: {
    webRequest,
    runtime: { getPlatformInfo: async () => ({}), getURL: (path: string) => `moz-extension://uuid/${path}` },
    permissions: {
      contains: async ({ origins: [origin = ''] }: { origins: string[] }) =>
        !forbiddenHosts.has(origin.replace(/^\*:\/\/|\/\*$/g, '')),
    },
    declarativeNetRequest: { updateSessionRules: async () => {} },
  },
});
