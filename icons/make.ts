/** Renders `icon.svg` to the sizes that the manifest names: `tsx icons/make.ts`, with a Chromium of Playwright or CHROMIUM_PATH. */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const here = (name: string) => new URL(name, import.meta.url);
const svg = await readFile(here('icon.svg'), 'utf8');
const executablePath = process.env.CHROMIUM_PATH;
const browser = await chromium.launch(executablePath ? { executablePath } : {});
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  await writeFile(here(`icon-${size}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
