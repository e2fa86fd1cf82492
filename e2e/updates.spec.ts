/** Newer facts from a mirror, in real browsers: accepted when signed, otherwise refused with the reason. */

import { expect, test } from '@playwright/test';
import { toIsoDay } from '../src/base/time.ts';
import { makeIncident } from '../src/knowledge/testing/fixtures.ts';
import { canonicalBundleText, type RawBundle } from '../src/updates/delta.ts';
import { MANIFEST_FILE, MANIFEST_TYPE, ROOT_FILE } from '../src/updates/repository-format.ts';
import { buildBundle } from '../tools/knowledge/build.ts';
import { buildPublication, type MirrorFiles, makeRoot } from '../tools/publish/publication.ts';
import { signEnvelope, testSigner } from '../tools/publish/sign.ts';
import { BROWSER_KINDS, type Page } from './browsers/browser.ts';
import type { Faults, Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { withTrustedBuild } from './support/build-with-keys.ts';
import { withScenarioRun } from './support/scenario-run.ts';

const MIRROR_HOST = 'facts.example';
const COMPILED_TRUST = {
  trust: { keys: [testSigner('root').publicKey], threshold: 1, minRootVersion: 1 },
  mirrors: [{ name: 'test', url: `https://${MIRROR_HOST}/facts` }],
  factsVersion: '2024-01-01-0',
};
const RELEASE_SIGNER = testSigner('release');

/** The files of a mirror after `before`, with the package's own set and one more record, signed today. */
function publishWithNews(set: RawBundle, place: string, before: MirrorFiles): MirrorFiles {
  const today = toIsoDay(Date.now());
  const news = makeIncident({ id: 'pk-x-2026-of-the-mirror', regions: [place], verified: today });
  const text = canonicalBundleText({
    ...set,
    version: `${today}-${place}`,
    incidents: [...set.incidents, news],
  });
  return new Map([
    ...before,
    ...buildPublication(before, { bundle: text, signers: [RELEASE_SIGNER], at: Date.now() }),
  ]);
}

/** Two publications, one after the other, and the second as forged by an attacker without a key. */
function makePublications() {
  const release = { keys: [RELEASE_SIGNER.publicKey], threshold: 1 };
  const root = makeRoot(new Map(), release, [testSigner('root')], Date.now());
  const set: RawBundle = JSON.parse(buildBundle());
  const first = publishWithNews(set, 'first', root);
  const second = publishWithNews(set, 'second', first);
  const manifest = Buffer.from(signEnvelope(MANIFEST_TYPE, '{"version":99}', [testSigner('somebody')]));
  return { first, second, forged: new Map(second).set(MANIFEST_FILE, manifest) };
}

const faultsServing = (files: MirrorFiles): Faults => ({
  [MIRROR_HOST]: {
    https: {
      status: 404,
      files: Object.fromEntries(
        [...files].map(([path, body]) => [`/facts/${path}`, { type: 'application/octet-stream', body }]),
      ),
    },
  },
});
const BLOCK_PAGE_FAULTS: Faults = { [MIRROR_HOST]: { https: { body: '<title>Access denied</title>' } } };

const UPDATES_SCENARIO: Scenario = {
  name: 'updates',
  about: 'Newer facts on a mirror',
  ...PK,
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: null,
};

/** Presses the button. @returns what the page says when the attempt is over */
async function lookForUpdates(options: Page, ends: RegExp): Promise<string> {
  await options.click('[data-act="look"]');
  await expect.poll(() => options.innerText('#updates')).toMatch(ends);
  return options.innerText('#updates');
}

for (const kind of BROWSER_KINDS)
  test(`${kind} › accepts newer facts from a mirror only when they are signed`, async () => {
    const { first, second, forged } = makePublications();
    await withTrustedBuild(kind, COMPILED_TRUST, (extensionDir) =>
      withScenarioRun(
        kind,
        { ...UPDATES_SCENARIO, faults: faultsServing(first) },
        async ({ setChoice, browser, network }) => {
          await setChoice('standard');
          const options = await browser.openExtensionPage('extension/pages/options/index.html');
          await options.waitForSelector('[data-act="look"]');

          expect(await lookForUpdates(options, /newer records came/)).toContain('-first');

          for (const [faults, reason] of [
            [faultsServing(forged), /without a valid signature/],
            [BLOCK_PAGE_FAULTS, /perhaps a block page/],
            [{ [MIRROR_HOST]: { tls: 'reset' } }, /could not be reached/],
          ] as [Faults, RegExp][]) {
            await network.setFaults(faults);
            expect(await lookForUpdates(options, reason)).toContain('-first');
          }

          await network.setFaults(faultsServing(second));
          expect(await lookForUpdates(options, /newer records came/)).toContain('-second');
          await network.setFaults(faultsServing(first));
          expect(await lookForUpdates(options, /older records than there were/)).toContain('-second');

          const facts = await browser.openExtensionPage('extension/pages/records/index.html#PK/x');
          await expect.poll(() => facts.innerText()).toContain('second');
          const asked = network.log.filter(({ layer, host }) => layer === 'https' && host === MIRROR_HOST);
          expect(asked.map(({ path }) => path)).toContain(`/facts/${ROOT_FILE}`);
          for (const { headers = {} } of asked) expect(headers).not.toHaveProperty('cookie');
        },
        { extensionDir },
      ),
    );
  });
