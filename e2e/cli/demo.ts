/**
 * `npm start -- [--scenario NAME] [--country CC] [--browser chromium|firefox] [--headless] [--list]`
 *
 * Shows the extension in a simulated network on this machine: with a display in a browser to try it, without one as text
 * and pictures.
 */

import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { getCountry } from 'countries-and-timezones';
import { errorMessage } from '../../src/base/errors.ts';
import { type BrowserKind, type LaunchOptions, type Page, sendMessage } from '../browsers/browser.ts';
import { ensureBrowser } from '../browsers/install.ts';
import type { Scenario } from '../network/scenario.ts';
import { findScenario, SCENARIOS } from '../network/scenarios.ts';
import { ensureBuilt, ROOT } from '../support/ensure-built.ts';
import { readableText } from '../support/readable-text.ts';
import { readPopupState, type ScenarioRun, withScenarioRun } from '../support/scenario-run.ts';

const ARTIFACTS = join(ROOT, 'artifacts');

interface DemoOptions {
  scenario: Scenario;
  kind: BrowserKind;
  headless: boolean;
}

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const wishes = parseOptions(process.argv.slice(2));
  if (!wishes) return printScenarios();
  const { scenario, kind, headless } = wishes;
  const executable = await ensureBrowser(kind);
  await ensureBuilt();
  console.log(`\n${scenario.name}: ${scenario.about}\n${scenario.url} in ${scenario.country}, ${kind}\n`);
  const options: Partial<LaunchOptions> = headless
    ? { executablePath: executable, headless, viewport: { width: 400, height: 600 } }
    : { executablePath: executable, headless };
  await withScenarioRun(kind, scenario, headless ? printAndPicture : showInBrowser, options);
}

/** Null if only the list is wanted. @throws on an unknown name, with the known ones */
function parseOptions(args: string[]): DemoOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: 'string', default: 'x-tls-reset' },
      country: { type: 'string' },
      browser: { type: 'string', default: 'chromium' },
      headless: { type: 'boolean', default: !hasDisplay() },
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) return null;
  if (values.browser !== 'chromium' && values.browser !== 'firefox')
    throw new Error(`--browser is chromium or firefox, not "${values.browser}"`);
  return {
    scenario: withCountry(findScenario(values.scenario), values.country),
    kind: values.browser,
    headless: values.headless,
  };
}

function withCountry(scenario: Scenario, code: string | undefined): Scenario {
  if (code === undefined) return scenario;
  const country = code.toUpperCase();
  const timezone = getCountry(country)?.timezones[0];
  if (!timezone) throw new Error(`--country takes two letters of ISO 3166-1, as PK; "${code}" is none`);
  return { ...scenario, country, timezone };
}

function hasDisplay(): boolean {
  if (process.env.CI) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function printScenarios(): void {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  for (const { name, country, about } of SCENARIOS)
    console.log(`${name.padEnd(width)}  ${country}  ${about}`);
}

async function showInBrowser({ chooseOnWelcomePage, loadPage, browser }: ScenarioRun): Promise<void> {
  await chooseOnWelcomePage('standard');
  console.log('The welcome page was answered with "standard" for you. Close the browser to end.');
  await loadPage();
  await browser.closed;
}

async function printAndPicture(run: ScenarioRun): Promise<void> {
  const { scenario, chooseOnWelcomePage, loadPage, openPopup, waitUntilSettled } = run;
  await mkdir(ARTIFACTS, { recursive: true });
  await chooseOnWelcomePage('standard');
  const popup = await openPopup();
  const began = Date.now();
  await loadPage();
  const shown = scenario.expect ? await waitUntilSettled(popup) : await readPopupState(popup);
  const seconds = (Date.now() - began) / 1000;
  for (const [name, value] of Object.entries({ ...shown, seconds: seconds.toFixed(1) }))
    console.log(`${name.padEnd(12)}${value || '–'}`);
  console.log(`\n${await popupText(popup)}\n`);
  for (const scheme of SCHEMES) await takePicture(run, popup, 'settled', scheme);
  if (scenario.expect) await takeCheckingPictures(run, popup);
}

/** The popup's text with its innermost folds open. Folds that hold others are long lists of the past: they stay closed. */
async function popupText(popup: Page): Promise<string> {
  await popup.evaluate(() => {
    const folds = 'details:not(:has(details), details details)';
    for (const fold of document.querySelectorAll<HTMLDetailsElement>(folds)) fold.open = true;
  });
  const text = await readableText(popup, '#app');
  await popup.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = false;
  });
  return text.replace(/\n{2,}/g, '\n');
}

const SCHEMES = ['light', 'dark'] as const;

/** Checks again with slow control sites, because on loopback the checks end before a picture is taken. */
async function takeCheckingPictures(run: ScenarioRun, popup: Page): Promise<void> {
  const { scenario, network, tabId } = run;
  await network.setFaults({ '@controls': { https: { delay: 5_000 } }, ...scenario.faults });
  await sendMessage(popup, 'recheckCase', { tabId });
  await popup.waitForSelector('#app[data-phase="checking"]', 5_000);
  for (const scheme of SCHEMES) await takePicture(run, popup, 'checking', scheme);
}

/** Keeps the picture only if it shows the phase that its name claims. */
async function takePicture(
  { scenario, browser }: ScenarioRun,
  popup: Page,
  phase: 'checking' | 'settled',
  scheme: 'light' | 'dark',
): Promise<void> {
  await popup.setColorScheme(scheme);
  const path = join(ARTIFACTS, `${scenario.name}-${browser.kind}-${phase}-${scheme}.png`);
  await popup.screenshot(path);
  if ((await readPopupState(popup)).phase === phase) return console.log(relative(ROOT, path));
  console.log(`(No picture of "${phase}" in ${scheme}: it was over too soon.)`);
  await rm(path);
}
