import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  expectedState,
  installDevice,
  makeTestBundle,
  parseDay,
  type RecordedRequest,
  readDeviceState,
  serveMirror,
  serveStaticFiles,
  TEST_TRUST_ANCHOR,
  TestPublisher,
} from '../../tools/publish/testing/mirror.ts';
import { DAY_MS } from '../base/time.ts';
import { needsImport } from '../knowledge/import-bundle.ts';
import { lookUpIncidents } from '../knowledge/lookup.ts';
import { loadActiveBundle } from '../knowledge/queries.ts';
import { makeBundleText, makeIncident } from '../knowledge/testing/fixtures.ts';
import { canonicalBundleText } from './delta.ts';
import { UpdateClient } from './update-client.ts';

const BUNDLED = '2026-11-01-a';
const FIRST = '2026-11-10-b';
const SECOND = '2026-11-20-c';
const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const takePaths = (asked: RecordedRequest[]): string[] => asked.splice(0).map(({ path }) => path);

test('a new record arrives by a full set, then by a delta with the same result, and the bundled set does not come back', async () => {
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const asked: RecordedRequest[] = [];
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED));
  places.mirrors = [
    await serveMirror((request, response) => serveStaticFiles(publisher.files, asked)(request, response)),
  ];

  clock.now = parseDay('2026-11-11');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState(FIRST, 1));
  expect(takePaths(asked)).toEqual(['root.json', '1/manifest.json', `1/full-${FIRST}.bin`]);

  const news = makeIncident({ id: 'tr-x-2026', country: 'TR', start: '2026-11-19' });
  publisher.addPublication('2026-11-20', makeTestBundle(SECOND, [news]));
  clock.now = parseDay('2026-11-21');
  await updates.checkForUpdates();
  expect(takePaths(asked)).toEqual(['root.json', '1/manifest.json', `1/delta-${FIRST}-to-${SECOND}.bin`]);
  const { current, asOf } = await lookUpIncidents(db, { country: 'TR', platform: 'x', now: clock.now });
  expect(current).toEqual([news]);
  expect(asOf).toBe('2026-11-20');

  const other = await installDevice(makeTestBundle(BUNDLED));
  other.clock.now = clock.now;
  other.places.mirrors = places.mirrors;
  await other.updates.checkForUpdates();
  expect(takePaths(asked)).toContain(`1/full-${SECOND}.bin`);
  const [byDelta, inFull] = await Promise.all(
    [db, other.db].map(async (each) =>
      canonicalBundleText((await loadActiveBundle(each)) ?? failUnreachable()),
    ),
  );
  expect(byDelta).toBe(inFull);

  expect(await needsImport(db, BUNDLED)).toBe(false);
  expect(await needsImport(db, '2026-11-21-d')).toBe(true);
  expect(await updates.loadState()).toMatchObject({
    mode: 'on',
    running: false,
    activeBundle: { version: SECOND, asOf: '2026-11-20', from: 'update' },
    expires: parseDay('2026-11-20') + 45 * DAY_MS,
    last: { at: clock.now, outcome: 'updated', mirror: new URL(places.mirrors[0] ?? '').host, failures: [] },
    lastGoodAt: clock.now,
    nextAt: clock.now + DAY_MS,
  });
});

test('downloads the full set when a delta gives another result', async () => {
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const { db, clock, places, updates } = await installDevice(makeTestBundle(FIRST.replace('b', 'other')));
  publisher.addPublication('2026-11-20', makeTestBundle(SECOND));
  // The same version with other content: a device with a damaged record.
  await db.put('meta', { ...((await readDeviceState(db)).inUse as object), version: FIRST }, 'knowledge');
  const asked: RecordedRequest[] = [];
  places.mirrors = [await serveMirror(serveStaticFiles(publisher.files, asked))];
  clock.now = parseDay('2026-11-21');
  await updates.checkForUpdates();
  expect(takePaths(asked).slice(2)).toEqual([`1/delta-${FIRST}-to-${SECOND}.bin`, `1/full-${SECOND}.bin`]);
  expect(await readDeviceState(db)).toEqual(expectedState(SECOND, 1));
});

