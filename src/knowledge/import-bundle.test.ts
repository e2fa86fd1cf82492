import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBObjectStore } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../storage/database.ts';
import { importBundle, needsImport, StorageFullError } from './import-bundle.ts';
import { countryHistory, entityName, lookUpIncidents } from './lookup.ts';
import { PAGE_SIZE } from './record-pages.ts';
import { makeBundleText, makeIncident } from './testing/fixtures.ts';
import { syntheticBundle } from './testing/synthetic-bundle.ts';

const OLD = '2026-01-01-old';
const NEW = '2026-02-02-new';
const COUNT = 200;
const PAGES = Math.ceil(COUNT / PAGE_SIZE);
const CHUNK = 2;
const KILLS = 150;
/** Writes of one import before the swap: its number and version, an entity, the pages. */
const PUTS = 2 + 1 + PAGES;

/** Every record of a set says which set it is of, so that a mix would show. */
const makeTestBundle = (version: string) =>
  makeBundleText(
    version,
    Array.from({ length: COUNT }, (_, i) => makeIncident({ id: `pk-x-${i}`, regions: [version] })),
    { pta: { name: version } },
  );

let opened: Database[] = [];
let names = 0;
const freshName = () => `test-${names++}`;
async function openAndTrack(name: string): Promise<Database> {
  const db = await openDatabase(name);
  opened.push(db);
  return db;
}
afterEach(() => {
  for (const db of opened) db.close();
  opened = [];
});

/** Which sets a reader sees, each with how many records. */
async function countBySet(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { regions } of await countryHistory(db, 'PK'))
    counts[String(regions[0])] = (counts[String(regions[0])] ?? 0) + 1;
  return counts;
}

/** Lets `put`, or another way to write, go on `after` times and then calls `instead`; returns the way back. */
function interceptWrites(
  ways: ('put' | 'delete')[],
  after: number,
  instead: (store: IDBObjectStore) => void,
) {
  const { prototype } = IDBObjectStore;
  const before = ways.map((way) => [way, prototype[way] as (...given: unknown[]) => IDBRequest] as const);
  let left = after;
  for (const [way, real] of before)
    prototype[way] = function (this: IDBObjectStore, ...given: unknown[]) {
      if (left-- === 0) instead(this);
      return real.apply(this, given);
    } as never;
  return {
    /** How many times something was written, whatever became of it. */
    writes: () => after - left,
    restore() {
      for (const [way, real] of before) prototype[way] = real as never;
    },
  };
}

