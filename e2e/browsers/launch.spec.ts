import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  BROWSER_KINDS,
  type BrowserKind,
  type LabNetwork,
  type LaunchedBrowser,
  waitUntil,
} from './browser.ts';
import type { ExtensionGlobals } from './extension-api.ts';
import { launchBrowser } from './launch.ts';

/** An extension whose page shows when its background started, and whose background puts a badge on a tab on request. */
async function writeExtension(kind: BrowserKind, folder: string): Promise<void> {
  const manifest = {
    manifest_version: 3,
    name: 'Launcher check',
    version: '1',
    permissions: ['storage'],
    action: {},
    background: kind === 'chromium' ? { service_worker: 'background.js' } : { scripts: ['background.js'] },
    browser_specific_settings: { gecko: { id: 'launcher@example.org' } },
  };
  const files = {
    'manifest.json': JSON.stringify(manifest),
    'background.js': `const api = globalThis.browser ?? chrome;
      const born = String(performance.timeOrigin);
      api.runtime.onMessage.addListener((tabId, _sender, reply) => {
        if (tabId !== null) api.action.setBadgeText({ tabId, text: '!' });
        reply(born);
      });`,
    'pages/page.html': `<!doctype html><meta charset="utf-8"><title>page</title>
      <p id="zone"></p><button>Ask</button><div style="height: 3000px"></div><a href="#here" id="low">low</a>
      <script src="page.js"></script>`,
    'pages/page.js': `const api = globalThis.browser ?? chrome;
      const zone = document.querySelector('#zone');
      zone.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const tab = new URLSearchParams(location.search).get('tab');
      document.querySelector('button').onclick = async () => {
        zone.dataset.born = await api.runtime.sendMessage(tab === null ? null : Number(tab));
      };`,
  };
  await mkdir(join(folder, 'pages'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const NO_NETWORK: LabNetwork = {
  chromiumArgs: () => ['--host-resolver-rules=MAP * ~NOTFOUND'],
  firefoxPrefs: () => ({ 'network.trr.mode': 3, 'network.trr.uri': 'https://127.0.0.1:9/dns-query' }),
  ca: {
    // Made for this test; its key is lost.
    certBase64Der:
      'MIIBijCCAS+gAwIBAgIUDxDyrzE9hrgaJb3hLksoil60ZaQwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOTGF1bmNoZXIgY2hlY2swIBcNMjYxMTI0MDEwNDUzWhgPMjEyNjEwMzEwMTA0NTNaMBkxFzAVBgNVBAMMDkxhdW5jaGVyIGNoZWNrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEURwWSqm4WYt+LDnXDzgeykUOJVvYBBR68mnJx0eM0CFAs9GMvbsliAuuC06pM3ERT/txVd/LJOeeL7qxjF/xBKNTMFEwHQYDVR0OBBYEFIwOWTMEF1MaIR8zsO22BYsXH4wMMB8GA1UdIwQYMBaAFIwOWTMEF1MaIR8zsO22BYsXH4wMMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOXRVKEEuzibfxCxaW6w4tLo4ZMQdHIknzINM863o0PfAiEA8BUDYeeEpy9BnnPGxg08q44v7SVXXI+kTo2RxncTu20=',
  },
};

for (const kind of BROWSER_KINDS) {
  // One browser for all three tests, because its start takes longer than they do.
  test.describe
    .serial(kind, () => {
      let browser: LaunchedBrowser;
      let folder: string;

      test.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'is-it-blocked-extension-'));
        await writeExtension(kind, folder);
        browser = await launchBrowser(kind, {
          extensionDir: folder,
          network: NO_NETWORK,
          timezone: 'Asia/Karachi',
          viewport: { width: 400, height: 600 },
          colorScheme: 'dark',
        });
      });

      test.afterAll(async () => {
        await browser?.close();
        await rm(folder, { recursive: true });
      });

      test('drives web pages and pages of the extension', async () => {
        const page = await browser.newPage();
        await page.goto('https://example.org/');
        const own = await browser.openExtensionPage(`pages/page.html?tab=${await browser.tabIdOf(page)}`);
        expect(await own.innerText('#zone')).toBe('Asia/Karachi');
        expect(await own.getAttribute('#zone', 'data-born')).toBeNull();
        expect(await own.innerText('#nothing')).toBe('');
        expect(
          await own.evaluate(() => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]),
        ).toEqual([400, true]);
        await own.setColorScheme('light');
        expect(await own.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false);
        await own.click('#low');
        expect(await own.evaluate(() => location.hash)).toBe('#here');
        await own.reload();
        await own.waitForSelector('#zone');
        await expect(own.waitForSelector('#nothing', 100)).rejects.toThrow(
          /#nothing did not appear.*Asia\/Karachi/s,
        );
      });

      test('gives tab ids as the extension knows them', async () => {
        const [one, two] = [await browser.newPage(), await browser.newPage()];
        const own = await browser.openExtensionPage('pages/page.html');
        const ids = await own.evaluate(async () => {
          const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
          return (await (browser ?? chrome).tabs.query({})).map((tab) => tab.id);
        });
        const given = [await browser.tabIdOf(one), await browser.tabIdOf(two), await browser.tabIdOf(own)];
        expect(new Set(given).size).toBe(3);
        expect(ids).toEqual(expect.arrayContaining(given));
        const ownId = await own.evaluate(async () => {
          const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
          return (await (browser ?? chrome).tabs.getCurrent()).id;
        });
        expect(ownId).toBe(given[2]);
      });

      test('stops the background, which starts again on a message', async () => {
        const page = await browser.newPage();
        const id = await browser.tabIdOf(page);
        const own = await browser.openExtensionPage(`pages/page.html?tab=${id}`);
        await own.click('button');
        await own.waitForSelector('#zone[data-born]');
        const born = await own.getAttribute('#zone', 'data-born');
        expect(await browser.badgeText(id)).toBe('!');
        expect(await browser.badgeText(await browser.tabIdOf(own))).toBe('');

        await browser.stopBackground();
        expect(await browser.isBackgroundRunning()).toBe(false);
        await own.click('button');
        expect(
          await waitUntil(async () => (await own.getAttribute('#zone', 'data-born')) !== born, 5_000),
        ).toBe(true);
        expect(await browser.isBackgroundRunning()).toBe(true);
      });
    });
}