test('does not ask for a delta that is longer than the full set', async () => {
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  publisher.addPublication('2026-11-20', makeBundleText(SECOND, [makeIncident()]));
  const asked: RecordedRequest[] = [];
  const { clock, places, updates } = await installDevice(makeTestBundle(FIRST));
  places.mirrors = [await serveMirror(serveStaticFiles(publisher.files, asked))];
  clock.now = parseDay('2026-11-21');
  await updates.checkForUpdates();
  expect(publisher.files.has(`1/delta-${FIRST}-to-${SECOND}.bin`)).toBe(true);
  expect(takePaths(asked).slice(2)).toEqual([`1/full-${SECOND}.bin`]);
});

test('a later update replaces an earlier one, also of the same day, and after many missed ones', async () => {
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED));
  places.mirrors = [
    await serveMirror((request, response) => serveStaticFiles(publisher.files)(request, response)),
  ];
  clock.now = parseDay('2026-11-10') + DAY_MS / 2;
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState(FIRST, 1));
  // More publications than there are deltas.
  for (let n = 10; n < 20; n++) publisher.addPublication('2026-11-10', makeTestBundle(`2026-11-10-c${n}`));
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState('2026-11-10-c19', 1));
});

test('does not check again at once after a check that was killed', async () => {
  const dead = await installDevice(makeTestBundle(BUNDLED), { fetch: () => new Promise(() => {}) });
  dead.places.mirrors = ['https://mirror.example/'];
  void dead.updates.checkForUpdates();
  await expect
    .poll(() => dead.db.get('meta', 'updates'))
    .toMatchObject({ nextAt: dead.clock.now + DAY_MS / 8 });
  expect(await new UpdateClient(dead.tools).nextCheckAt()).toBe(dead.clock.now + DAY_MS / 8);
});

test.each([
  ['of a later day', '2026-11-12-z', false],
  ['of the same day that was never published', '2026-11-10-z', false],
  ['of the same day that was published before', FIRST, true],
])('an update replaces, or does not replace, a bundled set %s', async (_, own, givesWay) => {
  const later = '2026-11-10-c';
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST))
    .addPublication('2026-11-10', makeTestBundle(later));
  const { db, clock, places, updates } = await installDevice(makeTestBundle(own));
  places.mirrors = [await serveMirror(serveStaticFiles(publisher.files))];
  clock.now = parseDay('2026-11-13');
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(givesWay ? expectedState(later, 1) : expectedState(own, 0));
  const { last, expires } = await updates.loadState();
  expect(last?.outcome).toBe(givesWay ? 'updated' : 'current');
  expect(expires).toBe(givesWay ? parseDay('2026-11-10') + 45 * DAY_MS : null);
});

test('sends no cookie, no referrer and no identifier; a tag only if it is the digest', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const init: RequestInit[] = [];
  const { clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), {
    fetch(url, options) {
      init.push(options ?? {});
      return fetch(url, options);
    },
  });
  clock.now = parseDay('2026-11-11');
  const asked: RecordedRequest[] = [];
  const digest = await serveMirror(serveStaticFiles(files, asked, (bytes) => `"${sha256Hex(bytes)}"`));
  places.mirrors = [digest];
  await updates.checkForUpdates();
  await updates.checkForUpdates();
  expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([
    ...[undefined, undefined, undefined],
    ...[undefined, `"${sha256Hex(files.get('1/manifest.json') ?? '')}"`],
  ]);
  expect((await updates.loadState()).last).toMatchObject({ outcome: 'current', failures: [] });

  asked.length = 0;
  places.mirrors = [await serveMirror(serveStaticFiles(files, asked, () => '"you-are-number-7"'))];
  await updates.checkForUpdates();
  await updates.checkForUpdates();
  expect(asked).toHaveLength(4);
  expect(
    asked.filter(({ headers }) => 'if-none-match' in headers || 'cookie' in headers || 'referer' in headers),
  ).toEqual([]);
  for (const options of init)
    expect(options).toMatchObject({
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'manual',
    });
});

