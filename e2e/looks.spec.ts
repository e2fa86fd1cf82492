/** Every state that people see, in both text directions and colour schemes: no axe violation, nothing too wide. */
import { type Page, sendMessage } from './browsers/browser.ts';
import { findScenario } from './network/scenarios.ts';
import { test } from './support/stage.ts';
import { APPEARANCES, assertAppearance } from './support/visual-checks.ts';

interface ShownState {
  name: string;
  scenario: string;
  choice?: 'quiet';
  /** What to press once the case is settled, and the name of the state that it shows. */
  press?: { selector: string; shows: string; name: string };
  /** CSS pixels; states with the most content are shown in the narrowest width as well. */
  widths?: number[];
}
const STATES: ShownState[] = [
  {
    name: 'blocked',
    scenario: 'x-tls-reset',
    press: { selector: '.actions .primary', shows: '.exact pre', name: 'blocked-report' },
    widths: [400, 320],
  },
  { name: 'quiet', scenario: 'x-tls-reset', choice: 'quiet' },
  { name: 'portal', scenario: 'captive-portal', widths: [400, 320] },
  { name: 'down', scenario: 'site-503' },
  { name: 'inconclusive', scenario: 'controls-blocked' },
  { name: 'offline', scenario: 'offline-refused' },
];

for (const { name, scenario: played, choice = 'standard', press, widths = [400] } of STATES)
  test(`${name} passes axe in every colour scheme and direction`, async ({ stages }) => {
    await stages.chromium.playScenario(findScenario(played), async (run) => {
      await run.setChoice(choice);
      await run.loadPage();
      const popup = await run.openPopup();
      await run.waitUntilSettled(popup);
      await inEveryAppearance(popup, widths, async (look) => {
        await assertAppearance(popup, `${name}-${look}`);
        if (!press) return;
        await popup.click(press.selector);
        await popup.waitForSelector(press.shows);
        await assertAppearance(popup, `${press.name}-${look}`);
      });
    });
  });

test('the popup without a case and the welcome page pass axe', async ({ stages }) => {
  await stages.chromium.playScenario(findScenario('healthy'), async ({ openPopup, browser }) => {
    const popup = await openPopup();
    await inEveryAppearance(popup, [400, 320], (look) => assertAppearance(popup, `nothing-${look}`));
    const welcome = await browser.openExtensionPage('extension/pages/welcome/index.html');
    await inEveryAppearance(welcome, [400, 320], (look) => assertAppearance(welcome, `welcome-${look}`));
  });
});

async function inEveryAppearance(page: Page, widths: number[], see: (look: string) => Promise<void>) {
  for (const { language, direction, scheme } of APPEARANCES) {
    await sendMessage(page, 'changeSettings', { language });
    await page.setColorScheme(scheme);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 600 });
      await page.reload();
      await page.waitForSelector(`html[lang="${language}"][dir="${direction}"]`);
      await page.waitForSelector('#app *');
      await see(`${language}-${scheme}-${width}`);
    }
  }
}
