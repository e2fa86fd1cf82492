import { spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import type { BrowserKind } from './browser.ts';
import { findBrowser, PATH_VARIABLES } from './find.ts';

type PrintLine = (line: string) => void;

const DEBIAN_PACKAGE: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

const MANUAL_INSTALL: Record<BrowserKind, string> = {
  chromium: `  any system:    npx playwright install --with-deps chromium
  Debian:        sudo apt-get install chromium
  Fedora:        sudo dnf install chromium
  macOS:         brew install --cask chromium
Google Chrome and Microsoft Edge do not serve: they no longer load unpacked extensions from the command line.`,
  firefox: `  Debian:        sudo apt-get install firefox-esr
  Ubuntu:        the .deb from https://packages.mozilla.org (a snap cannot be driven)
  Fedora:        sudo dnf install firefox
  macOS:         brew install --cask firefox`,
};

/**
 * Path of the browser; installs it first if there is none.
 * @throws with the commands to type by hand if it could not be installed
 */
export async function ensureBrowser(kind: BrowserKind, printLine: PrintLine = console.log): Promise<string> {
  const found = await findBrowser(kind);
  if (found) return found;
  printLine(`No ${kind} found; trying to install it.`);
  if (await mayUseApt())
    printLine(
      `You are root on a Debian-like system: system packages will be installed (apt-get). Stop with Ctrl+C to do it by hand.`,
    );
  for (const install of [installFromPlaywright, installFromApt]) {
    await install(kind, printLine);
    const installed = await findBrowser(kind);
    if (installed) return installed;
  }
  throw new Error(
    `There is no ${kind} and it could not be installed. Install it by hand:\n${MANUAL_INSTALL[kind]}\n` +
      `Or set ${PATH_VARIABLES[kind][0]} to the path of one.`,
  );
}

async function installFromPlaywright(kind: BrowserKind, printLine: PrintLine): Promise<void> {
  // Playwright's own Firefox cannot load extensions.
  if (kind !== 'chromium') return;
  // A bare container lacks the libraries that Chromium needs.
  const libraries = (await mayUseApt()) ? ['--with-deps'] : [];
  await runCommand('npx', ['playwright', 'install', ...libraries, 'chromium'], 180, printLine);
}

async function installFromApt(kind: BrowserKind, printLine: PrintLine): Promise<void> {
  if (!(await mayUseApt())) return;
  if (await runCommand('apt-get', ['update'], 120, printLine))
    await runCommand(
      'apt-get',
      ['install', '-y', '--no-install-recommends', DEBIAN_PACKAGE[kind]],
      300,
      printLine,
    );
}

async function mayUseApt(): Promise<boolean> {
  return process.platform === 'linux' && process.getuid?.() === 0 && (await isDebian());
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const apt = await access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  );
  return apt && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

/** Whether it ended well within `seconds`; says every 10 s that it is still at it. */
function runCommand(
  program: string,
  args: string[],
  seconds: number,
  printLine: PrintLine,
): Promise<boolean> {
  const line = [program, ...args].join(' ');
  const began = Date.now();
  const elapsedSeconds = () => Math.round((Date.now() - began) / 1000);
  printLine(`$ ${line}`);
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: seconds * 1000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const ticker = setInterval(() => printLine(`  … ${line}: ${elapsedSeconds()} s`), 10_000);
    const finishCommand = (well: boolean, how: string) => {
      clearInterval(ticker);
      printLine(`  ${line}: ${how} after ${elapsedSeconds()} s`);
      done(well);
    };
    child.once('error', (error) => finishCommand(false, error.message));
    child.once('exit', (code, signal) =>
      finishCommand(code === 0, code === 0 ? 'done' : `gave up (${signal ?? `exit code ${code}`})`),
    );
  });
}
