import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, launch } from 'puppeteer-core';
import * as v from 'valibot';
import { type BidiSession, connectBidi } from './bidi.ts';
import {
  createPage,
  type LaunchedBrowser,
  type LaunchOptions,
  messageExpression,
  type Page,
  quoteJs,
  settleWithin,
  waitUntil,
} from './browser.ts';
import { ensureBrowser } from './install.ts';

const GeckoManifestSchema = v.object({
  browser_specific_settings: v.object({ gecko: v.object({ id: v.string() }) }),
});
const CreatedContextSchema = v.object({ context: v.string() });
const LocatedNodesSchema = v.object({ nodes: v.array(v.object({ sharedId: v.string() })) });
const ScreenshotSchema = v.object({ data: v.string() });

/** Any UUID does, as long as it is known: the extension's pages live at moz-extension://<uuid>/. */
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
    extraPrefsFirefox: firefoxPreferences(options, extensionId),
  });
  const closeBrowser = () => browser.close();
  try {
    const bidi = await connectBidi(browser);
    await trustAuthority(bidi, options.network.ca.certBase64Der);
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
  { network, language, colorScheme = 'light', proxyPort }: LaunchOptions,
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
    'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: EXTENSION_UUID }),
    [SCHEME_PREF]: SCHEME_PREF_VALUES[colorScheme],
    // Under remote control it is 0: a tab in the background that cannot be put away then keeps the main thread at 100 %.
    'browser.tabs.remote.unloadDelayMs': 100,
    ...(language ? { 'intl.accept_languages': language, 'intl.locale.requested': language } : {}),
    ...network.firefoxPrefs(),
    ...proxy,
  };
}

/** Lets Firefox believe the lab's own certificates: only those, so that faulty ones still fail. */
async function trustAuthority(bidi: BidiSession, certBase64Der: string): Promise<void> {
  await bidi.evaluateInChrome(
    `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB)
       .addCertFromBase64(${quoteJs(certBase64Der)}, 'CT,C,C') && null`,
  );
}

async function driveFirefox(
  browser: Browser,
  bidi: BidiSession,
  extensionId: string,
  options: LaunchOptions,
): Promise<Omit<LaunchedBrowser, 'close'>> {
  const contexts = new WeakMap<Page, string>();
  const policy = `WebExtensionPolicy.getByID(${quoteJs(extensionId)}).extension`;
  const tabTracker = `ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
    .ExtensionParent.apiManager.global`;

  async function newPage(): Promise<Page> {
    const { context } = v.parse(
      CreatedContextSchema,
      await bidi.sendCommand('browsingContext.create', { type: 'tab' }),
    );
    if (options.viewport)
      await bidi.sendCommand('browsingContext.setViewport', { context, viewport: options.viewport });
    const page = createFirefoxPage(bidi, context);
    contexts.set(page, context);
    return page;
  }

  async function openExtensionPage(path: string): Promise<Page> {
    const page = await newPage();
    await page.goto(`${ORIGIN}/${path}`);
    return page;
  }

  const isBackgroundRunning = async () =>
    (await bidi.evaluateInChrome<string>(`${policy}.backgroundState`)) !== 'stopped';
  return {
    kind: 'firefox',
    version: (await browser.version()).replace('firefox/', ''),
    newPage,
    tabIdOf(page) {
      const context = contexts.get(page);
      if (!context) throw new Error('That page was not opened by newPage() of this browser');
      return bidi.evaluateInChrome<number>(
        `${tabTracker}.tabTracker.getId(gBrowser.getTabForBrowser(
          ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
            .NavigableManager.getBrowserById(${quoteJs(context)})))`,
      );
    },
    openExtensionPage,
    async sendMessage(name, payload) {
      const page = await openExtensionPage('extension/pages/welcome/index.html');
      const reply = await page.evaluate(messageExpression(name, payload));
      await page.close();
      return reply;
    },
    clearDnsCache: () => bidi.evaluateInChrome('Services.dns.clearCache(true) ?? null'),
    isBackgroundRunning: isBackgroundRunning,
    async stopBackground() {
      // Whatever a page asks meanwhile starts another event page at once: that this one ended is heard, not looked at.
      await bidi.evaluateInChrome(
        `${policy}.backgroundState === 'stopped' || new Promise((gone) => {
          ${policy}.once('shutdown-background-script', () => gone(true));
          ${policy}.terminateBackground();
        })`,
      );
    },
    closed: new Promise((gone) => browser.once('disconnected', () => gone())),
    badgeText: (tabId) =>
      bidi.evaluateInChrome<string>(
        `${tabTracker}.browserActionFor(${policy}).action
          .getProperty(${tabTracker}.tabTracker.getTab(${tabId}), 'badgeText') ?? ''`,
      ),
  };
}

function createFirefoxPage(bidi: BidiSession, context: string): Page {
  return createPage({
    goto: (url) =>
      settleWithin(bidi.sendCommand('browsingContext.navigate', { context, url, wait: 'complete' })),
    async click(selector) {
      const value = `document.querySelector(${quoteJs(selector)})`;
      await bidi.evaluate(context, `${value}.scrollIntoView({ block: 'center', behavior: 'instant' })`);
      const located = await bidi.sendCommand('browsingContext.locateNodes', {
        context,
        locator: { type: 'css', value: selector },
        maxNodeCount: 1,
      });
      const [node] = v.parse(LocatedNodesSchema, located).nodes;
      if (!node) throw new Error(`${selector} went away before it was clicked`);
      await bidi.sendCommand('input.performActions', { context, actions: [mousePressOn(node.sharedId)] });
    },
    evaluate: (expression) => bidi.evaluate(context, expression),
    async screenshot(path) {
      const shot = v.parse(
        ScreenshotSchema,
        await bidi.sendCommand('browsingContext.captureScreenshot', { context }),
      );
      await writeFile(path, shot.data, 'base64');
    },
    async setColorScheme(scheme) {
      await bidi.evaluateInChrome(
        `Services.prefs.setIntPref(${quoteJs(SCHEME_PREF)}, ${SCHEME_PREF_VALUES[scheme]}) ?? null`,
      );
      // A preference reaches the page's process in its own time.
      const took = `matchMedia('(prefers-color-scheme: ${scheme})').matches`;
      if (!(await waitUntil(() => bidi.evaluate<boolean>(context, took), 2_000)))
        throw new Error(`The page did not turn ${scheme}`);
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