/** As an engine does it without room: the puts are taken, then their transaction is aborted with that error. */
function fillUp({ transaction }: IDBObjectStore): void {
  queueMicrotask(() =>
    (transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError'),
  );
}

/** Ends everything at that write. Its transaction is lost, or has just come through: a disk may do either. */
function killAtWrite(db: Database, lost: boolean) {
  return ({ transaction }: IDBObjectStore): void => {
    if (lost) transaction.abort();
    forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
  };
}

describe('importBundle', () => {
  it('brings a set in and puts the next in its place', async () => {
    const db = await openAndTrack(freshName());
    const progress: number[] = [];
    await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK, onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([2, 4, 6, 7]);
    expect(await countBySet(db)).toEqual({ [OLD]: COUNT });
    expect(await entityName(db, 'pta')).toBe(OLD);

    await importBundle(db, makeTestBundle(NEW), { chunk: CHUNK });
    expect(await countBySet(db)).toEqual({ [NEW]: COUNT });
    expect(await entityName(db, 'pta')).toBe(NEW);
    expect(await db.count('incidents')).toBe(PAGES);
    expect(await db.count('entities')).toBe(1);
  });

  it('is needed until that version is in use', async () => {
    const db = await openAndTrack(freshName());
    expect(await needsImport(db, OLD)).toBe(true);
    await importBundle(db, makeTestBundle(OLD));
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
    const db = await openAndTrack(freshName());
    await importBundle(db, makeBundleText(version, [makeIncident()]), { root });
    expect(await needsImport(db, NEW, 2)).toBe(needed);
    await db.put('meta', { ...((await db.get('meta', 'knowledge')) as object), format: 0 }, 'knowledge');
    expect(await needsImport(db, NEW, 2)).toBe(true);
  });

  it('killed at any point, leaves one whole set to readers and nothing behind after the next', {
    timeout: 120_000,
  }, async () => {
    const whole = await openAndTrack(freshName());
    await importBundle(whole, makeTestBundle(OLD), { chunk: CHUNK });
    const counted = interceptWrites(['put', 'delete'], 1_000, () => {});
    await importBundle(whole, makeTestBundle(NEW), { chunk: CHUNK });
    counted.restore();
    const steps = counted.writes();
    const tally = { kills: 0, [OLD]: 0, [NEW]: 0 };
    const any = fc.record({
      at: fc.integer({ min: 0, max: steps - 1 }),
      lost: fc.boolean(),
      next: fc.constantFrom(NEW, '2026-03-03-other'),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ at, lost, next }) => {
        const name = freshName();
        const db = await openAndTrack(name);
        await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK });

        const kill = interceptWrites(['put', 'delete'], at, killAtWrite(db, lost));
        await importBundle(db, makeTestBundle(NEW), { chunk: CHUNK }).catch(() => {});
        kill.restore();
        expect(kill.writes()).toBeGreaterThan(at);

        const again = await openAndTrack(name);
        const left = await countBySet(again);
        const outcome = NEW in left ? NEW : OLD;
        expect(left).toEqual({ [outcome]: COUNT });
        tally.kills++;
        tally[outcome]++;
        await importBundle(again, makeTestBundle(next), { chunk: CHUNK });
        expect(await countBySet(again)).toEqual({ [next]: COUNT });
        expect(await again.count('incidents')).toBe(PAGES);
        expect(await again.count('entities')).toBe(1);
      }),
      { numRuns: KILLS },
    );
    console.log(
      `${tally.kills} kills at one of ${steps} writes: ${tally[OLD]} times the old set was left whole, ` +
        `${tally[NEW]} times the new one, 0 mixed`,
    );
    expect(tally.kills).toBe(KILLS);
    expect(Math.min(tally[OLD], tally[NEW])).toBeGreaterThan(0);
  });

  it('killed again and again, gets there: each time it goes on from the pages that were written', async () => {
    const name = freshName();
    const first = await openAndTrack(name);
    await importBundle(first, makeTestBundle(OLD), { chunk: CHUNK });
    let written = 0;
    let lives = 0;
    for (let done = false; !done && lives < 20; lives++) {
      const db = await openAndTrack(name);
      const { put } = IDBObjectStore.prototype;
      // Each life lasts for one transaction with pages, however many there are to come.
      let left = 1;
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
        if (this.name === 'incidents') written++;
        if (this.name === 'incidents' && left-- === 1) killAtWrite(db, false)(this);
        return put.apply(this, given);
      };
      done = await importBundle(db, makeTestBundle(NEW), { chunk: CHUNK }).then(
        () => true,
        () => false,
      );
      IDBObjectStore.prototype.put = put;
    }
    expect(await countBySet(await openAndTrack(name))).toEqual({ [NEW]: COUNT });
    expect(lives).toBe(Math.ceil(PAGES / CHUNK) + 1);
    expect(written).toBe(PAGES);
  });

  it('goes on from no page that another version of this code made of the same set', async () => {
    const name = freshName();
    const db = await openAndTrack(name);
    const kill = interceptWrites(['put'], PUTS - 1, killAtWrite(db, false));
    await expect(importBundle(db, makeTestBundle(NEW), { chunk: CHUNK })).rejects.toThrow();
    kill.restore();
    const again = await openAndTrack(name);
    const [page] = await again.getAll('incidents');
    if (!page) throw new Error('nothing was written');
    await again.put('incidents', { ...page, incidents: page.incidents.slice(1) });
    await importBundle(again, makeTestBundle(NEW), { chunk: CHUNK });
    expect(await countBySet(again)).toEqual({ [NEW]: COUNT });
  });

  it('shows readers one whole set while it writes', async () => {
    const db = await openAndTrack(freshName());
    await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK });
    const views: Promise<Record<string, number>>[] = [];
    await importBundle(db, makeTestBundle(NEW), {
      chunk: CHUNK,
      onProgress: () => views.push(countBySet(db)),
    });
    const distinct = new Set((await Promise.all(views)).map((view) => JSON.stringify(view)));
    expect([...distinct]).toEqual([JSON.stringify({ [OLD]: COUNT })]);
  });

  it.each([
    ['when it begins', 0],
    ['among the pages', PUTS - 2],
    ['at the swap', PUTS],
  ])('without room %s, keeps the old set and says StorageFull', async (_, at) => {
    const db = await openAndTrack(freshName());
    await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK });
    const full = interceptWrites(['put'], at, fillUp);
    await expect(importBundle(db, makeTestBundle(NEW), { chunk: CHUNK })).rejects.toBeInstanceOf(
      StorageFullError,
    );
    full.restore();
    expect(await countBySet(db)).toEqual({ [OLD]: COUNT });
    expect(await db.count('incidents')).toBe(PAGES);
  });

  it('run twice, the second begun at any point of the first, never shows less than a whole set', async () => {
    for (let at = 0; at < PAGES; at += CHUNK) {
      const name = freshName();
      const [a, b] = await Promise.all([openAndTrack(name), openAndTrack(name)]);
      const views: Promise<Record<string, number>>[] = [];
      const recordView = () => views.push(countBySet(a));
      const imports: Promise<unknown>[] = [];
      const first = importBundle(a, makeTestBundle(OLD), {
        chunk: CHUNK,
        onProgress() {
          recordView();
          if (views.length > at / CHUNK && imports.length === 0)
            imports.push(importBundle(b, makeTestBundle(NEW), { chunk: CHUNK, onProgress: recordView }));
        },
      });
      await first.then(recordView, recordView);
      await Promise.all(imports);
      expect(imports).toHaveLength(1);
      for (const view of await Promise.all(views))
        expect([{}, { [OLD]: COUNT }, { [NEW]: COUNT }]).toContainEqual(view);
      expect(await countBySet(a)).toEqual({ [NEW]: COUNT });
      expect(await a.count('incidents')).toBe(PAGES);
    }
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['another shape', '{}', /bundle\.version/],
    ['a bad date', makeTestBundle(NEW).replace('2024-02-17', '2024-13-17'), /incidents\[0\]\.start: a date/],
    ['an id twice', makeTestBundle(NEW).replace('"pk-x-7"', '"pk-x-8"'), /pk-x-8 is there twice/],
  ])('refuses %s and keeps the old set', async (_, text, message) => {
    const db = await openAndTrack(freshName());
    await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK });
    await expect(importBundle(db, text, { chunk: CHUNK })).rejects.toThrow(message);
    expect(await countBySet(db)).toEqual({ [OLD]: COUNT });
    expect(await db.count('incidents')).toBe(PAGES);
  });

  it('lets others have their turn while it reads a large set', async () => {
    const db = await openAndTrack(freshName());
    const readText = syntheticBundle(4_500, 7);
    let turned = false;
    let before: boolean | undefined;
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (
      this: IDBDatabase,
      ...given: Parameters<typeof transaction>
    ) {
      before ??= turned;
      return transaction.apply(this, given);
    };
    setTimeout(() => {
      turned = true;
    });
    await importBundle(db, readText).finally(() => {
      IDBDatabase.prototype.transaction = transaction;
    });
    expect(before).toBe(true);
  });

  it('takes a synthetic bundle, the same for the same seed', async () => {
    const db = await openAndTrack(freshName());
    expect(syntheticBundle(300, 7)).toBe(syntheticBundle(300, 7));
    expect(syntheticBundle(300, 7)).not.toBe(syntheticBundle(300, 8));
    await importBundle(db, syntheticBundle(300, 7));
    const { asOf } = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: 0 });
    expect(asOf).toBe('2026-01-01');
  });
});
