/** Every state that people see, in both directions and both lights: no axe violation, nothing wider than the popup. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Page } from './browsers/browser.ts';
import type { Scenario } from './network/scenario.ts';
import { SCENARIOS } from './network/scenarios.ts';
import type { Bench } from './support/case.ts';
import { test } from './support/stage.ts';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SHOTS = 'artifacts/shots';

const scenario = (name: string): Scenario => {
  const found = SCENARIOS.find((s) => s.name === name);
  if (!found) throw new Error(`There is no scenario "${name}"`);
  return found;
};

interface State {
  name: string;
  scenario: string;
  choice: 'standard' | 'quiet';
  /** What to press once it is settled. */
  press?: string;
}
const STATES: State[] = [
  { name: 'blocked', scenario: 'x-tls-reset', choice: 'standard' },
  { name: 'blocked-report', scenario: 'x-tls-reset', choice: 'standard', press: '.actions .go' },
  { name: 'quiet', scenario: 'x-tls-reset', choice: 'quiet' },
  { name: 'sinkhole', scenario: 'dns-sinkhole', choice: 'standard' },
  { name: 'portal', scenario: 'captive-portal', choice: 'standard' },
  { name: 'down', scenario: 'site-503', choice: 'standard' },
  { name: 'no-such-site', scenario: 'no-such-site', choice: 'standard' },
  { name: 'inconclusive', scenario: 'controls-blocked', choice: 'standard' },
  { name: 'offline', scenario: 'offline-refused', choice: 'standard' },
];

const NARROW = ['blocked', 'blocked-report', 'portal'];

for (const width of [320, 400])
  test.describe(`${width} px`, () => {
    // The narrow one for what has the most to show.
    for (const state of STATES.filter((s) => width > 320 || NARROW.includes(s.name)))
      test(`${state.name} looks right to axe in every light and direction`, async ({ stages }) => {
        await stages.wide(width).play(scenario(state.scenario), async (bench) => {
          await bench.prefer(state.choice);
          await bench.load();
          const popup = await bench.openPopup();
          await bench.settled(popup);
          await inEveryLook(popup, async (look) => {
            if (state.press) {
              await popup.click(state.press);
              await popup.waitFor('.exact pre');
            }
            await hold(popup, `${state.name}-${look}-${width}`, width);
          });
        });
      });

    test('the popup without a case, and the welcome page, look right to axe', async ({ stages }) => {
      await stages.wide(width).play(scenario('healthy'), async ({ openPopup, browser }: Bench) => {
        const popup = await openPopup();
        await inEveryLook(popup, (look) => hold(popup, `nothing-${look}-${width}`, width));
        const welcome = await browser.openExtensionPage('extension/pages/welcome.html');
        await inEveryLook(welcome, (look) => hold(welcome, `welcome-${look}-${width}`, width));
      });
    });
  });

/** Each language in both lights would show nothing that these do not: colours know no language. */
const LOOKS = [
  ['en', 'light'],
  ['ur', 'dark'],
] as const;

async function inEveryLook(page: Page, see: (look: string) => Promise<void>): Promise<void> {
  for (const [language, scheme] of LOOKS) {
    await page.evaluate(
      `chrome.runtime.sendMessage({ ask: 'changeSettings', payload: { language: '${language}' } })`,
    );
    await page.setColorScheme(scheme);
    await page.reload();
    await page.waitFor(`html[lang="${language}"][dir="${language === 'ur' ? 'rtl' : 'ltr'}"]`);
    await page.waitFor('#app *');
    await see(`${language}-${scheme}`);
  }
}

async function hold(page: Page, name: string, width: number): Promise<void> {
  await page.screenshot(`${SHOTS}/${name}.png`);
  const violations = await page.evaluate<{ id: string; where: string[] }[]>(
    `(async () => {
      ${AXE};
      const { violations } = await axe.run();
      return violations.map((v) => ({ id: v.id, where: v.nodes.map((n) => n.target.join(' ')) }));
    })()`,
  );
  expect(violations, name).toEqual([]);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(width);
}
