import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, launch } from 'puppeteer-core';
import * as v from 'valibot';
import { definedOnly } from '../../src/base/defined-only.ts';
import { type BidiSession, connectBidi } from './bidi.ts';
import {
  createPage,
  type LaunchedBrowser,
  type LaunchOptions,
  type Page,
  sendMessage,
  settleWithin,
  waitUntil,
} from './browser.ts';
import type { ExtensionGlobals } from './extension-api.ts';
import {
  allowPrivateWindows,
  clearDnsCache,
  readBackgroundState,
  readBadgeText,
  setIntegerPreference,
  tabIdOfContext,
  terminateBackground,
  trustAuthority,
} from './firefox-internals.ts';
import { ensureBrowser } from './install.ts';
import { scriptEvaluator } from './page-script.ts';

const GeckoManifestSchema = v.object({
  browser_specific_settings: v.object({ gecko: v.object({ id: v.string() }) }),
});
const ContextTreeSchema = v.object({
  contexts: v.array(v.object({ context: v.string(), url: v.string() })),
});
const CreatedContextSchema = v.object({ context: v.string() });
const LocatedNodesSchema = v.object({ nodes: v.array(v.object({ sharedId: v.string() })) });
const ScreenshotSchema = v.object({ data: v.string() });

/** Any UUID that is known in advance: the extension's pages live at moz-extension://<uuid>/. */
const EXTENSION_UUID = '6b1c9c6e-6f0e-4c57-9d0b-8a1f4f1d2e3c';
const ORIGIN = `moz-extension://${EXTENSION_UUID}`;

const SCHEME_PREF = 'layout.css.prefers-color-scheme.content-override';
const SCHEME_PREF_VALUES = { dark: 0, light: 1 };

/** A Firefox with the extension, a fresh profile and the simulated network. Closing it removes the profile. */
export async function launchFirefox(options: LaunchOptions): Promise<LaunchedBrowser> {
  const executablePath = options.executablePath ?? (await ensureBrowser('firefox'));
  const extensionId = await readGeckoId(options.extensionDir);
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: options.headless ?? true,
    args: ['--remote-allow-system-access'],
    env: { ...process.env, TZ: options.timezone },
    ...definedOnly({ userDataDir: options.profileDir }),
    extraPrefsFirefox: firefoxPreferences(options, extensionId),
  });
  const closeBrowser = () => browser.close();
  try {
    const bidi = await connectBidi(browser);
    // Only the lab's own authority: faulty certificates still fail.
    await bidi.window.evaluate(trustAuthority, options.network.ca.certBase64Der);
    if (options.allowIncognito) await bidi.window.evaluate(allowPrivateWindows, extensionId);
    for (const dir of [...(options.otherExtensions ?? []), options.extensionDir])
      await browser.installExtension(dir);
    return { ...(await driveFirefox(browser, bidi, extensionId, options)), close: closeBrowser };
  } catch (error) {
    await closeBrowser();
    throw error;
  }
}

async function readGeckoId(extensionDir: string): Promise<string> {
  const file = join(extensionDir, 'manifest.json');
  const parsed = v.safeParse(GeckoManifestSchema, JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} names no browser_specific_settings.gecko.id`);
  return parsed.output.browser_specific_settings.gecko.id;
}

function firefoxPreferences(
  { network, language, colorScheme = 'light', proxyPort, profileDir }: LaunchOptions,
  extensionId: string,
) {
  const proxy =
    proxyPort === undefined
      ? {}
      : {
          'network.proxy.type': 1,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': proxyPort,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': proxyPort,
        };
  return {
    'xpinstall.signatures.required': false,
    // A question of the browser's own (its consent to send data) counts as answered with yes.
    'extensions.webextOptionalPermissionPrompts': false,
    // The extension is installed for one run; what it keeps must not go with it, as it would not for a person.
    ...(profileDir ? { 'extensions.webextensions.keepStorageOnUninstall': true } : {}),
    'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: EXTENSION_UUID }),
    [SCHEME_PREF]: SCHEME_PREF_VALUES[colorScheme],
    // Remote control sets 0, with which a background tab that cannot be unloaded keeps the main thread at 100 %.
    'browser.tabs.remote.unloadDelayMs': 100,
    ...(language ? { 'intl.accept_languages': language, 'intl.locale.requested': language } : {}),
    ...network.firefoxPrefs(),
    ...proxy,
  };
}

async function driveFirefox(
  browser: Browser,
  bidi: BidiSession,
  extensionId: string,
  options: LaunchOptions,
): Promise<Omit<LaunchedBrowser, 'close'>> {
  const tabs = new FirefoxTabs(bidi, options.viewport);
  const openExtensionPage = async (path: string): Promise<Page> => {
    const page = await tabs.open();
    await page.goto(`${ORIGIN}/${path}`);
    return page;
  };
  const newPrivatePage = async (): Promise<Page> => {
    const control = await openExtensionPage('manifest.json');
    const url = `about:blank#${crypto.randomUUID()}`;
    await control.evaluate(async (url) => {
      const { browser } = globalThis as unknown as Required<ExtensionGlobals>;
      await browser.windows.create({ incognito: true, url });
    }, url);
    const page = await tabs.adopt(url);
    await control.close();
    return page;
  };
  return {
    kind: 'firefox',
    version: (await browser.version()).replace('firefox/', ''),
    extensionHost: EXTENSION_UUID,
    newPage: () => tabs.open(),
    tabIdOf: (page) => bidi.window.evaluate(tabIdOfContext, tabs.contextOf(page)),
    newPrivatePage,
    openExtensionPage,
    async openPrivateExtensionPage(path) {
      const page = await newPrivatePage();
      await page.goto(`${ORIGIN}/${path}`);
      return page;
    },
    async sendMessage(name, payload) {
      const page = await openExtensionPage('extension/pages/welcome/index.html');
      const reply = await sendMessage(page, name, payload);
      await page.close();
      return reply;
    },
    clearDnsCache: () => bidi.window.evaluate(clearDnsCache),
    isBackgroundRunning: async () =>
      (await bidi.window.evaluate(readBackgroundState, extensionId)) !== 'stopped',
    async stopBackground() {
      await bidi.window.evaluate(terminateBackground, extensionId);
    },
    closed: new Promise((gone) => browser.once('disconnected', () => gone())),
    badgeText: (tabId) => bidi.window.evaluate(readBadgeText, extensionId, tabId),
  };
}

