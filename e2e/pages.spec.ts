/** The pages of records and settings work without a network, and pass axe in every colour scheme and direction. */
import { expect, test } from '@playwright/test';
import type { Page } from './browsers/browser.ts';
import type { Scenario } from './network/scenario.ts';
import { readableText } from './support/readable-text.ts';
import { withScenarioRun } from './support/scenario-run.ts';
import { readStoredSettings } from './support/stored-settings.ts';
import { APPEARANCES, assertAppearance } from './support/visual-checks.ts';

const FACTS = 'extension/pages/records/index.html';
const OPTIONS = 'extension/pages/options/index.html';

const networkDown: Scenario = {
  name: 'down-from-the-start',
  about: 'The router refuses everything, from before the first start',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://x.com/',
  faults: { '*': { tcp: 'refuse' } },
  innocent: true,
  expect: { verdict: 'offline', mechanism: '' },
};

const selectOption = (page: Page, name: string, value: string): Promise<void> =>
  page.evaluate(
    (name, value) => {
      const select = document.querySelector<HTMLSelectElement>(`[data-choose="${name}"]`);
      if (!select) throw new Error(`The page has no choice of a ${name}`);
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
    name,
    value,
  );
const typeSearch = (page: Page, text: string): Promise<void> =>
  page.evaluate((text) => {
    const search = document.querySelector<HTMLInputElement>('input[type="search"]');
    if (!search) throw new Error('The page has no search field');
    search.value = text;
    search.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);

test('without a network from the first start, popup and country page show the record of X in Pakistan', async () => {
  await withScenarioRun(
    'chromium',
    networkDown,
    async ({ browser, loadPage, openPopup, waitUntilSettled }) => {
      const facts = await browser.openExtensionPage(`${FACTS}#PK/x`);
      await expect
        .poll(() => readableText(facts))
        .toMatch(/X \(Twitter\) in Pakistan[\s\S]*February 17, 2024/);
      await expect.poll(() => readableText(facts)).toMatch(/Islamabad High Court[\s\S]*Sources: \d/);
      expect(await readableText(facts)).toMatch(
        /Countries that restrict X[\s\S]*Iran[\s\S]*#KeepItOn STOP \(CC BY 4\.0\)/,
      );

      await facts.evaluate(() => {
        location.hash = '#PK';
      });
      await facts.waitForSelector('#app[data-platform=""] input[type="search"]');
      await typeSearch(facts, 'islamabad HIGH 2024');
      await expect
        .poll(() => readableText(facts))
        .toMatch(/Found: 1\s[\s\S]*X \(Twitter\)\s+Blocked: February 17, 2024/);

      await loadPage();
      const popup = await openPopup();
      await waitUntilSettled(popup);
      await expect
        .poll(() => readableText(popup))
        .toMatch(/Known in Pakistan[\s\S]*February 17, 2024 – May 7, 2025/);
      expect(await popup.getAttribute('.as-of a', 'href')).toMatch(/records\/index\.html#PK\/x$/);
    },
  );
});

test('a chosen country and region apply to every page until everything is deleted', async () => {
  await withScenarioRun(
    'chromium',
    networkDown,
    async ({ browser, loadPage, openPopup, waitUntilSettled }) => {
      const options = await browser.openExtensionPage(OPTIONS);
      await options.waitForSelector('[data-choose="region"] option[value="PK-BA"]');
      const facts = await browser.openExtensionPage(`${FACTS}#PK`);
      const here = 'section:first-of-type';
      await expect.poll(() => facts.innerText(here)).not.toBe('');
      expect(await facts.innerText(here)).not.toMatch(/Balochistan/);

      await selectOption(options, 'region', 'PK-BA');
      await options.waitForSelector('#app[data-region="PK-BA"]');
      await facts.reload();
      await expect.poll(() => facts.innerText(here)).toMatch(/Panjgur, Balochistan/);

      await selectOption(options, 'country', 'RU');
      await options.waitForSelector('#app[data-country="RU"][data-region=""]');
      await loadPage();
      const popup = await openPopup();
      await waitUntilSettled(popup);
      await popup.waitForSelector('#app[data-country="RU"]');

      // X is on record for the Amhara region alone, so it is not shown to a person who chose no region.
      const textInEthiopia = async (region: string): Promise<string> => {
        await browser.sendMessage('changeSettings', { country: 'ET', region });
        await popup.reload();
        await popup.waitForSelector('#app[data-country="ET"] .as-of');
        return readableText(popup);
      };
      const unasked = await textInEthiopia('');
      expect(unasked).toMatch(/Only in parts of the country[^\n]*: 1/);
      expect(unasked).not.toMatch(/since August 2, 2023|There is no record/);
      expect(await textInEthiopia('ET-AM')).toMatch(/Blocked since August 2, 2023/);
      await browser.sendMessage('changeSettings', { country: 'RU' });

      await options.click('[data-forget="ask"]');
      await options.click('[data-forget="now"]');
      await options.waitForSelector('#app[data-country="PK"]');
      await popup.waitForSelector('#app[data-verdict=""]');
      expect(await readStoredSettings(options)).toBeNull();
    },
  );
});

test('asks the person once where several countries have the same time zone', async () => {
  const dubai: Scenario = { ...networkDown, country: 'AE', timezone: 'Asia/Dubai' };
  await withScenarioRun('chromium', dubai, async ({ loadPage, openPopup, waitUntilSettled }) => {
    await loadPage();
    const popup = await openPopup();
    await waitUntilSettled(popup);
    await expect.poll(() => readableText(popup)).toMatch(/Are you in United Arab Emirates\?/);
    await popup.click('.country-question button');
    await expect.poll(() => readableText(popup)).not.toMatch(/Are you in/);
    await popup.reload();
    await popup.waitForSelector('#app[data-country="AE"]');
    expect(await readStoredSettings(popup)).toMatchObject({ country: 'AE' });
    expect(await readableText(popup)).not.toMatch(/Are you in/);
  });
});

test('asks about the network’s country where the clock tells none, as in Tor Browser', async () => {
  const utc: Scenario = { ...networkDown, timezone: 'UTC', faults: { '*.x.com': { tls: 'reset' } } };
  await withScenarioRun('chromium', utc, async ({ setChoice, loadPage, openPopup, waitUntilSettled }) => {
    await setChoice('standard');
    await loadPage();
    const popup = await openPopup();
    await waitUntilSettled(popup);
    await expect.poll(() => readableText(popup)).toMatch(/Are you in Pakistan\?/);
    expect(await readableText(popup)).not.toMatch(/looks like/);
    await popup.click('.country-question button');
    await popup.waitForSelector('#app[data-country="PK"]');
    await expect.poll(() => readableText(popup)).toMatch(/Known in Pakistan/);
  });
});

test('records and settings pass axe on the narrowest screen, in both colour schemes and directions', async () => {
  const width = 320;
  await withScenarioRun(
    'chromium',
    networkDown,
    async ({ browser }) => {
      for (const { language, direction, scheme } of APPEARANCES) {
        await browser.sendMessage('changeSettings', { language });
        for (const [name, path] of [
          ['facts', `${FACTS}#PK`],
          ['platform', `${FACTS}#PK/x`],
          ['options', OPTIONS],
        ] as const) {
          const page = await browser.openExtensionPage(path);
          await page.setColorScheme(scheme);
          await page.waitForSelector(`html[dir="${direction}"]`);
          await page.waitForSelector(name === 'options' ? '[data-choose="region"]' : '.record-row');
          await assertAppearance(page, `${name}-${language}-${scheme}-${width}`);
          await page.close();
        }
      }
    },
    { viewport: { width, height: 900 } },
  );
});
