import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { connectBidi } from '../browsers/bidi.ts';
import { trustAuthority } from '../browsers/firefox-internals.ts';
import { ensureBrowser } from '../browsers/install.ts';
import { type Network, startNetwork } from './network.ts';
import type { Faults } from './scenario.ts';

/** Real browsers meet the simulated network without any extension: their own names for its faults. */
const FAULTS: Faults = {
  'reset.example': { tls: 'reset' },
  'close.example': { tls: 'close' },
  'clear.example': { tls: 'not-tls' },
  'refuse.example': { tcp: 'refuse' },
  'silent.example': { tcp: 'drop' },
  'mute.example': { tls: 'drop' },
  'nowhere.example': { dns: 'nxdomain' },
  'expired.example': { tls: 'expired' },
  'wrong.example': { tls: 'wrong-name' },
  'untrusted.example': { tls: 'untrusted' },
  '*.rfa.org': { dns: 'sinkhole' },
  'frozen.example': { freezeAfter: 16_384, page: 'long' },
  'hosts-file.example': { dns: 'loopback' },
  'filter.example': { dns: 'unspecified' },
  'wwww.typo.example': { authoritativeAnswer: 'nxdomain' },
  '@unknown-names': { dns: { to: 'ads.example' } },
  'ads.example': { tls: 'wrong-name', plainHttp: { body: '<title>Did you mean</title>' } },
  'dw.com': { plainHttp: { body: '<title>not the site</title>' }, tls: 'reset' },
};
/** Longer than any failure that is not a silence, ms. */
const SILENCE_MS = 5_000;

/** The browser's own error, `loaded: <title>`, or `silent`. */
type OpenUrl = (url: string) => Promise<string>;

async function withChromium(network: Network, steps: (openUrl: OpenUrl) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'is-it-blocked-smoke-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureBrowser('chromium'),
    headless: false,
    args: [
      '--headless=new',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...network.chromiumArgs(),
    ],
  });
  try {
    await steps(async (url) => {
      // An error page reloads itself and would disturb the next address.
      const page = await context.newPage();
      try {
        await page.goto(url, { timeout: SILENCE_MS });
        return `loaded: ${await page.title()}`;
      } catch (error) {
        return (
          /net::ERR_[A-Z_]+/.exec(String(error))?.[0] ??
          (/Timeout/.test(String(error)) ? 'silent' : String(error))
        );
      } finally {
        await page.close();
      }
    });
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function withFirefox(network: Network, steps: (openUrl: OpenUrl) => Promise<void>): Promise<void> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: await ensureBrowser('firefox'),
    args: ['--remote-allow-system-access'],
    // Otherwise Firefox tries https first.
    extraPrefsFirefox: { ...network.firefoxPrefs(), 'dom.security.https_first': false },
  });
  try {
    const bidi = await connectBidi(browser);
    await bidi.window.evaluate(trustAuthority, network.ca.certBase64Der);
    await steps(async (url) => {
      const page = await browser.newPage();
      try {
        await page.goto(url, { timeout: SILENCE_MS });
        return `loaded: ${await page.title()}`;
      } catch (error) {
        return (
          /NS_ERROR_[A-Z_]+/.exec(String(error))?.[0] ??
          (/imeout/.test(String(error)) ? 'silent' : String(error))
        );
      } finally {
        await page.close();
      }
    });
  } finally {
    await browser.close();
  }
}

