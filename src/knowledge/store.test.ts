import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBObjectStore } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../storage/database.ts';
import { bundle, incident } from './fixtures.ts';
import { PAGE_SIZE } from './pages.ts';
import { countryHistory, entityName, recall } from './recall.ts';
import { importBundle, needsImport, StorageFull } from './store.ts';
import { syntheticBundle } from './synthetic.ts';

const OLD = '2026-01-01-old';
const NEW = '2026-02-02-new';
const COUNT = 200;
const PAGES = Math.ceil(COUNT / PAGE_SIZE);
const CHUNK = 2;
/** Writes of one import: its number, an entity, the pages, the swap. */
const PUTS = 1 + 1 + PAGES + 1;

/** Every record of a set says which set it is of, so that a mix would show. */
const set = (version: string) =>
  bundle(
    version,
    Array.from({ length: COUNT }, (_, i) => incident({ id: `pk-x-${i}`, regions: [version] })),
    { pta: { name: version } },
  );

let opened: Database[] = [];
let names = 0;
const freshName = () => `test-${names++}`;
async function open(name: string): Promise<Database> {
  const db = await openDatabase(name);
  opened.push(db);
  return db;
}
afterEach(() => {
  for (const db of opened) db.close();
  opened = [];
});

/** Which sets a reader sees, each with how many records. */
async function seen(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { regions } of await countryHistory(db, 'PK'))
    counts[String(regions[0])] = (counts[String(regions[0])] ?? 0) + 1;
  return counts;
}

/** Lets `put` go on `after` times and then calls `instead`; returns the way back. */
function disturbPut(after: number, instead: (store: IDBObjectStore) => void): () => void {
  const { put } = IDBObjectStore.prototype;
  let left = after;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    if (left-- === 0) instead(this);
    return put.apply(this, given);
  };
  return () => {
    IDBObjectStore.prototype.put = put;
  };
}

