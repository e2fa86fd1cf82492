/**
 * `npm run observe [-- --scenario NAME] [--browser chromium|firefox]`
 *
 * What an observer on the line sees of one failed page: without the extension, with it, and with it where the person chose to
 * check without outside help. Then the rules of one line that match each. It fails if a rule that must match nothing does.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { BROWSER_KINDS, type BrowserKind } from '../browsers/browser.ts';
import { launchBrowser } from '../browsers/launch.ts';
import { startNetwork } from '../network/network.ts';
import type { Scenario } from '../network/scenario.ts';
import { findScenario } from '../network/scenarios.ts';
import { builtDir, ensureBuilt } from '../support/ensure-built.ts';
import { type Sight, sightsOf, WIRE_RULES } from '../support/wire-rules.ts';

/** Until the case is settled and its last requests have ended. */
const WATCH_MS = 16_000;
const MODES = ['without', 'standard', 'without outside help'] as const;
type Mode = (typeof MODES)[number];
const WIDTH = 46;
const isRealNetwork = process.env.REAL_NETWORK === '1';

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { scenario: { type: 'string', default: 'tls-drop' }, browser: { type: 'string' } },
  });
  await ensureBuilt();
  const scenario = findScenario(values.scenario);
  const kinds = BROWSER_KINDS.filter((kind) => (values.browser ?? kind) === kind);
  if (kinds.length === 0) throw new Error(`--browser is chromium or firefox, not "${values.browser}"`);
  for (const kind of kinds) await observeBrowser(kind, scenario);
}

async function observeBrowser(kind: BrowserKind, scenario: Scenario): Promise<void> {
  const columns: Sight[][] = [];
  for (const mode of MODES) columns.push(await observe(kind, scenario, mode));
  console.log(`\n## ${kind}: ${scenario.url}, ${scenario.name}\n`);
  console.log(MODES.map((mode) => mode.padEnd(WIDTH)).join(''));
  for (let i = 0; i < Math.max(...columns.map(({ length }) => length)); i++)
    console.log(
      columns
        .map((sights) => formatSight(sights[i]).padEnd(WIDTH))
        .join('')
        .trimEnd(),
    );
  console.log('\nrules that match:');
  for (const [r, { name, find }] of WIRE_RULES.entries()) {
    const counts = columns.map((sights) => find(sights, kind).length);
    console.log(`  ${name}: ${MODES.map((mode, i) => `${mode} ${counts[i]}`).join(', ')}`);
    // The first four match nothing at all; what outside help needs, and so cannot go, is left out without it.
    const [, standard = 0, withoutHelp = 0] = counts;
    if (withoutHelp > 0 || (r < 4 && standard > 0)) process.exitCode = 1;
  }
}

const formatSight = (sight: Sight | undefined): string => {
  if (!sight) return '';
  const { ms, kind, name, path = '', sizes } = sight;
  const bytes = sizes ? ` ${sizes[0]}/${sizes[1]} B` : '';
  return `${(ms / 1000).toFixed(2).padStart(6)} ${kind} ${name}${path}${bytes}`.slice(0, WIDTH - 1);
};

/** Loads the page in a fresh browser and watches the line. */
async function observe(kind: BrowserKind, scenario: Scenario, mode: Mode): Promise<Sight[]> {
  const network = await startNetwork(scenario, { isRealNetwork });
  const idle = await mkdtemp(join(tmpdir(), 'is-it-blocked-idle-'));
  try {
    await writeFile(join(idle, 'manifest.json'), JSON.stringify(idleManifest(kind)));
    await writeFile(join(idle, 'idle.js'), '');
    const extensionDir = mode === 'without' ? idle : builtDir(kind);
    const browser = await launchBrowser(kind, { extensionDir, network, timezone: scenario.timezone });
    try {
      if (mode !== 'without')
        await browser.sendMessage('changeSettings', { choice: 'standard', asksOutside: mode === 'standard' });
      const page = await browser.newPage();
      const began = Date.now();
      await page.goto(scenario.url);
      await new Promise((done) => setTimeout(done, WATCH_MS - (Date.now() - began)));
      return sightsOf(network.log, began);
    } finally {
      await browser.close();
    }
  } finally {
    await network.close();
    await rm(idle, { recursive: true, force: true });
  }
}

/** The drivers find tabs through an extension, so the browser without ours has one that does nothing. */
const idleManifest = (kind: BrowserKind) => ({
  manifest_version: 3,
  name: 'Idle',
  version: '1',
  action: {},
  ...(kind === 'chromium'
    ? { background: { service_worker: 'idle.js' } }
    : {
        background: { scripts: ['idle.js'] },
        browser_specific_settings: { gecko: { id: 'idle@example.org' } },
      }),
});
