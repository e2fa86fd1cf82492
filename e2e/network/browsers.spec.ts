import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { type BidiSession, connectBidi } from '../browsers/bidi.ts';
import { ensureBrowser } from '../browsers/install.ts';
import { type Network, startNetwork } from './network.ts';
import type { Faults } from './scenario.ts';

/** What real browsers make of the simulated network: their own names for its faults, without any extension. */
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
  'dw.com': { plainHttp: { body: '<title>not the site</title>' }, tls: 'reset' },
};
/** Longer than every failure that is not silence. */
const SILENCE_MS = 5_000;

/** The browser's own error, `loaded: <title>`, or `silent`. */
type OpenUrl = (url: string) => Promise<string>;

async function withChromium(network: Network, steps: (go: OpenUrl) => Promise<void>): Promise<void> {
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
      // An error page loads itself again and would disturb the next address.
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

async function withFirefox(
  network: Network,
  steps: (go: OpenUrl, bidi: BidiSession) => Promise<void>,
): Promise<void> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: await ensureBrowser('firefox'),
    args: ['--remote-allow-system-access'],
    // Otherwise an http address is tried as https first.
    extraPrefsFirefox: { ...network.firefoxPrefs(), 'dom.security.https_first': false },
  });
  try {
    const bidi = await connectBidi(browser);
    const cert = JSON.stringify(network.ca.certBase64Der);
    await bidi.evaluateInChrome(
      `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(${cert}, 'CT,C,C') && null`,
    );
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
    }, bidi);
  } finally {
    await browser.close();
  }
}

for (const [browser, run, names] of [
  [
    'chromium',
    withChromium,
    {
      reset: 'net::ERR_CONNECTION_RESET',
      closed: 'net::ERR_CONNECTION_CLOSED',
      refused: 'net::ERR_CONNECTION_REFUSED',
      noName: 'net::ERR_NAME_NOT_RESOLVED',
      clear: 'net::ERR_SSL_PROTOCOL_ERROR',
      certificate: 'net::ERR_CERT_AUTHORITY_INVALID',
      outside: 'net::ERR_NAME_NOT_RESOLVED',
    },
  ],
  [
    'firefox',
    withFirefox,
    {
      reset: 'NS_ERROR_NET_RESET',
      // Firefox makes no difference while TLS is not yet up.
      closed: 'NS_ERROR_NET_RESET',
      refused: 'NS_ERROR_CONNECTION_REFUSED',
      noName: 'NS_ERROR_UNKNOWN_HOST',
      clear: 'NS_ERROR_GENERATE_FAILURE',
      certificate: 'NS_ERROR_GENERATE_FAILURE',
      outside: 'NS_ERROR_PROXY_CONNECTION_REFUSED',
    },
  ],
] as const)
  test(`${browser} meets every fault as it would outside`, async () => {
    const network = await startNetwork({ country: 'PK', faults: FAULTS });
    try {
      await run(network, async (go) => {
        const openAll = async (...hosts: string[]) =>
          Object.fromEntries(
            await Promise.all(hosts.map(async (host) => [host, await go(`https://${host}/`)] as const)),
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
          'reset.example': names.reset,
          'close.example': names.closed,
          'refuse.example': names.refused,
          'nowhere.example': names.noName,
          'clear.example': names.clear,
          ...sameForAll([...bad, nameless], names.certificate),
          ...sameForAll(['silent.example', 'mute.example'], 'silent'),
        };
        expect(await openAll(...Object.keys(expected))).toEqual(expected);
        expect(await go('http://dw.com/')).toBe('loaded: not the site');
        expect(await go('http://www.rfa.org/')).toBe('loaded: Surf Safely!');
        // Nothing but loopback: an address that no place has.
        expect(await go('http://192.0.2.1:8080/')).toBe(names.outside);
      });
      const own = network.log.filter(({ layer, host }) => layer === 'http' && !/\.(example|com)$/.test(host));
      expect(own, 'errands of the browser itself').toEqual([]);
    } finally {
      await network.close();
    }
  });

test('firefox sees the network return', async () => {
  const network = await startNetwork({ country: 'PK', faults: { '*.x.com': { dns: 'nxdomain' } } });
  try {
    await withFirefox(network, async (go) => {
      expect(await go('https://x.com/')).toBe('NS_ERROR_UNKNOWN_HOST');
      await network.setFaults({});
      await expect.poll(() => go('https://x.com/'), { timeout: 20_000 }).toBe('loaded: x.com');
    });
  } finally {
    await network.close();
  }
});
