import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeBundleText, makeIncident } from '../../src/knowledge/testing/fixtures.ts';

/** Firefox, in a private window or not. */
function stubFirefox({ isPrivate }: { isPrivate: boolean }): void {
  vi.stubGlobal('__TARGET__', 'firefox');
  vi.stubGlobal('browser', { extension: { inIncognitoContext: isPrivate } });
}

/** A browser that has IndexedDB and refuses every use of it. */
function refuseIndexedDb(name: string): { asked: number } {
  const counted = { asked: 0 };
  class Refused extends EventTarget {
    readonly error = new DOMException('A mutation operation was attempted', name);
  }
  vi.stubGlobal('IDBRequest', Refused);
  vi.stubGlobal('indexedDB', {
    open() {
      counted.asked++;
      const request = new Refused();
      queueMicrotask(() => request.dispatchEvent(new Event('error')));
      return request;
    },
  });
  return counted;
}

// `idb` learns the browser's classes when it is first used.
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test('in a private window that has no store, what is known comes from the package all the same', async () => {
  stubFirefox({ isPrivate: true });
  const { asked } = refuseIndexedDb('InvalidStateError');
  const read: unknown[] = [];
  vi.stubGlobal('fetch', async (path: unknown) => {
    read.push(path);
    return new Response(makeBundleText('2026-11-23-0', [makeIncident()], { pta: { name: 'PTA' } }));
  });
  const { openStore } = await import('./open-database.ts');
  const { lookUpIncidents: recall, entityName } = await import('../../src/knowledge/lookup.ts');
  const { loadCountryOverview: overviewOf } = await import('../../src/knowledge/queries.ts');
  const store = openStore();
  const db = await store();
  const now = Date.parse('2026-11-24');
  expect((await recall(db, { country: 'PK', platform: 'x', now })).current).toEqual([makeIncident()]);
  expect((await overviewOf(db, 'PK', { now })).total).toBe(1);
  expect(await entityName(db, 'pta')).toBe('PTA');
  await db.put('meta', 7, 'any');
  expect(await (await store()).get('meta', 'any')).toBe(7);
  expect([asked, read]).toEqual([asked, ['/knowledge.json']]);
});

test.each([
  ['UnknownError', true],
  // A damaged store, or one of a newer version.
  ['InvalidStateError', false],
])(
  'a store that fails with %s, in a private window: %s, is no empty one: it is said, and asked for again',
  async (name, isPrivate) => {
    stubFirefox({ isPrivate });
    const counted = refuseIndexedDb(name);
    const { openStore } = await import('./open-database.ts');
    const store = openStore();
    await expect(store()).rejects.toThrow('mutation');
    await expect(store()).rejects.toThrow('mutation');
    expect(counted.asked).toBe(2);
  },
);

test('a store that was lost is opened again', async () => {
  const { openStore } = await import('./open-database.ts');
  const store = openStore({ name: 'lost' });
  const first = await store();
  await first.put('meta', 7, 'any');
  expect(await store()).toBe(first);
  forceCloseDatabase(first as unknown as Parameters<typeof forceCloseDatabase>[0]);
  await vi.waitFor(async () => expect(await store()).not.toBe(first));
  expect(await (await store()).get('meta', 'any')).toBe(7);
});
