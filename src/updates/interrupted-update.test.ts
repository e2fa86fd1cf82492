/** A background that dies at any point of an update leaves one whole set, and the next check brings the new one. */
import { forceCloseDatabase, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, test } from 'vitest';
import {
  expectedState,
  installDevice,
  makeTestBundle,
  parseDay,
  readDeviceState,
  serveMirror,
  serveStaticFiles,
  TEST_TRUST_ANCHOR,
  TestPublisher,
} from '../../tools/publish/testing/mirror.ts';
import { seededRandom } from '../base/random.ts';
import { openDatabase } from '../storage/database.ts';
import { UpdateClient, type UpdateClientDeps } from './update-client.ts';

const SEED = 20240217;
const RUNS = 160;
const OLD = '2026-11-10-b';
const NEW = '2026-11-20-c';
const { put } = IDBObjectStore.prototype;
afterEach(() => {
  IDBObjectStore.prototype.put = put;
});

test(`${RUNS} random kills: the old set or the new one, never a mix`, { timeout: 120_000 }, async () => {
  const random = seededRandom(SEED);
  const publisher = new TestPublisher()
    .addRoot('2026-11-01')
    .addPublication('2026-11-10', makeTestBundle(OLD));
  const { files: packagedFiles } = publisher.addPublication('2026-11-20', makeTestBundle(NEW));
  const mirror = await serveMirror(serveStaticFiles(packagedFiles));
  const tally = { kills: 0, old: 0, new: 0, steps: [0, 0] };
  // A delta begins at the first set, and not at the second.
  for (const bundled of [OLD, '2026-11-10-unknown']) {
    const byDelta = bundled === OLD;
    const steps = (await runOneLife(bundled, mirror, Number.POSITIVE_INFINITY)).steps;
    tally.steps[byDelta ? 0 : 1] = steps;
    for (let run = 0; run < RUNS / 2; run++) {
      const { name, dead } = await runOneLife(bundled, mirror, 1 + Math.floor(random() * steps));
      if (dead) tally.kills++;
      const again = await openDatabase(name);
      const left = await readDeviceState(again);
      tally[left.office === NEW ? 'new' : 'old']++;
      expect([expectedState(bundled, 0), expectedState(NEW, 1)]).toContainEqual(left);
      await new UpdateClient({ ...createClientDeps(mirror), db: async () => again }).checkForUpdates();
      expect(await readDeviceState(again)).toEqual(expectedState(NEW, 1));
      again.close();
    }
  }
  console.log(
    `seed ${SEED}: ${RUNS} runs, ${tally.kills} kills at one of ${tally.steps.join(' (delta) or ')} (full) steps: ` +
      `${tally.old} times the old set was left whole, ${tally.new} times the new one, 0 mixed`,
  );
  expect(tally.kills).toBe(RUNS);
  expect(tally.old).toBeGreaterThan(0);
  expect(tally.new).toBeGreaterThan(0);
});

function createClientDeps(mirror: string): Omit<UpdateClientDeps, 'db'> {
  return {
    fetch: (url, init) => fetch(url, init),
    now: () => parseDay('2026-11-21'),
    random: () => 0.5,
    mirrors: async () => [mirror],
    isNetworkAllowed: async () => true,
    trustAnchor: TEST_TRUST_ANCHOR,
    deadlineMs: 20_000,
  };
}

/** One check that dies at step `killAt`. A step is a request to the mirror, a response, or a write. */
async function runOneLife(bundled: string, mirror: string, killAt: number) {
  let steps = 0;
  let dead = false;
  let resolveDied = (): void => {};
  const died = new Promise<void>((resolve) => {
    resolveDied = resolve;
  });
  const { name, db, updates } = await installDevice(makeTestBundle(bundled), {
    ...createClientDeps(mirror),
    async fetch(url, init) {
      countStep();
      if (dead) return new Promise(() => {});
      const answer = await fetch(url, init);
      countStep();
      return dead ? new Promise(() => {}) : answer;
    },
  });
  function countStep(): void {
    if (dead || ++steps !== killAt) return;
    dead = true;
    forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
    resolveDied();
  }
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    countStep();
    return put.apply(this, given);
  };
  await Promise.race([updates.checkForUpdates().catch(() => {}), died]);
  IDBObjectStore.prototype.put = put;
  db.close();
  return { name, dead, steps };
}
