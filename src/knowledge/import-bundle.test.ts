import { describe, expect, it } from 'vitest';
import { importBundle, needsImport } from './import-bundle.ts';
import { entityName, lookUpIncidents } from './lookup.ts';
import { makeBundleText, makeIncident } from './testing/fixtures.ts';
import {
  CHUNK,
  COUNT,
  countBySet,
  freshName,
  makeTestBundle,
  NEW,
  OLD,
  openAndTrack,
  PAGES,
} from './testing/import-harness.ts';
import { syntheticBundle } from './testing/synthetic-bundle.ts';

describe('importBundle', () => {
  it('imports a set, and replaces it by the next', async () => {
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

  it('is needed until that version is active', async () => {
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
    ['an update of the same day, which is newer', '2026-02-02-a', 2, false],
    ['an update of an earlier day', '2026-02-01-a', 2, true],
    ['an update under a root that is no longer accepted', '2026-02-03-a', 1, true],
    ['the set of another release, even of a later day', '2026-02-03-a', 0, true],
  ])('is needed, or not, when the active set is %s', async (_, version, root, needed) => {
    const db = await openAndTrack(freshName());
    await importBundle(db, makeBundleText(version, [makeIncident()]), { root });
    expect(await needsImport(db, NEW, 2)).toBe(needed);
    await db.put('meta', { ...((await db.get('meta', 'knowledge')) as object), format: 0 }, 'knowledge');
    expect(await needsImport(db, NEW, 2)).toBe(true);
  });

  it('shows one whole set to readers while it writes', async () => {
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

  it('yields to other tasks while it parses a large set', async () => {
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

  it('imports a synthetic bundle, which is the same for the same seed', async () => {
    const db = await openAndTrack(freshName());
    expect(syntheticBundle(300, 7)).toBe(syntheticBundle(300, 7));
    expect(syntheticBundle(300, 7)).not.toBe(syntheticBundle(300, 8));
    await importBundle(db, syntheticBundle(300, 7));
    const { asOf } = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: 0 });
    expect(asOf).toBe('2026-01-01');
  });
});
