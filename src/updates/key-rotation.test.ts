/** A new root changes the release keys; a release of the extension changes the root keys. */
import { expect, test } from 'vitest';
import { testSigner } from '../../tools/publish/sign.ts';
import {
  expectedState,
  installDevice,
  makeTestBundle,
  parseDay,
  RELEASE_SIGNER,
  ROOT_SIGNER,
  readDeviceState,
  serveMirror,
  serveStaticFiles,
  TEST_TRUST_ANCHOR,
  TestPublisher,
} from '../../tools/publish/testing/mirror.ts';
import { needsImport } from '../knowledge/import-bundle.ts';

const BUNDLED = '2026-11-01-a';
const FIRST = '2026-11-10-b';

test('fast-forward: the next root revokes a stolen key that signed the highest number, and its records are replaced', async () => {
  const thief = testSigner('thief');
  const publisher = new TestPublisher()
    .addRoot('2026-11-01', { release: [thief] })
    .addPublication('2026-11-10', makeTestBundle('2026-11-10-lies'), [thief]);
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED));
  places.mirrors = [
    await serveMirror((request, response) => serveStaticFiles(publisher.files)(request, response)),
  ];
  clock.now = parseDay('2026-11-11');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState('2026-11-10-lies', 1));
  // The same as if the thief had published under the highest number.
  const known = (await db.get('meta', 'updates-trusted-metadata')) as { manifest: object };
  const manifest = { ...known.manifest, version: Number.MAX_SAFE_INTEGER };
  await db.put('meta', { ...known, manifest }, 'updates-trusted-metadata');

  publisher.addRoot('2026-11-12').addPublication('2026-11-12', makeTestBundle('2026-11-12-true'));
  clock.now = parseDay('2026-11-13');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState('2026-11-12-true', 2));
  expect(await needsImport(db, BUNDLED, 2)).toBe(false);
  expect(await needsImport(db, BUNDLED, 3)).toBe(true);
});

test.each([
  ['both root keys', 2, FIRST],
  ['one root key alone', 1, BUNDLED],
])('two of two root keys and two of three release keys, signed by %s', async (_, signers, left) => {
  const [second, third, other] = ['second', 'third', 'other root'].map(testSigner);
  if (!second || !third || !other) failUnreachable();
  const publisher = new TestPublisher()
    .addRoot('2026-11-01', {
      release: [RELEASE_SIGNER, second, third],
      signers: [ROOT_SIGNER, other].slice(0, signers),
      threshold: 2,
    })
    .addPublication('2026-11-10', makeTestBundle(FIRST), [third, RELEASE_SIGNER]);
  const trust = { keys: [ROOT_SIGNER.publicKey, other.publicKey], threshold: 2, minRootVersion: 1 };
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), { trustAnchor: trust });
  places.mirrors = [await serveMirror(serveStaticFiles(publisher.files))];
  clock.now = parseDay('2026-11-11');
  await updates.checkForUpdates();
  expect((await readDeviceState(db)).office).toBe(left);
  const { last } = await updates.loadState();
  expect(last?.failures).toMatchObject(left === FIRST ? [] : [{ problem: 'bad-signature' }]);
});

test('a device that knows no newer root refuses a root below the minimum of its release', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), {
    trustAnchor: { ...TEST_TRUST_ANCHOR, minRootVersion: 2 },
  });
  places.mirrors = [await serveMirror(serveStaticFiles(files))];
  clock.now = parseDay('2026-11-11');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState(BUNDLED, 0));
  expect((await updates.loadState()).last?.failures).toMatchObject([{ problem: 'rolled-back' }]);
});

test('a key that the root of one mirror revokes is not accepted from another mirror with the root before', async () => {
  const thief = testSigner('thief');
  const publisher = new TestPublisher()
    .addRoot('2026-11-01', { release: [thief] })
    .addPublication('2026-11-10', makeTestBundle(FIRST), [thief]);
  const before = publisher.copyFiles();
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), { random: () => 0 });
  // The first mirror has the new root, but no manifest signed under it yet.
  const after = publisher.addRoot('2026-11-11').copyFiles();
  places.mirrors = await Promise.all([after, before].map((files) => serveMirror(serveStaticFiles(files))));
  clock.now = parseDay('2026-11-12');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState(BUNDLED, 0));
  expect((await updates.loadState()).last?.failures).toMatchObject([
    { problem: 'bad-signature' },
    { problem: 'rolled-back', detail: expect.stringMatching(/root/) },
  ]);
});

function failUnreachable(): never {
  throw new Error('cannot be');
}