const BROWSERS = [
  {
    browser: 'chromium',
    withBrowser: withChromium,
    errors: {
      reset: 'net::ERR_CONNECTION_RESET',
      closed: 'net::ERR_CONNECTION_CLOSED',
      refused: 'net::ERR_CONNECTION_REFUSED',
      noName: 'net::ERR_NAME_NOT_RESOLVED',
      clear: 'net::ERR_SSL_PROTOCOL_ERROR',
      certificate: 'net::ERR_CERT_AUTHORITY_INVALID',
      outside: 'net::ERR_CONNECTION_REFUSED',
    },
  },
  {
    browser: 'firefox',
    withBrowser: withFirefox,
    errors: {
      reset: 'NS_ERROR_NET_RESET',
      // Firefox does not tell a close from a reset before TLS is up.
      closed: 'NS_ERROR_NET_RESET',
      refused: 'NS_ERROR_CONNECTION_REFUSED',
      noName: 'NS_ERROR_UNKNOWN_HOST',
      clear: 'NS_ERROR_GENERATE_FAILURE',
      certificate: 'NS_ERROR_GENERATE_FAILURE',
      outside: 'NS_ERROR_PROXY_CONNECTION_REFUSED',
    },
  },
];

for (const { browser, withBrowser, errors } of BROWSERS)
  test(`${browser} meets every fault as on the real internet`, async () => {
    const network = await startNetwork({ country: 'PK', faults: FAULTS });
    try {
      await withBrowser(network, async (openUrl) => {
        const openAll = async (...hosts: string[]) =>
          Object.fromEntries(
            await Promise.all(hosts.map(async (host) => [host, await openUrl(`https://${host}/`)] as const)),
          );
        const sameForAll = (hosts: string[], what: string) =>
          Object.fromEntries(hosts.map((host) => [host, what]));
        const bad = ['expired.example', 'wrong.example', 'untrusted.example', 'www.rfa.org'];
        const nameless = network.placeOf('x.com').address;
        expect(await openAll('x.com', 'www.youtube.com')).toEqual({
          'x.com': 'loaded: x.com',
          'www.youtube.com': 'loaded: www.youtube.com',
        });
        const expected = {
          'reset.example': errors.reset,
          'close.example': errors.closed,
          'refuse.example': errors.refused,
          'nowhere.example': errors.noName,
          'clear.example': errors.clear,
          ...sameForAll([...bad, nameless], errors.certificate),
          ...sameForAll(['silent.example', 'mute.example', 'silent.example:81', 'frozen.example'], 'silent'),
          // Other ports of a live address, of which 443 swallows the name, and addresses without any service.
          ...sameForAll(['x.com:81', 'x.com:444', 'mute.example:81', `${nameless}:444`], errors.refused),
          ...sameForAll(['hosts-file.example', 'filter.example'], errors.refused),
          'wwww.typo.example': errors.certificate,
        };
        expect(await openAll(...Object.keys(expected))).toEqual(expected);
        expect(await openUrl('http://dw.com/')).toBe('loaded: not the site');
        for (const name of ['wwww.typo.example', 'img-fra3.x.com'])
          expect(await openUrl(`http://${name}/`)).toBe('loaded: Did you mean');
        for (const name of ['hosts-file.example', 'filter.example'])
          expect(await openUrl(`http://${name}/`)).toBe(errors.refused);
        expect(await openUrl('http://www.rfa.org/')).toBe('loaded: Surf Safely!');
        // Nothing but loopback: an address that no place has.
        expect(await openUrl('http://192.0.2.1:8080/')).toBe(errors.outside);
      });
      const own = network.log.filter(
        ({ layer, host }) => layer === 'https' && !/\.(example|com)$/.test(host),
      );
      expect(own, 'requests of the browser itself').toEqual([]);
    } finally {
      await network.close();
    }
  });

test('firefox sees the network return', async () => {
  const network = await startNetwork({ country: 'PK', faults: { '*.x.com': { dns: 'nxdomain' } } });
  try {
    await withFirefox(network, async (openUrl) => {
      expect(await openUrl('https://x.com/')).toBe('NS_ERROR_UNKNOWN_HOST');
      await network.setFaults({});
      await expect.poll(() => openUrl('https://x.com/'), { timeout: 20_000 }).toBe('loaded: x.com');
    });
  } finally {
    await network.close();
  }
});
