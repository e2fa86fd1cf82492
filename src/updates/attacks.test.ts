import { createHash } from 'node:crypto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterAll, describe, expect, test } from 'vitest';
import { ATTACK_TIME } from '../../tools/publish/testing/attack.ts';
import { ATTACKS } from '../../tools/publish/testing/attacks.ts';
import {
  INSTALLED_VERSION,
  installedPublication,
  NEW_VERSION,
  nextPublication,
} from '../../tools/publish/testing/forgeries.ts';
import {
  expectedState,
  installDevice,
  makeTestBundle,
  type RecordedRequest,
  readDeviceState,
  serveMirror,
  serveStaticFiles,
} from '../../tools/publish/testing/mirror.ts';
import { DAY_MS } from '../base/time.ts';
import { UpdateClient } from './update-client.ts';

const table: string[] = [];
afterAll(() =>
  console.log(
    `${table.length} attacks; each changed nothing, and the device updated from the next good mirror\n${table.join('\n')}`,
  ),
);

/** A device that has publication 3. */
async function prepareDevice() {
  const made = await installDevice(makeTestBundle('2026-11-01-a'));
  made.clock.now = ATTACK_TIME - 5 * DAY_MS;
  made.places.mirrors = [await serveMirror(serveStaticFiles(installedPublication))];
  await made.updates.checkForUpdates();
  expect(await readDeviceState(made.db)).toEqual(expectedState(INSTALLED_VERSION, 2));
  made.clock.now = ATTACK_TIME;
  return made;
}

describe('changes nothing, names the problem, and does not stop the next good mirror:', {
  timeout: 30_000,
}, () => {
  test.each(ATTACKS)(
    '$group: $name',
    async ({ group, name, mirror: attack, problem, detail, now = ATTACK_TIME, ...more }) => {
      const { db, clock, places, tools, updates } = await prepareDevice();
      const before = await readDeviceState(db);
      const mirror = await serveMirror(attack instanceof Map ? serveStaticFiles(attack) : attack);
      places.mirrors = [mirror];
      clock.now = now;
      await new UpdateClient({ ...tools, ...more }).checkForUpdates();
      expect(await readDeviceState(db)).toEqual(before);
      const { last, lastGoodAt, nextAt } = await updates.loadState();
      const host = new URL(mirror).host;
      expect(last).toEqual({
        at: now,
        outcome: 'failed',
        mirror: '',
        failures: [{ mirror: host, problem, detail: expect.stringMatching(detail) }],
      });
      expect(lastGoodAt).toBe(ATTACK_TIME - 5 * DAY_MS);
      expect(nextAt).toBe(now + DAY_MS / 8);
      table.push(`  ${`${group}: ${name}`.padEnd(80)} ${problem.padEnd(14)} ${last?.failures[0]?.detail}`);

      clock.now = ATTACK_TIME;
      places.mirrors = [await serveMirror(serveStaticFiles(nextPublication))];
      await updates.checkForUpdates();
      expect((await updates.loadState()).last).toMatchObject({ outcome: 'updated', failures: [] });
      expect(await readDeviceState(db)).toEqual(expectedState(NEW_VERSION, 4));
    },
  );
});

test('indefinite freeze: a mirror that answers 304 for ever is found out when the manifest expires', async () => {
  const { db, clock, places, updates } = await prepareDevice();
  places.mirrors = [
    await serveMirror(
      serveStaticFiles(
        installedPublication,
        [],
        (bytes) => `"${createHash('sha256').update(bytes).digest('hex')}"`,
      ),
    ),
  ];
  await updates.checkForUpdates();
  await updates.checkForUpdates();
  expect((await updates.loadState()).last?.outcome).toBe('current');
  clock.now = ATTACK_TIME + 60 * DAY_MS;
  await updates.checkForUpdates();
  expect((await updates.loadState()).last?.failures).toMatchObject([{ problem: 'expired' }]);
  expect(await readDeviceState(db)).toEqual(expectedState(INSTALLED_VERSION, 2));
});

test('a device without disk space keeps its set, names the problem, and asks no other mirror', async () => {
  const { db, places, updates } = await prepareDevice();
  const asked: RecordedRequest[] = [];
  const mirror = await serveMirror(serveStaticFiles(nextPublication, asked));
  places.mirrors = [mirror, mirror];
  const { put } = IDBObjectStore.prototype;
  // Browsers accept the put of a page, and abort its transaction with this error afterwards.
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    const transaction = this.transaction as unknown as { _abort(name: string): void };
    if (this.name === 'incidents') queueMicrotask(() => transaction._abort('QuotaExceededError'));
    return put.apply(this, given);
  };
  await updates.checkForUpdates().finally(() => {
    IDBObjectStore.prototype.put = put;
  });
  expect(await readDeviceState(db)).toEqual(expectedState(INSTALLED_VERSION, 2));
  expect((await updates.loadState()).last?.failures).toMatchObject([{ problem: 'no-room' }]);
  expect(asked).toHaveLength(3);
  await updates.checkForUpdates();
  expect(await readDeviceState(db)).toEqual(expectedState(NEW_VERSION, 4));
});
