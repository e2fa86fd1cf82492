/** Newer facts from a mirror, in real browsers: taken when they are signed, and refused, with the reason, when they are not. */

import { expect, test } from '@playwright/test';
import { toIsoDay } from '../src/base/time.ts';
import { makeIncident } from '../src/knowledge/testing/fixtures.ts';
import { canonicalBundleText, type RawBundle } from '../src/updates/delta.ts';
import { MANIFEST_FILE, MANIFEST_TYPE, ROOT_FILE } from '../src/updates/repository-format.ts';
import { buildBundle } from '../tools/knowledge/build.ts';
import { buildPublication, type MirrorFiles, makeRoot } from '../tools/publish/publication.ts';
import { signEnvelope, testSigner } from '../tools/publish/sign.ts';
import type { Page } from './browsers/browser.ts';
import type { Faults, Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { withTrustedBuild } from './support/build-with-keys.ts';
import { withScenarioRun } from './support/scenario-run.ts';

const MIRROR = 'facts.example';
const COMPILED = {
  trust: { keys: [testSigner('root').publicKey], threshold: 1, rootVersion: 1 },
  mirrors: [{ name: 'test', url: `https://${MIRROR}/facts` }],
  factsVersion: '2024-01-01-0',
};
const RELEASE = testSigner('release');

/** What lies on a mirror when the package's own set and one record more were signed today, after `before`. */
function published(set: RawBundle, place: string, before: MirrorFiles): MirrorFiles {
  const today = toIsoDay(Date.now());
  const news = makeIncident({ id: 'pk-x-2026-of-the-mirror', regions: [place], verified: today });
  const text = canonicalBundleText({
    ...set,
    version: `${today}-${place}`,
    incidents: [...set.incidents, news],
  });
  return new Map([
    ...before,
    ...buildPublication(before, { bundle: text, signers: [RELEASE], at: Date.now() }),
  ]);
}

/** Two publications, one after the other, and the second as somebody would have it who has no key. */
function publications() {
  const release = { keys: [RELEASE.publicKey], threshold: 1 };
  const root = makeRoot(new Map(), release, [testSigner('root')], Date.now());
  const set: RawBundle = JSON.parse(buildBundle());
  const first = published(set, 'first', root);
  const second = published(set, 'second', first);
  const manifest = Buffer.from(signEnvelope(MANIFEST_TYPE, '{"version":99}', [testSigner('somebody')]));
  return { first, second, forged: new Map(second).set(MANIFEST_FILE, manifest) };
}

const serving = (files: MirrorFiles): Faults => ({
  [MIRROR]: {
    https: {
      status: 404,
      files: Object.fromEntries(
        [...files].map(([path, body]) => [`/facts/${path}`, { type: 'application/octet-stream', body }]),
      ),
    },
  },
});
const BLOCK_PAGE: Faults = { [MIRROR]: { https: { body: '<title>Access denied</title>' } } };

const UPDATES: Scenario = {
  name: 'updates',
  about: 'Newer facts on a mirror',
  ...PK,
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: null,
};

/** Presses the button, and gives what the page says when the attempt is over. */
async function look(options: Page, ends: RegExp): Promise<string> {
  await options.click('[data-act="look"]');
  await expect.poll(() => options.innerText('#updates')).toMatch(ends);
  return options.innerText('#updates');
}

for (const kind of ['chromium', 'firefox'] as const)
  test(`${kind} › newer facts come from a mirror when they are signed, and only then`, async () => {
    const { first, second, forged } = publications();
    await withTrustedBuild(kind, COMPILED, (extensionDir) =>
      withScenarioRun(
        kind,
        { ...UPDATES, faults: serving(first) },
        async ({ setChoice, browser, network }) => {
          await setChoice('standard');
          const options = await browser.openExtensionPage('extension/pages/options/index.html');
          await options.waitForSelector('[data-act="look"]');

          expect(await look(options, /newer records came/)).toContain('-first');

          for (const [faults, reason] of [
            [serving(forged), /without a valid signature/],
            [BLOCK_PAGE, /perhaps a block page/],
            [{ [MIRROR]: { tls: 'reset' } }, /could not be reached/],
          ] as [Faults, RegExp][]) {
            await network.setFaults(faults);
            expect(await look(options, reason)).toContain('-first');
          }

          await network.setFaults(serving(second));
          expect(await look(options, /newer records came/)).toContain('-second');
          await network.setFaults(serving(first));
          expect(await look(options, /older records than there were/)).toContain('-second');

          const facts = await browser.openExtensionPage('extension/pages/records/index.html#PK/x');
          await expect.poll(() => facts.innerText()).toContain('second');
          const asked = network.log.filter(({ layer, host }) => layer === 'http' && host === MIRROR);
          expect(asked.map(({ path }) => path)).toContain(`/facts/${ROOT_FILE}`);
          for (const { headers = {} } of asked) expect(headers).not.toHaveProperty('cookie');
        },
        { extensionDir },
      ),
    );
  });
