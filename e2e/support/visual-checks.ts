/** How a page looks: a picture for people, violations for axe, and whether it fits its width. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Page } from '../browsers/browser.ts';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SCREENSHOT_DIR = 'artifacts/shots';

interface Appearance {
  language: 'en' | 'ur';
  direction: 'ltr' | 'rtl';
  scheme: 'light' | 'dark';
}
/** One language a colour scheme: colours do not depend on the language. */
export const APPEARANCES: readonly Appearance[] = [
  { language: 'en', direction: 'ltr', scheme: 'light' },
  { language: 'ur', direction: 'rtl', scheme: 'dark' },
];

/** Only what is used of axe-core, which `addScript` puts into the page. */
interface AxeGlobals {
  axe: { run(within: string): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
}

/** Takes a picture, then expects no axe violation, nothing wider than the page and nothing higher than the popup. */
export async function assertAppearance(page: Page, name: string, within = 'html'): Promise<void> {
  await page.screenshot(`${SCREENSHOT_DIR}/${name}.png`);
  await page.addScript(AXE);
  const { broken, hidden, isTooWide, isTooHigh } = await page.evaluate(async (within) => {
    const { axe } = globalThis as unknown as AxeGlobals;
    const { violations } = await axe.run(within);
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return {
      broken: violations.map((v) => ({ id: v.id, where: v.nodes.map((n) => n.target.join(' ')) })),
      hidden: [...document.images].filter((image) => image.naturalWidth === 0).map(({ src }) => src),
      isTooWide: scrollWidth > clientWidth,
      isTooHigh: document.querySelector('#app[data-phase]') !== null && scrollHeight > clientHeight,
    };
  }, within);
  expect(broken, name).toEqual([]);
  expect(hidden, `${name}: pictures that do not show`).toEqual([]);
  expect(isTooWide, `${name} scrolls sideways`).toBe(false);
  expect(isTooHigh, `${name}: the popup itself scrolls, not its middle`).toBe(false);
}