describe('importBundle', () => {
  it('brings a set in and puts the next in its place', async () => {
    const db = await open(freshName());
    const progress: number[] = [];
    await importBundle(db, set(OLD), { chunk: CHUNK, onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([2, 4, 6, 7]);
    expect(await seen(db)).toEqual({ [OLD]: COUNT });
    expect(await entityName(db, 'pta')).toBe(OLD);

    await importBundle(db, set(NEW), { chunk: CHUNK });
    expect(await seen(db)).toEqual({ [NEW]: COUNT });
    expect(await entityName(db, 'pta')).toBe(NEW);
    expect(await db.count('incidents')).toBe(PAGES);
    expect(await db.count('entities')).toBe(1);
  });

  it('is needed until that version is in use', async () => {
    const db = await open(freshName());
    expect(await needsImport(db, OLD)).toBe(true);
    await importBundle(db, set(OLD));
    expect(await needsImport(db, OLD)).toBe(false);
    expect(await needsImport(db, NEW)).toBe(true);
    await db.put('meta', { broken: true }, 'knowledge');
    expect(await needsImport(db, OLD)).toBe(true);
  });

  it.each<[string, string, number, boolean]>([
    ['an update of a later day', '2026-02-03-a', 2, false],
    ['an update of the same day, which was made later', '2026-02-02-a', 2, false],
    ['an update of an earlier day', '2026-02-01-a', 2, true],
    ['an update under a root that is no longer good', '2026-02-03-a', 1, true],
    ['what another release brought, even of a later day', '2026-02-03-a', 0, true],
  ])('is needed or not in place of %s', async (_, version, root, needed) => {
    const db = await open(freshName());
    await importBundle(db, bundle(version, [incident()]), { root });
    expect(await needsImport(db, NEW, 2)).toBe(needed);
    await db.put('meta', { ...((await db.get('meta', 'knowledge')) as object), format: 0 }, 'knowledge');
    expect(await needsImport(db, NEW, 2)).toBe(true);
  });

  it('killed at any point, leaves one whole set to readers and nothing behind after the next', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: PUTS }), async (puts) => {
        const name = freshName();
        const db = await open(name);
        await importBundle(db, set(OLD), { chunk: CHUNK });

        const restore = disturbPut(puts, () =>
          forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]),
        );
        const outcome = await importBundle(db, set(NEW), { chunk: CHUNK }).then(
          () => NEW,
          () => OLD,
        );
        restore();

        const again = await open(name);
        expect(await seen(again)).toEqual({ [outcome]: COUNT });
        const stored: Promise<number>[] = [];
        const onProgress = () => stored.push(again.count('incidents'));
        await importBundle(again, set(NEW), { chunk: CHUNK, onProgress });
        expect(await stored[0]).toBe(PAGES + CHUNK);
        expect(await seen(again)).toEqual({ [NEW]: COUNT });
        expect(await again.count('incidents')).toBe(PAGES);
        expect(await again.count('entities')).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it('shows readers one whole set while it writes', async () => {
    const db = await open(freshName());
    await importBundle(db, set(OLD), { chunk: CHUNK });
    const views: Promise<Record<string, number>>[] = [];
    await importBundle(db, set(NEW), { chunk: CHUNK, onProgress: () => views.push(seen(db)) });
    const distinct = new Set((await Promise.all(views)).map((view) => JSON.stringify(view)));
    expect([...distinct]).toEqual([JSON.stringify({ [OLD]: COUNT })]);
  });

  it('without room, keeps the old set and says StorageFull', async () => {
    const db = await open(freshName());
    await importBundle(db, set(OLD), { chunk: CHUNK });
    // As an engine does it: the puts are taken, then their transaction is aborted with that error.
    const restore = disturbPut(PUTS - 3, ({ transaction }) =>
      queueMicrotask(() =>
        (transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError'),
      ),
    );
    await expect(importBundle(db, set(NEW), { chunk: CHUNK })).rejects.toBeInstanceOf(StorageFull);
    restore();
    expect(await seen(db)).toEqual({ [OLD]: COUNT });
    expect(await db.count('incidents')).toBe(PAGES);
  });

  it('run twice, the second begun at any point of the first, never shows less than a whole set', async () => {
    for (let at = 0; at < PAGES; at += CHUNK) {
      const name = freshName();
      const [a, b] = await Promise.all([open(name), open(name)]);
      const views: Promise<Record<string, number>>[] = [];
      const look = () => views.push(seen(a));
      const imports: Promise<unknown>[] = [];
      const first = importBundle(a, set(OLD), {
        chunk: CHUNK,
        onProgress() {
          look();
          if (views.length > at / CHUNK && imports.length === 0)
            imports.push(importBundle(b, set(NEW), { chunk: CHUNK, onProgress: look }));
        },
      });
      await first.then(look, look);
      await Promise.all(imports);
      expect(imports).toHaveLength(1);
      for (const view of await Promise.all(views))
        expect([{}, { [OLD]: COUNT }, { [NEW]: COUNT }]).toContainEqual(view);
      expect(await seen(a)).toEqual({ [NEW]: COUNT });
      expect(await a.count('incidents')).toBe(PAGES);
    }
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['another shape', '{}', /bundle\.version/],
    ['a bad date', set(NEW).replace('2024-02-17', '2024-13-17'), /incidents\[0\]\.start: a date/],
    ['an id twice', set(NEW).replace('"pk-x-7"', '"pk-x-8"'), /pk-x-8 is there twice/],
  ])('refuses %s and keeps the old set', async (_, text, message) => {
    const db = await open(freshName());
    await importBundle(db, set(OLD), { chunk: CHUNK });
    await expect(importBundle(db, text, { chunk: CHUNK })).rejects.toThrow(message);
    expect(await seen(db)).toEqual({ [OLD]: COUNT });
    expect(await db.count('incidents')).toBe(PAGES);
  });

  it('takes a synthetic bundle, the same for the same seed', async () => {
    const db = await open(freshName());
    expect(syntheticBundle(300, 7)).toBe(syntheticBundle(300, 7));
    expect(syntheticBundle(300, 7)).not.toBe(syntheticBundle(300, 8));
    await importBundle(db, syntheticBundle(300, 7));
    const { asOf } = await recall(db, { country: 'PK', platform: 'x', now: 0 });
    expect(asOf).toBe('2026-01-01');
  });
});
