import type { Page } from '../browsers/browser.ts';

/** The visible text, without the invisible characters that isolate names from the direction of the text around them. */
export const readableText = async (page: Page, selector = 'body'): Promise<string> =>
  (await page.innerText(selector)).replaceAll(/[\u2066-\u2069]/g, '');
