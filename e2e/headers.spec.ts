/**
 * Every scenario compares its headers with the declared ones (`support/header-audit.ts`). These tests show that the
 * comparison can fail, and play what no scenario does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as v from 'valibot';
import type { LogEntry } from './network/log.ts';
import type { Scenario } from './network/scenario.ts';
import { builtDir } from './support/ensure-built.ts';
import { undeclaredHeaders } from './support/header-audit.ts';
import { requestAddress, requestsIn } from './support/request-audit.ts';
import { withScenarioRun } from './support/scenario-run.ts';

const cut: Scenario = {
  name: 'x-is-cut',
  about: 'X is cut when a client says its name',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: { '*.x.com': { tls: 'reset' }, '*.twitter.com': { tls: 'reset' } },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};

test('a header that is not declared, or that names the installation, is undeclared', () => {
  const entry: LogEntry = {
    at: 0,
    layer: 'https',
    method: 'POST',
    host: 'api.ooni.org',
    path: '/report',
    action: 'answered 200',
  };
  const of = (headers: Record<string, string>) =>
    undeclaredHeaders([{ ...entry, headers }], { kind: 'firefox', extensionHost: 'uuid-1' });
  expect(of({ accept: '*/*', 'sec-fetch-dest': 'empty' })).toEqual([]);
  expect(of({ origin: 'moz-extension://uuid-1' })).toHaveLength(2);
  expect(of({ referer: 'https://x.com/' })).toHaveLength(1);
  expect(of({ accept: 'text/uuid-2' })).toHaveLength(1);
  const part = { range: 'bytes=0-9', 'sec-fetch-mode': 'cors', origin: 'https://x.com' };
  expect(of({ ...part, 'sec-fetch-site': 'cross-site' })).toEqual([]);
  expect(of({ ...part, 'sec-fetch-site': 'same-origin' })).toHaveLength(1);
  expect(of({ 'sec-fetch-dest': 'document', cookie: 'of-the-page' })).toEqual([]);
});

test('firefox › a host that the person took from the extension is not asked: nothing removes `Origin` there', async () => {
  await withScenarioRun('firefox', cut, async (run) => {
    await run.setChoice('standard');
    const page = await run.browser.openExtensionPage('extension/pages/options/index.html');
    await page.evaluate(() => {
      const { browser } = globalThis as unknown as {
        browser: { permissions: { remove(what: { origins: string[] }): Promise<boolean> } };
      };
      return browser.permissions.remove({
        origins: ['*://api.ooni.org/*', '*://*.ooni.org/*', '*://api.globalping.io/*'],
      });
    });
    await run.loadPage();
    await run.waitUntilSettled(await run.openPopup());
    const asked = requestsIn(run.network.log).map(requestAddress).join('\n');
    expect(asked).toContain('detectportal.firefox.com');
    expect(asked).not.toMatch(/api\.ooni|globalping/);
  });
});

const ManifestSchema = v.looseObject({ permissions: v.array(v.string()) });

test('chromium › the permission to remove `Origin` adds no warning to the installation', async () => {
  const manifest = v.parse(
    ManifestSchema,
    JSON.parse(readFileSync(join(builtDir('chromium'), 'manifest.json'), 'utf8')),
  );
  await withScenarioRun('chromium', cut, async ({ browser }) => {
    const page = await browser.openExtensionPage('extension/pages/options/index.html');
    const warningsWith = (permissions: string[]) =>
      page.evaluate(
        (text) => {
          const { chrome } = globalThis as unknown as {
            chrome: { management: { getPermissionWarningsByManifest(text: string): Promise<string[]> } };
          };
          return chrome.management.getPermissionWarningsByManifest(text);
        },
        JSON.stringify({ ...manifest, permissions }),
      );
    const name = 'declarativeNetRequestWithHostAccess';
    const others = manifest.permissions.filter((one) => one !== name);
    expect(manifest.permissions).toContain(name);
    expect(await warningsWith(manifest.permissions)).toEqual(await warningsWith(others));
    expect(await warningsWith([...others, 'declarativeNetRequest'])).not.toEqual(await warningsWith(others));
  });
});
