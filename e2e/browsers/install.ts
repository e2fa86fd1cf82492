import { spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import type { BrowserKind } from './browser.ts';
import { findBrowser, PATH_VARIABLES } from './find.ts';

type Say = (line: string) => void;

const DEBIAN_PACKAGE: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

const BY_HAND: Record<BrowserKind, string> = {
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
export async function ensureBrowser(kind: BrowserKind, say: Say = console.log): Promise<string> {
  const found = await findBrowser(kind);
  if (found) return found;
  say(`No ${kind} found; trying to install it.`);
  for (const install of [fromPlaywright, fromApt]) {
    await install(kind, say);
    const installed = await findBrowser(kind);
    if (installed) return installed;
  }
  throw new Error(
    `There is no ${kind} and it could not be installed. Install it by hand:\n${BY_HAND[kind]}\n` +
      `Or set ${PATH_VARIABLES[kind][0]} to the path of one.`,
  );
}

async function fromPlaywright(kind: BrowserKind, say: Say): Promise<void> {
  // Playwright's own Firefox cannot load extensions.
  if (kind !== 'chromium') return;
  // A bare container lacks the libraries that Chromium needs.
  const libraries = (await mayUseApt()) ? ['--with-deps'] : [];
  await run('npx', ['playwright', 'install', ...libraries, 'chromium'], 180, say);
}

async function fromApt(kind: BrowserKind, say: Say): Promise<void> {
  if (!(await mayUseApt())) return;
  if (await run('apt-get', ['update'], 120, say))
    await run('apt-get', ['install', '-y', '--no-install-recommends', DEBIAN_PACKAGE[kind]], 300, say);
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
function run(program: string, args: string[], seconds: number, say: Say): Promise<boolean> {
  const line = [program, ...args].join(' ');
  const began = Date.now();
  const elapsed = () => Math.round((Date.now() - began) / 1000);
  say(`$ ${line}`);
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: seconds * 1000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const ticker = setInterval(() => say(`  … ${line}: ${elapsed()} s`), 10_000);
    const end = (well: boolean, how: string) => {
      clearInterval(ticker);
      say(`  ${line}: ${how} after ${elapsed()} s`);
      done(well);
    };
    child.once('error', (error) => end(false, error.message));
    child.once('exit', (code, signal) =>
      end(code === 0, code === 0 ? 'done' : `gave up (${signal ?? `exit code ${code}`})`),
    );
  });
}
