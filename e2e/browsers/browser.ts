/** One interface for both browsers, so that one scenario runs in either. */
import type { ExtensionGlobals } from './extension-api.ts';
import { type ScriptEvaluator, scriptEvaluator } from './page-script.ts';

export const BROWSER_KINDS = ['chromium', 'firefox'] as const;
export type BrowserKind = (typeof BROWSER_KINDS)[number];

/** What a browser must know of the simulated network (`e2e/network`). */
export interface LabNetwork {
  chromiumArgs(): string[];
  firefoxPrefs(): Record<string, string | number | boolean>;
  ca: { certBase64Der: string };
}

export interface LaunchOptions {
  /** Absolute path of a built, unpacked extension. */
  extensionDir: string;
  /** Absolute paths of other extensions beside it, without a background of their own; in Firefox they need an id. */
  otherExtensions?: string[];
  network: LabNetwork;
  /** IANA name, `Asia/Karachi`. */
  timezone: string;
  /** BCP 47. In Firefox the interface changes only where that language pack is installed. */
  language?: string;
  headless?: boolean;
  /** CSS pixels. */
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** Port of the person's proxy on this device, whether or not it is running. */
  proxyPort?: number;
  /** Allows the extension in private windows. */
  allowIncognito?: boolean;
  /** An empty folder for the profile. It stays when the browser is closed. By default one that is removed then. */
  profileDir?: string;
  /** Path of the browser; by default the one that `findBrowser` finds. */
  executablePath?: string;
}

export interface Page extends ScriptEvaluator {
  /** Never rejects on a network error. Resolves when the page has loaded or failed, at the latest after 2 s. */
  goto(url: string): Promise<void>;
  /** Null when there is no such element, or no such attribute. */
  getAttribute(selector: string, name: string): Promise<string | null>;
  /** The visible text, of the whole page by default; empty when there is no such element. */
  innerText(selector?: string): Promise<string>;
  /** A real click of the mouse, once the element is there. */
  click(selector: string): Promise<void>;
  /** Rejects after `timeoutMs` (10 s by default) with the selector and what the page says instead. */
  waitForSelector(selector: string, timeoutMs?: number): Promise<void>;
  /** Runs the text of a library in the page, which then has its globals. */
  addScript(source: string): Promise<void>;
  /** Writes a PNG. */
  screenshot(path: string): Promise<void>;
  setColorScheme(scheme: 'light' | 'dark'): Promise<void>;
  /** CSS pixels. */
  setViewportSize(viewport: { width: number; height: number }): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchedBrowser {
  kind: BrowserKind;
  version: string;
  /** Host of the extension's own pages: its id in Chromium, in Firefox a number of this installation. */
  extensionHost: string;
  newPage(): Promise<Page>;
  /** Opens a private window. Only with `allowIncognito`. */
  newPrivatePage(): Promise<Page>;
  /** The id of that page's tab, as the extension's `tabs.query` gives it. Wakes no background. */
  tabIdOf(page: Page): Promise<number>;
  /** Opens one of the extension's own pages, `extension/popup/index.html?tab=3`, as a tab. */
  openExtensionPage(path: string): Promise<Page>;
  /** The same in a private window. */
  openPrivateExtensionPage(path: string): Promise<Page>;
  /** The background's reply to a message, as a page of the extension would send it. */
  sendMessage(name: string, payload: object): Promise<unknown>;
  /** Forgets which names have which addresses. Chromium in the lab cannot: they stand on its command line. */
  clearDnsCache?(): Promise<void>;
  /** Ends the service worker or event page as the browser itself would; resolves when it is gone. */
  stopBackground(): Promise<void>;
  isBackgroundRunning(): Promise<boolean>;
  /** Text of the extension's badge on that tab. */
  badgeText(tabId: number): Promise<string>;
  /** Settles when the browser is gone, closed by a test or by a person. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/** The parts of a page that differ between browsers; `createPage` adds the rest. */
export interface PagePrimitives
  extends Pick<
    Page,
    'goto' | 'click' | 'screenshot' | 'setColorScheme' | 'setViewportSize' | 'reload' | 'close'
  > {
  /** The value of a JavaScript expression, as JSON carries it; a promise is awaited. */
  evaluateExpression(expression: string): Promise<unknown>;
}

const POLL_MS = 100;

export function createPage({ evaluateExpression, ...primitives }: PagePrimitives): Page {
  const evaluate = scriptEvaluator(evaluateExpression);
  const page: Page = {
    ...primitives,
    evaluate,
    async addScript(source) {
      await evaluateExpression(`void (() => {${source}\n})()`);
    },
    getAttribute: (selector, name) =>
      evaluate(
        (selector, name) => document.querySelector(selector)?.getAttribute(name) ?? null,
        selector,
        name,
      ),
    innerText: (selector = 'body') =>
      evaluate((selector) => document.querySelector<HTMLElement>(selector)?.innerText ?? '', selector),
    async waitForSelector(selector, timeoutMs = 10_000) {
      const isPresent = () =>
        evaluate((selector) => document.querySelector(selector) !== null, selector)
          // A document that is being left answers no script.
          .catch(() => false);
      if (await waitUntil(isPresent, timeoutMs)) return;
      const says = await page.innerText().catch((error: unknown) => `(${error})`);
      throw new Error(
        `${selector} did not appear within ${timeoutMs} ms; the page says: ${says.slice(0, 500)}`,
      );
    },
    async click(selector) {
      await page.waitForSelector(selector);
      await primitives.click(selector);
    },
  };
  return page;
}

/** Polls until the answer is yes; false if it is still no after `ms`. */
export async function waitUntil(isMet: () => Promise<boolean>, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    if (await isMet()) return true;
    if (Date.now() > end) return false;
    await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
}

/** Waits for `promise` for at most `ms`, and never rejects: a load may fail or hang, and both are fine. */
export async function settleWithin(promise: Promise<unknown>, ms = 2_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise((resume) => {
    timer = setTimeout(resume, ms);
  });
  await Promise.race([promise.catch(() => {}), enough]);
  clearTimeout(timer);
}

/** The answer that the background gives to a message. */
export interface MessageReply {
  ok: boolean;
  answer?: unknown;
  error?: string;
}

/** Sends a message to the background from a page of the extension, well-formed or not. */
export const sendMessage = (page: ScriptEvaluator, name: string, payload: object): Promise<MessageReply> =>
  page.evaluate(
    (ask, payload) => {
      const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
      return (browser ?? chrome).runtime.sendMessage({ ask, payload }) as Promise<MessageReply>;
    },
    name,
    payload,
  );
