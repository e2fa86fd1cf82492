import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page as PlaywrightPage,
} from '@playwright/test';
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
import { ensureBrowser } from './install.ts';
import { type ScriptEvaluator, scriptEvaluator } from './page-script.ts';

/** A Chromium with the extension, a fresh profile and the simulated network. Closing it removes the profile. */
export async function launchChromium(options: LaunchOptions): Promise<LaunchedBrowser> {
  const executablePath = options.executablePath ?? (await ensureBrowser('chromium'));
  const profile = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'is-it-blocked-chromium-')));
  // An interrupted run closes nothing, but its process still exits.
  const removeAtExit = () => rmSync(profile, { recursive: true, force: true });
  if (!options.profileDir) process.once('exit', removeAtExit);
  const removeProfile = async () => {
    if (options.profileDir) return;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtExit);
  };
  let context: BrowserContext;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      // Playwright's own headless is another browser, without extensions; the flag below is the real one.
      headless: false,
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: options.colorScheme ?? 'light',
      env: browserEnvironment(options),
      args: chromiumFlags(options),
    });
  } catch (error) {
    await removeProfile();
    throw error;
  }
  const closeBrowser = async () => {
    await context.close();
    await removeProfile();
  };
  try {
    if (options.allowIncognito) await enableIncognito(context);
    return { ...(await driveChromium(context)), close: closeBrowser };
  } catch (error) {
    await closeBrowser();
    throw error;
  }
}

function chromiumFlags({
  headless = true,
  extensionDir,
  otherExtensions = [],
  language,
  network,
  proxyPort,
}: LaunchOptions): string[] {
  const extensions = [extensionDir, ...otherExtensions].join();
  return [
    ...(headless ? ['--headless=new'] : []),
    // Chromium refuses to sandbox as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--disable-extensions-except=${extensions}`,
    `--load-extension=${extensions}`,
    ...(language ? [`--lang=${language}`, `--accept-lang=${language}`] : []),
    ...network.chromiumArgs().filter((arg) => proxyPort === undefined || arg !== '--no-proxy-server'),
    ...(proxyPort === undefined ? [] : [`--proxy-server=127.0.0.1:${proxyPort}`]),
  ];
}

/** On Linux Chromium takes its language from LANGUAGE, elsewhere from `--lang`. */
function browserEnvironment({ timezone, language }: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    TZ: timezone,
    ...(language ? { LANGUAGE: language.replace('-', '_') } : {}),
  };
}

async function readExtensionId(context: BrowserContext): Promise<string> {
  const worker = context.serviceWorkers()[0] ?? (await waitForWorker(context));
  // `origin` of such a URL is "null" in Node.
  return new URL(worker.url()).host;
}

const waitForWorker = (context: BrowserContext) =>
  context.waitForEvent('serviceworker', { timeout: 15_000 }).catch(() => {
    throw new Error('The extension did not start within 15 s: its manifest or its service worker is broken');
  });

/** `chrome` on the page chrome://extensions. */
interface DeveloperPrivate {
  updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
  updateExtensionConfiguration(change: { extensionId: string; incognitoAccess: boolean }): Promise<void>;
}

/** Flips the switch on the browser's own page, as a person does. Chromium then loads the extension anew. */
async function enableIncognito(context: BrowserContext): Promise<void> {
  const id = await readExtensionId(context);
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  const { evaluate } = evaluatorOf(page);
  // Outside developer mode Chromium does not load an unpacked extension a second time.
  await evaluate(() => {
    const { chrome } = globalThis as unknown as { chrome: { developerPrivate: DeveloperPrivate } };
    return chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
  });
  const again = waitForWorker(context);
  await evaluate((extensionId) => {
    const { chrome } = globalThis as unknown as { chrome: { developerPrivate: DeveloperPrivate } };
    return chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  }, id);
  await again;
  await page.close();
}

const evaluatorOf = (page: PlaywrightPage): ScriptEvaluator => ({
  evaluate: scriptEvaluator((expression) => page.evaluate(expression)),
});

