import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserKind } from './browser.ts';

/** Environment variables that name the program to use; the first that is set wins. */
export const PATH_VARIABLES: Record<BrowserKind, string[]> = {
  chromium: ['CHROMIUM_PATH', 'CHROME_PATH'],
  firefox: ['FIREFOX_PATH'],
};

/**
 * Google Chrome and Microsoft Edge are left out: branded builds ignore `--load-extension`, Chrome since version 137
 * (https://groups.google.com/a/chromium.org/g/chromium-extensions/c/1-g8EFx2BBY).
 */
const PROGRAMS: Record<BrowserKind, string[]> = {
  chromium: ['chromium', 'chromium-browser'],
  firefox: ['firefox', 'firefox-esr', 'firefox-developer-edition'],
};

const MAC_BUNDLES: Record<BrowserKind, string[]> = {
  chromium: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
  firefox: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
  ],
};

/**
 * Path of the browser to use, or null if there is none.
 * @throws if one of `PATH_VARIABLES` names a file that cannot be run
 */
export async function findBrowser(kind: BrowserKind, env = process.env): Promise<string | null> {
  for (const variable of PATH_VARIABLES[kind]) {
    const given = env[variable];
    if (!given) continue;
    if (await canRun(given)) return given;
    throw new Error(`${variable} is set to ${given}, which is not a program that can be run`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    ...(kind === 'chromium' ? [chromium.executablePath()] : []),
    ...PROGRAMS[kind].flatMap((program) => folders.map((folder) => join(folder, program))),
    ...(process.platform === 'darwin' ? MAC_BUNDLES[kind] : []),
  ];
  for (const candidate of candidates) if (await canRun(candidate)) return candidate;
  return null;
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