/** The tabs that were opened, each with its BiDi context. */
class FirefoxTabs {
  readonly #bidi: BidiSession;
  readonly #viewport: LaunchOptions['viewport'];
  readonly #contexts = new WeakMap<Page, string>();

  constructor(bidi: BidiSession, viewport: LaunchOptions['viewport']) {
    this.#bidi = bidi;
    this.#viewport = viewport;
  }

  async open(): Promise<Page> {
    const { context } = v.parse(
      CreatedContextSchema,
      await this.#bidi.sendCommand('browsingContext.create', { type: 'tab' }),
    );
    if (this.#viewport)
      await this.#bidi.sendCommand('browsingContext.setViewport', { context, viewport: this.#viewport });
    const page = createFirefoxPage(this.#bidi, context);
    this.#contexts.set(page, context);
    return page;
  }

  /** A tab that something else has opened at this address. */
  async adopt(url: string): Promise<Page> {
    let context: string | undefined;
    const isThere = async () => {
      const tree = await this.#bidi.sendCommand('browsingContext.getTree', { maxDepth: 0 });
      context = v.parse(ContextTreeSchema, tree).contexts.find((one) => one.url === url)?.context;
      return context !== undefined;
    };
    await waitUntil(isThere, 5_000);
    if (context === undefined) throw new Error(`No tab shows ${url}`);
    const page = createFirefoxPage(this.#bidi, context);
    this.#contexts.set(page, context);
    return page;
  }

  /** @throws on a page that was not opened here */
  contextOf(page: Page): string {
    const context = this.#contexts.get(page);
    if (!context) throw new Error('That page was not opened by newPage() of this browser');
    return context;
  }
}

function createFirefoxPage(bidi: BidiSession, context: string): Page {
  const evaluateExpression = (expression: string) => bidi.evaluateExpression(context, expression);
  const evaluate = scriptEvaluator(evaluateExpression);
  return createPage({
    goto: (url) =>
      settleWithin(bidi.sendCommand('browsingContext.navigate', { context, url, wait: 'complete' })),
    async click(selector) {
      await evaluate(
        (selector) =>
          document.querySelector(selector)?.scrollIntoView({ block: 'center', behavior: 'instant' }),
        selector,
      );
      const located = await bidi.sendCommand('browsingContext.locateNodes', {
        context,
        locator: { type: 'css', value: selector },
        maxNodeCount: 1,
      });
      const [node] = v.parse(LocatedNodesSchema, located).nodes;
      if (!node) throw new Error(`${selector} went away before it was clicked`);
      await bidi.sendCommand('input.performActions', { context, actions: [mousePressOn(node.sharedId)] });
    },
    evaluateExpression,
    async screenshot(path) {
      const shot = v.parse(
        ScreenshotSchema,
        await bidi.sendCommand('browsingContext.captureScreenshot', { context }),
      );
      await writeFile(path, shot.data, 'base64');
    },
    async setColorScheme(scheme) {
      await bidi.window.evaluate(setIntegerPreference, SCHEME_PREF, SCHEME_PREF_VALUES[scheme]);
      // The preference reaches the page's process some time later.
      const hasTaken = () =>
        evaluate((scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches, scheme);
      if (!(await waitUntil(hasTaken, 2_000))) throw new Error(`The page did not turn ${scheme}`);
    },
    async setViewportSize(viewport) {
      await bidi.sendCommand('browsingContext.setViewport', { context, viewport });
    },
    reload: () => settleWithin(bidi.sendCommand('browsingContext.reload', { context, wait: 'complete' })),
    close: async () => {
      await bidi.sendCommand('browsingContext.close', { context });
    },
  });
}

const mousePressOn = (sharedId: string) => ({
  type: 'pointer',
  id: 'mouse',
  parameters: { pointerType: 'mouse' },
  actions: [
    { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element: { sharedId } } },
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ],
});
