import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../storage/database.ts';
import { importBundle } from './import-bundle.ts';
import type { Incident } from './incident.ts';
import { lookUpIncidents } from './lookup.ts';
import { makeBundleText, makeIncident } from './testing/fixtures.ts';

const NOW = Date.parse('2026-11-24');
let opened: Database[] = [];
let names = 0;
async function openDatabaseWith(incidents: Incident[]): Promise<Database> {
  const db = await openDatabase(`recall-${names++}`);
  opened.push(db);
  await importBundle(db, makeBundleText('2026-11-23-0', incidents));
  return db;
}
afterEach(() => {
  for (const db of opened) db.close();
  opened = [];
});
const idsOf = (incidents: Incident[]) => incidents.map(({ id }) => id);

describe('lookUpIncidents', () => {
  it('returns nothing before the first import', async () => {
    const db = await openDatabase('recall-empty');
    opened.push(db);
    const nothing = { current: [], elsewhere: [], past: [], network: [], asOf: '', total: 0 };
    expect(await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW })).toEqual(nothing);
  });

  it('separates ongoing from past incidents of a platform in a country', async () => {
    const db = await openDatabaseWith([
      makeIncident({ id: 'pk-1', status: 'ongoing', start: '2009-06' }),
      makeIncident({ id: 'pk-2', status: 'ended', start: '2024-02-17', end: '2025-05-07' }),
      makeIncident({ id: 'pk-3', status: 'unclear', start: '2026-03-01' }),
      makeIncident({ id: 'pk-4', status: 'unclear', start: '2025-11-01' }),
      makeIncident({ id: 'pk-5', platforms: ['tiktok', 'x'], status: 'ended', start: '2020' }),
      makeIncident({ id: 'pk-6', platforms: ['tiktok'] }),
      makeIncident({ id: 'pk-7', scope: 'network', platforms: [], kind: 'shutdown' }),
      makeIncident({ id: 'ir-1', country: 'IR' }),
      makeIncident({ id: 'ir-2', country: 'IR', scope: 'network', platforms: [], kind: 'shutdown' }),
    ]);
    const found = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW });
    expect(idsOf(found.current)).toEqual(['pk-3', 'pk-1']);
    expect(idsOf(found.past)).toEqual(['pk-4', 'pk-2', 'pk-5']);
    expect(idsOf(found.network)).toEqual(['pk-7']);
    expect(found).toMatchObject({ asOf: '2026-11-23', total: 5 });
  });

  it('returns an old ongoing incident before many newer ones', async () => {
    const db = await openDatabaseWith([
      makeIncident({ id: 'pk-old', start: '2009' }),
      ...Array.from({ length: 200 }, (_, i) =>
        makeIncident({ id: `pk-${i}`, status: 'ended', end: '2024-03' }),
      ),
    ]);
    const found = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW });
    expect(idsOf(found.current)).toEqual(['pk-old']);
    expect(found.total).toBe(201);
  });

  it('returns ongoing shutdowns, and the newest of many past ones', async () => {
    const cut = { scope: 'network', kind: 'shutdown', platforms: [], status: 'ended' } as const;
    const days = Array.from({ length: 28 }, (_, i) => `2024-02-${String(i + 1).padStart(2, '0')}`);
    const past = [...days, '2023-12', '2023', '2022-06-01', '2021', '2020-12-31'].map((start, i) =>
      makeIncident({ ...cut, platforms: [], id: `pk-${i}`, start, end: '2024-03' }),
    );
    const goingOn = makeIncident({ ...cut, platforms: [], id: 'pk-on', status: 'ongoing', start: '2010' });
    const db = await openDatabaseWith([...past, goingOn]);
    const { network } = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW });
    expect(network.map(({ start }) => start)).toEqual(['2010', ...days.toReversed(), '2023-12']);
  });

  it('returns incidents of a region as elsewhere, and as current only for a person in that region', async () => {
    const inRegion = (name: string, code: string) => ({ regions: [name], subdivisions: [code] });
    const db = await openDatabaseWith([
      makeIncident({ id: 'pk-1', start: '2024', ...inRegion('Sindh', 'PK-SD') }),
      makeIncident({ id: 'pk-2', start: '2023', areaKnown: false }),
      makeIncident({ id: 'pk-3', start: '2022', status: 'unclear', ...inRegion('Sindh', 'PK-SD') }),
      makeIncident({ id: 'pk-4', start: '2021' }),
      makeIncident({
        id: 'pk-5',
        platforms: [],
        scope: 'network',
        kind: 'shutdown',
        ...inRegion('Sindh', 'PK-SD'),
      }),
      makeIncident({ id: 'pk-6', platforms: [], scope: 'network', kind: 'shutdown', start: '2019' }),
    ]);
    const anywhere = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW });
    expect([idsOf(anywhere.current), idsOf(anywhere.elsewhere)]).toEqual([['pk-4'], ['pk-1', 'pk-2']]);
    expect([idsOf(anywhere.past), idsOf(anywhere.network)]).toEqual([['pk-3'], ['pk-6', 'pk-5']]);
    const there = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW, region: 'PK-SD' });
    expect([idsOf(there.current), idsOf(there.elsewhere)]).toEqual([['pk-1', 'pk-4'], ['pk-2']]);
    expect(idsOf(there.network)).toEqual(['pk-5', 'pk-6']);
  });

  it('returns the newest shutdown among many of regions without a recorded end', async () => {
    const cut = { platforms: [], scope: 'network', kind: 'shutdown' } as const;
    const open = Array.from({ length: 100 }, (_, i) =>
      makeIncident({
        ...cut,
        platforms: [],
        id: `pk-${i}`,
        start: '2020',
        status: 'unclear',
        regions: ['Sindh'],
      }),
    );
    const newest = makeIncident({
      ...cut,
      platforms: [],
      id: 'pk-new',
      start: '2026-01',
      end: '2026-02',
      status: 'ended',
    });
    const db = await openDatabaseWith([...open, newest]);
    expect(idsOf((await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW })).network)).toContain(
      'pk-new',
    );
  });

  it('reads as few pages from thousands of records as from hundreds', async () => {
    const cut = {
      scope: 'network',
      kind: 'shutdown',
      platforms: [],
      status: 'ended',
      end: '2024-03',
    } as const;
    const pagesRead = async (n: number): Promise<number> => {
      const db = await openDatabaseWith([
        ...Array.from({ length: n }, (_, i) => makeIncident({ ...cut, platforms: [], id: `pk-cut-${i}` })),
        ...Array.from({ length: n }, (_, i) => makeIncident({ id: `pk-tiktok-${i}`, platforms: ['tiktok'] })),
        ...Array.from({ length: n }, (_, i) => makeIncident({ id: `ir-x-${i}`, country: 'IR' })),
        makeIncident({ id: 'pk-x' }),
      ]);
      let read = 0;
      const { getAll } = IDBIndex.prototype;
      IDBIndex.prototype.getAll = function (this: IDBIndex, ...given: Parameters<typeof getAll>) {
        const request = getAll.apply(this, given);
        request.addEventListener('success', () => {
          read += request.result.length;
        });
        return request;
      };
      const found = await lookUpIncidents(db, { country: 'PK', platform: 'x', now: NOW }).finally(() => {
        IDBIndex.prototype.getAll = getAll;
      });
      expect([idsOf(found.current), found.network.length]).toEqual([['pk-x'], 30]);
      return read;
    };
    expect(await pagesRead(200)).toBe(2);
    expect(await pagesRead(3_000)).toBe(2);
  });

  it('returns each matching record once, newest first, for any set', async () => {
    const date = fc
      .tuple(
        fc.integer({ min: 2005, max: 2026 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
      )
      .chain(([y, m, d]) => {
        const two = (n: number) => String(n).padStart(2, '0');
        return fc.constantFrom(`${y}`, `${y}-${two(m)}`, `${y}-${two(m)}-${two(d)}`);
      });
    const any = fc.record({
      start: date as fc.Arbitrary<string>,
      status: fc.constantFrom('ongoing' as const, 'ended' as const, 'unclear' as const),
      platforms: fc.constantFrom(['x'], ['x', 'tiktok'], ['tiktok']),
      country: fc.constantFrom('PK', 'PS'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(any, { maxLength: 150, size: 'max' }), async (given) => {
        const all = given.map((each, i) =>
          makeIncident({ ...each, platforms: [...each.platforms], id: `${each.country.toLowerCase()}-${i}` }),
        );
        const db = await openDatabaseWith(all);
        const { current, past, total } = await lookUpIncidents(db, {
          country: 'PK',
          platform: 'x',
          now: NOW,
        });
        const wanted = all.filter((each) => each.country === 'PK' && each.platforms.includes('x'));
        expect(idsOf([...current, ...past]).sort()).toEqual(idsOf(wanted).sort());
        expect(total).toBe(wanted.length);
        for (const list of [current, past]) {
          const starts = list.map(({ start }) => start);
          expect(starts).toEqual(starts.toSorted().reverse());
        }
      }),
      { numRuns: 25 },
    );
  });
});
