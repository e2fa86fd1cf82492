/** What scripts in pages of an extension use of the WebExtensions API. Both browsers answer with promises. */
interface ExtensionApi {
  alarms: { getAll(): Promise<{ name: string }[]> };
  runtime: { sendMessage(message: object): Promise<unknown> };
  action: { getBadgeText(of: { tabId: number }): Promise<string> };
  tabs: {
    create(tab: { url: string }): Promise<ExtensionTab>;
    getCurrent(): Promise<ExtensionTab>;
    query(filter: object): Promise<ExtensionTab[]>;
    update(tabId: number, change: { active: boolean }): Promise<unknown>;
  };
  windows: { create(window: { incognito: true; url: string }): Promise<{ tabs: [ExtensionTab] } | null> };
  scripting: {
    executeScript(script: {
      target: { tabId: number };
      args: unknown[];
      func: (...args: never[]) => unknown;
    }): Promise<{ result: unknown }[]>;
  };
  storage: Record<
    'local' | 'session',
    { get(): Promise<Record<string, unknown>>; set(values: object): Promise<void> }
  >;
}

interface ExtensionTab {
  id: number;
}

/** `globalThis` in a page of an extension. Chromium has no `browser`. */
export interface ExtensionGlobals {
  browser?: ExtensionApi;
  chrome: ExtensionApi;
}