test('sends no request without consent, and stops when the consent is withdrawn', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const asked: RecordedRequest[] = [];
  let yes = 0;
  const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), {
    isNetworkAllowed: async () => yes-- > 0,
  });
  places.mirrors = [await serveMirror(serveStaticFiles(files, asked))];
  clock.now = parseDay('2026-11-11');
  expect((await updates.loadState()).mode).toBe('quiet');
  expect(await updates.nextCheckAt()).toBeUndefined();
  await expect(updates.checkForUpdates()).rejects.toThrow(/only with standard/);
  expect(asked).toEqual([]);

  yes = 3;
  await updates.checkForUpdates();
  expect(takePaths(asked)).toEqual(['root.json', '1/manifest.json']);
  expect(await readDeviceState(db)).toEqual(expectedState(BUNDLED, 0));
  expect((await updates.loadState()).last).toBeNull();
});

test('is unavailable without a mirror or a root key', async () => {
  const without = await installDevice(makeTestBundle(BUNDLED));
  expect((await without.updates.loadState()).mode).toBe('unavailable');
  await expect(without.updates.checkForUpdates()).rejects.toThrow(/no place/);
  const keyless = await installDevice(makeTestBundle(BUNDLED), {
    trustAnchor: { ...TEST_TRUST_ANCHOR, keys: [] },
  });
  keyless.places.mirrors = ['https://mirror.example/'];
  expect((await keyless.updates.loadState()).mode).toBe('unavailable');
  expect(await keyless.updates.nextCheckAt()).toBeUndefined();
});

test('checks daily at a random hour, sooner after a failure, and soon after the clock was corrected', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  for (const random of [0, 0.5, 0.99]) {
    const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), {
      random: () => random,
    });
    places.mirrors = [await serveMirror(serveStaticFiles(files))];
    clock.now = parseDay('2026-11-11');
    const hour = DAY_MS / 24;
    expect(await updates.nextCheckAt()).toBe(clock.now + random * hour);
    clock.now += 5 * hour;
    expect(await updates.nextCheckAt()).toBe(clock.now + (random - 5) * hour);
    await updates.checkForUpdates();
    expect(await updates.nextCheckAt()).toBe(clock.now + (0.75 + random / 2) * DAY_MS);
    await db.put('meta', { nextAt: clock.now + 900 * DAY_MS }, 'updates');
    expect(await updates.nextCheckAt()).toBe(clock.now + random * hour);
    places.mirrors = [await serveMirror(serveStaticFiles(new Map()))];
    await updates.checkForUpdates();
    expect(await updates.nextCheckAt()).toBe(clock.now + (0.75 + random / 2) * (DAY_MS / 8));
  }
});

test('asks mirrors in random order until one answers', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const bad = await serveMirror((_request, response) => void response.writeHead(503).end());
  const good = await serveMirror(serveStaticFiles(files));
  for (const [random, failures] of [
    [0, 1],
    [0.99, 0],
  ] as const) {
    const { db, clock, places, updates } = await installDevice(makeTestBundle(BUNDLED), {
      random: () => random,
    });
    places.mirrors = [bad, good];
    clock.now = parseDay('2026-11-11');
    await updates.checkForUpdates();
    expect(await readDeviceState(db)).toEqual(expectedState(FIRST, 1));
    const { last } = await updates.loadState();
    expect(last).toMatchObject({ outcome: 'updated', mirror: new URL(good).host });
    expect(last?.failures).toHaveLength(failures);
  }
});

test('two concurrent calls make one check', async () => {
  const { files } = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(FIRST));
  const asked: RecordedRequest[] = [];
  const { clock, places, updates } = await installDevice(makeTestBundle(BUNDLED));
  places.mirrors = [await serveMirror(serveStaticFiles(files, asked))];
  clock.now = parseDay('2026-11-11');
  await Promise.all([updates.checkForUpdates(), updates.checkForUpdates()]);
  expect(asked).toHaveLength(3);
});

function failUnreachable(): never {
  throw new Error('cannot be');
}
