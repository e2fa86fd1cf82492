import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { importBundle, StorageFullError } from '../../src/knowledge/import-bundle.ts';
import { lookUpIncidents } from '../../src/knowledge/lookup.ts';
import { makeBundleText, makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import type { Database } from '../../src/storage/database.ts';
import { openStore } from '../storage/open-database.ts';
import { broadcasts, packageFiles } from '../testing/fake-browser.ts';
import { ensureKnowledge } from './knowledge.ts';

const NOW = Date.parse('2026-11-24');
const records = Array.from({ length: 80 }, (_, i) => makeIncident({ id: `pk-x-${i}` }));
let getDatabase: () => Promise<Database>;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  getDatabase = openStore();
  broadcasts.length = 0;
  packageFiles.set('knowledge.json', makeBundleText('2026-11-23-0', records));
});
const countKnown = async (db: Database): Promise<number> =>
  (await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW })).total;

test('a first start takes the facts out of the package, and tells pages how far it is', async () => {
  expect(await countKnown(await ensureKnowledge(getDatabase))).toBe(80);
  expect(broadcasts).toEqual([{ notice: 'knowledgeProgress', payload: { done: 3, total: 3 } }]);
  await ensureKnowledge(getDatabase);
  expect(broadcasts).toHaveLength(1);
});

test('a browser that cleared its storage gets them again', async () => {
  const before = await ensureKnowledge(getDatabase);
  before.close();
  globalThis.indexedDB = new IDBFactory();
  getDatabase = openStore();
  expect(await countKnown(await getDatabase())).toBe(0);
  expect(await countKnown(await ensureKnowledge(getDatabase))).toBe(80);
});

test('a request during an import waits for that import', async () => {
  const [one, padTwo] = await Promise.all([ensureKnowledge(getDatabase), ensureKnowledge(getDatabase)]);
  expect([await countKnown(one), await countKnown(padTwo)]).toEqual([80, 80]);
  expect(broadcasts).toHaveLength(1);
});

test('without room it says so, what was there stays, and the next time it is tried again', async () => {
  await importBundle(await getDatabase(), makeBundleText('2026-10-01-0', [makeIncident()]));
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    const transaction = this.transaction as unknown as { _abort(name: string): void };
    if (this.name === 'incidents') queueMicrotask(() => transaction._abort('QuotaExceededError'));
    return put.apply(this, given);
  };
  await expect(ensureKnowledge(getDatabase)).rejects.toBeInstanceOf(StorageFullError);
  IDBObjectStore.prototype.put = put;
  expect(await countKnown(await getDatabase())).toBe(1);
  expect(await countKnown(await ensureKnowledge(getDatabase))).toBe(80);
});
