import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { importBundle, StorageFullError } from '../../src/knowledge/import-bundle.ts';
import { lookUpIncidents } from '../../src/knowledge/lookup.ts';
import { makeBundleText, makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import type { Database } from '../../src/storage/database.ts';
import { openStore } from '../storage/open-database.ts';
import { files, notices } from '../testing/fake-browser.ts';
import { ensureKnowledge } from './knowledge.ts';

const NOW = Date.parse('2026-11-24');
const records = Array.from({ length: 80 }, (_, i) => makeIncident({ id: `pk-x-${i}` }));
let store: () => Promise<Database>;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  store = openStore();
  notices.length = 0;
  files.set('knowledge.json', makeBundleText('2026-11-23-0', records));
});
const known = async (db: Database): Promise<number> =>
  (await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW })).total;

test('a first start takes the facts out of the package, and tells pages how far it is', async () => {
  expect(await known(await ensureKnowledge(store))).toBe(80);
  expect(notices).toEqual([{ notice: 'factsProgress', payload: { done: 3, total: 3 } }]);
  await ensureKnowledge(store);
  expect(notices).toHaveLength(1);
});

test('a browser that cleared its storage gets them again', async () => {
  const before = await ensureKnowledge(store);
  before.close();
  globalThis.indexedDB = new IDBFactory();
  store = openStore();
  expect(await known(await store())).toBe(0);
  expect(await known(await ensureKnowledge(store))).toBe(80);
});

test('whoever asks while they come in waits for the same import', async () => {
  const [one, padTwo] = await Promise.all([ensureKnowledge(store), ensureKnowledge(store)]);
  expect([await known(one), await known(padTwo)]).toEqual([80, 80]);
  expect(notices).toHaveLength(1);
});

test('without room it says so, what was there stays, and the next time it is tried again', async () => {
  await importBundle(await store(), makeBundleText('2026-10-01-0', [makeIncident()]));
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    const transaction = this.transaction as unknown as { _abort(name: string): void };
    if (this.name === 'incidents') queueMicrotask(() => transaction._abort('QuotaExceededError'));
    return put.apply(this, given);
  };
  await expect(ensureKnowledge(store)).rejects.toBeInstanceOf(StorageFullError);
  IDBObjectStore.prototype.put = put;
  expect(await known(await store())).toBe(1);
  expect(await known(await ensureKnowledge(store))).toBe(80);
});