async function driveChromium(context: BrowserContext): Promise<Omit<LaunchedBrowser, 'close'>> {
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gave no browser for the persistent context');
  const extensionHost = await readExtensionId(context);
  const origin = `chrome-extension://${extensionHost}`;
  const session = await browser.newBrowserCDPSession();
  const helper = await openHelperPage(context, origin);
  // Until a started worker has run once, its listeners hear nothing. Any answer shows that it has run.
  await sendMessage(helper, 'getRecentErrors', {}).catch(() => {});
  const tabIds = new WeakMap<Page, number>();
  const openTab = async (isPrivate = false): Promise<Page> => {
    const { page, tabId } = await openTabWith(helper, context, isPrivate);
    const made = createChromiumPage(page);
    tabIds.set(made, tabId ?? (await readPrivateTabId(page, origin)));
    return made;
  };
  const openExtensionTab = async (path: string, isPrivate: boolean): Promise<Page> => {
    const page = await openTab(isPrivate);
    await page.goto(`${origin}/${path}`);
    return page;
  };

  const isBackgroundRunning = () => isWorkerRunning(session, origin);
  return {
    kind: 'chromium',
    version: browser.version(),
    newPage: () => openTab(),
    newPrivatePage: () => openTab(true),
    extensionHost,
    async tabIdOf(page) {
      const id = tabIds.get(page);
      if (id === undefined) throw new Error('That page was not opened by newPage() of this browser');
      return id;
    },
    openExtensionPage: (path) => openExtensionTab(path, false),
    openPrivateExtensionPage: (path) => openExtensionTab(path, true),
    sendMessage: (name, payload) => sendMessage(helper, name, payload),
    isBackgroundRunning,
    async stopBackground() {
      await helper.stopWorkers();
      if (!(await waitUntil(async () => !(await isBackgroundRunning()), 5_000)))
        throw new Error('The service worker still runs 5 s after it was stopped');
    },
    closed: new Promise((gone) => context.once('close', () => gone())),
    badgeText: (tabId) =>
      helper.evaluate((tabId) => {
        const { chrome } = globalThis as unknown as ExtensionGlobals;
        return chrome.action.getBadgeText({ tabId });
      }, tabId),
  };
}

/** Opens an empty tab. The nonce tells it from those that the extension opens by itself at the same time. */
async function openTabWith(
  { evaluate }: ScriptEvaluator,
  context: BrowserContext,
  isPrivate: boolean,
): Promise<{ page: PlaywrightPage; tabId: number | undefined }> {
  const url = `about:blank#${crypto.randomUUID()}`;
  const open = async (url: string, isPrivate: boolean) => {
    const { chrome } = globalThis as unknown as ExtensionGlobals;
    if (!isPrivate) return (await chrome.tabs.create({ url })).id;
    // An extension that runs apart in private windows is told nothing of them here.
    return (await chrome.windows.create({ incognito: true, url }))?.tabs[0].id;
  };
  const [page, tabId] = await Promise.all([
    context.waitForEvent('page', { predicate: (opened) => opened.url() === url }),
    evaluate(open, url, isPrivate),
  ]);
  return { page, tabId };
}

/** Asks the extension's side in private windows, which the page belongs to. Its worker has run once by then, too. */
async function readPrivateTabId(page: PlaywrightPage, origin: string): Promise<number> {
  await page.goto(`${origin}/manifest.json`);
  const evaluator = evaluatorOf(page);
  await sendMessage(evaluator, 'getRecentErrors', {});
  return evaluator.evaluate(async () => {
    const { chrome } = globalThis as unknown as ExtensionGlobals;
    return (await chrome.tabs.getCurrent()).id;
  });
}

/** Opens a document of the extension that has no code, so wakes no worker, in the tab that is there from the start. */
async function openHelperPage(context: BrowserContext, origin: string) {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${origin}/manifest.json`);
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  return {
    ...evaluatorOf(page),
    stopWorkers: () => session.send('ServiceWorker.stopAllWorkers'),
  };
}

async function isWorkerRunning(session: CDPSession, origin: string): Promise<boolean> {
  const { targetInfos } = await session.send('Target.getTargets');
  return targetInfos.some(({ type, url }) => type === 'service_worker' && url.startsWith(`${origin}/`));
}

function createChromiumPage(page: PlaywrightPage): Page {
  return createPage({
    goto: (url) => settleWithin(page.goto(url)),
    click: (selector) => page.locator(selector).first().click({ timeout: 10_000 }),
    evaluateExpression: (expression) => page.evaluate(expression),
    screenshot: async (path) => {
      await page.screenshot({ path });
    },
    setColorScheme: (colorScheme) => page.emulateMedia({ colorScheme }),
    setViewportSize: (viewport) => page.setViewportSize(viewport),
    reload: () => settleWithin(page.reload()),
    close: () => page.close(),
  });
}
