import { IDBObjectStore } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importBundle, StorageFullError } from './import-bundle.ts';
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
import { abortWithoutSpace, interceptWrites, killAtWrite } from './testing/interrupted-writes.ts';

const KILLS = 150;
/** Writes of one import before the swap: its number and version, an entity, the pages. */
const PUTS = 2 + 1 + PAGES;

describe('an interrupted import', () => {
  it('leaves one whole set when it is killed at any point, and no remains after the next import', {
    timeout: 120_000,
  }, async () => {
    const whole = await openAndTrack(freshName());
    await importBundle(whole, makeTestBundle(OLD), { chunk: CHUNK });
    const counted = interceptWrites(['put', 'delete'], { after: 1_000 });
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

        const kill = interceptWrites(['put', 'delete'], {
          after: at,
          onReached: killAtWrite(db, { isLost: lost }),
        });
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

  it('completes after repeated kills: each time it resumes from the written pages', async () => {
    const name = freshName();
    const first = await openAndTrack(name);
    await importBundle(first, makeTestBundle(OLD), { chunk: CHUNK });
    let written = 0;
    let lives = 0;
    for (let done = false; !done && lives < 20; lives++) {
      const db = await openAndTrack(name);
      const { put } = IDBObjectStore.prototype;
      // Each life lasts for one transaction with pages.
      let left = 1;
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
        if (this.name === 'incidents') written++;
        if (this.name === 'incidents' && left-- === 1) killAtWrite(db, { isLost: false })(this);
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

  it('does not resume from a page that another version of this code made of the same set', async () => {
    const name = freshName();
    const db = await openAndTrack(name);
    const kill = interceptWrites(['put'], { after: PUTS - 1, onReached: killAtWrite(db, { isLost: false }) });
    await expect(importBundle(db, makeTestBundle(NEW), { chunk: CHUNK })).rejects.toThrow();
    kill.restore();
    const again = await openAndTrack(name);
    const [page] = await again.getAll('incidents');
    if (!page) throw new Error('nothing was written');
    await again.put('incidents', { ...page, incidents: page.incidents.slice(1) });
    await importBundle(again, makeTestBundle(NEW), { chunk: CHUNK });
    expect(await countBySet(again)).toEqual({ [NEW]: COUNT });
  });

  it.each([
    ['when it begins', 0],
    ['among the pages', PUTS - 2],
    ['at the swap', PUTS],
  ])('keeps the old set and throws StorageFullError without space %s', async (_, at) => {
    const db = await openAndTrack(freshName());
    await importBundle(db, makeTestBundle(OLD), { chunk: CHUNK });
    const full = interceptWrites(['put'], { after: at, onReached: abortWithoutSpace });
    await expect(importBundle(db, makeTestBundle(NEW), { chunk: CHUNK })).rejects.toBeInstanceOf(
      StorageFullError,
    );
    full.restore();
    expect(await countBySet(db)).toEqual({ [OLD]: COUNT });
    expect(await db.count('incidents')).toBe(PAGES);
  });

  it('shows a whole set to readers while two imports run, whenever the second one begins', async () => {
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
});
