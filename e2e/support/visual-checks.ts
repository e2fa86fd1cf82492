/** How a page looks: to people in pictures, to axe in violations, and whether it fits its width. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Page } from '../browsers/browser.ts';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SCREENSHOT_DIR = 'artifacts/shots';

/** Each language in both lights would show nothing that these do not: colours know no language. */
export const APPEARANCES = [
  ['en', 'light'],
  ['ur', 'dark'],
] as const;

/** Takes a picture; then nothing may be wider than the page, nor higher than a popup, and axe may find nothing wrong. */
export async function assertAppearance(page: Page, name: string, within = 'html'): Promise<void> {
  await page.screenshot(`${SCREENSHOT_DIR}/${name}.png`);
  const { broken, isTooWide, isTooHigh } = await page.evaluate<{
    broken: object[];
    isTooWide: boolean;
    isTooHigh: boolean;
  }>(
    `(async () => {
      ${AXE};
      const { violations } = await axe.run(${JSON.stringify(within)});
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return {
        broken: violations.map((v) => ({ id: v.id, where: v.nodes.map((n) => n.target.join(' ')) })),
        isTooWide: scrollWidth > clientWidth,
        isTooHigh: !!document.querySelector('#app[data-phase]') && scrollHeight > clientHeight,
      };
    })()`,
  );
  expect(broken, name).toEqual([]);
  expect(isTooWide, `${name} scrolls sideways`).toBe(false);
  expect(isTooHigh, `${name}: the popup itself scrolls, not its middle`).toBe(false);
}
