import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../storage/database.ts';
import { importBundle } from './import-bundle.ts';
import type { Incident } from './incident.ts';
import {
  countriesOnRecord,
  entityNames,
  findIncidents,
  loadCountryOverview,
  otherCountries,
  otherPlatforms,
} from './queries.ts';
import { encodePage } from './record-pages.ts';
import { makeBundleText, makeIncident } from './testing/fixtures.ts';

const NOW = Date.parse('2026-11-24');
let opened: Database[] = [];
let names = 0;
async function openDatabaseWith(...sets: Incident[][]): Promise<Database> {
  const db = await openDatabase(`queries-${names++}`);
  opened.push(db);
  for (const [i, incidents] of sets.entries())
    await importBundle(db, makeBundleText(`2026-11-2${i}-0`, incidents));
  return db;
}
afterEach(() => {
  for (const db of opened) db.close();
  opened = [];
});
const idsOf = (incidents: Incident[]) => incidents.map(({ id }) => id);
const endedFields = { status: 'ended', end: '2024-03' } as const;
const shutdownFields = { scope: 'network', kind: 'shutdown', platforms: [] as string[] } as const;

/** More than three pages, with a region in every other one. */
const manyIncidents = Array.from({ length: 100 }, (_, i) =>
  makeIncident({
    ...endedFields,
    id: `pk-${String(i).padStart(3, '0')}`,
    start: `${2020 + (i % 4)}-01-${String(1 + (i % 28)).padStart(2, '0')}`,
    ...(i % 2 ? { regions: ['Karachi'], subdivisions: ['PK-SD'] } : {}),
  }),
);

describe('loadCountryOverview', () => {
  it('returns ongoing incidents, and counts the rest by year, platform and region', async () => {
    const db = await openDatabaseWith([
      ...manyIncidents,
      makeIncident({ id: 'pk-on', platforms: ['tiktok', 'x'], start: '2009' }),
      makeIncident({
        ...shutdownFields,
        platforms: [],
        id: 'pk-cut',
        start: '2026-10',
        regions: ['Quetta'],
        subdivisions: ['PK-BA'],
      }),
      makeIncident({ id: 'pk-old', status: 'unclear', start: '2024-05' }),
      makeIncident({ id: 'ir-1', country: 'IR' }),
    ]);
    const { here, elsewhere: regional, ...rest } = await loadCountryOverview(db, 'PK', { now: NOW });
    expect([idsOf(here), idsOf(regional)]).toEqual([['pk-on'], ['pk-cut']]);
    const inQuetta = await loadCountryOverview(db, 'PK', { now: NOW, region: 'PK-BA' });
    expect([idsOf(inQuetta.here), inQuetta.elsewhere]).toEqual([['pk-cut', 'pk-on'], []]);
    expect(rest).toEqual({
      asOf: '2026-11-20',
      total: 103,
      years: [
        { year: '2024', count: 1 },
        ...[2023, 2022, 2021, 2020].map((year) => ({ year: String(year), count: 25 })),
      ],
      platforms: ['x', 'tiktok'],
      subdivisions: ['PK-BA', 'PK-SD'],
    });
  });

  it('is empty for a country without records, and before the first import', async () => {
    const nothing = { total: 0, here: [], elsewhere: [], years: [], platforms: [], subdivisions: [] };
    expect(await loadCountryOverview(await openDatabaseWith(manyIncidents), 'IR', { now: NOW })).toEqual({
      ...nothing,
      asOf: '2026-11-20',
    });
    expect(await loadCountryOverview(await openDatabaseWith(), 'PK', { now: NOW })).toEqual({
      ...nothing,
      asOf: '',
    });
  });

  it('reads only the active set, not the remains of other imports', async () => {
    const db = await openDatabaseWith([makeIncident({ id: 'pk-old' })], [makeIncident({ id: 'pk-new' })]);
    const strayPage = (generation: number) =>
      encodePage({
        generation,
        page: 0,
        country: 'PK',
        subjects: [],
        incidents: [makeIncident({ id: `pk-stray-${generation}` })],
      });
    await db.put('incidents', strayPage(1));
    await db.put('incidents', strayPage(3));
    expect(idsOf((await loadCountryOverview(db, 'PK', { now: NOW })).here)).toEqual(['pk-new']);
  });
});

describe('findIncidents', () => {
  it('returns the newest matching records, and the number of all', async () => {
    const db = await openDatabaseWith(manyIncidents);
    const sindh = await findIncidents(db, 'PK', {
      matches: (i) => i.subdivisions?.includes('PK-SD') ?? false,
      limit: 3,
    });
    expect(sindh.total).toBe(50);
    expect(sindh.incidents.map(({ start }) => start)).toEqual(['2023-01-28', '2023-01-28', '2023-01-28']);
    const year = await findIncidents(db, 'PK', { matches: (i) => i.start.startsWith('2021'), limit: 100 });
    expect([year.total, year.incidents.length]).toEqual([25, 25]);
  });
});

describe('otherCountries', () => {
  it('returns every other country where the platform is restricted now, once', async () => {
    const db = await openDatabaseWith([
      makeIncident({ id: 'pk-1' }),
      makeIncident({ id: 'ir-city', country: 'IR', start: '2026-01', regions: ['Shiraz'] }),
      makeIncident({ id: 'ir-1', country: 'IR', start: '2009-06' }),
      makeIncident({ id: 'cn-1', country: 'CN', start: '2009', platforms: ['facebook', 'x'] }),
      makeIncident({ id: 'cn-2', country: 'CN', platforms: ['facebook'] }),
      makeIncident({ ...endedFields, id: 'br-1', country: 'BR' }),
      makeIncident({ ...shutdownFields, platforms: [], id: 'sd-1', country: 'SD' }),
    ]);
    const found = await otherCountries(db, { platform: 'x', besides: 'PK', now: NOW });
    expect(found.map(({ country, incident: { id } }) => [country, id])).toEqual([
      ['CN', 'cn-1'],
      ['IR', 'ir-1'],
    ]);
    expect(await otherCountries(await openDatabaseWith(), { platform: 'x', besides: '', now: NOW })).toEqual(
      [],
    );
  });
});

describe('otherPlatforms', () => {
  it('names what else is restricted in the country now, by its newest record', async () => {
    const db = await openDatabaseWith([
      makeIncident({ id: 'pk-1' }),
      makeIncident({ id: 'pk-2', platforms: ['x', 'tiktok'], start: '2020' }),
      makeIncident({ id: 'pk-3', platforms: ['tiktok'], start: '2021' }),
      makeIncident({ ...endedFields, id: 'pk-4', platforms: ['youtube'] }),
      makeIncident({ id: 'ir-1', country: 'IR', platforms: ['facebook'] }),
    ]);
    const found = await otherPlatforms(db, { country: 'PK', besides: 'x', now: NOW });
    expect([...found].map(([slug, { id }]) => [slug, id])).toEqual([['tiktok', 'pk-3']]);
  });
});

it('entityNames returns the offices of the active set', async () => {
  const db = await openDatabaseWith([makeIncident()]);
  expect(await entityNames(db)).toEqual(new Map());
  await importBundle(db, makeBundleText('2026-11-22-0', [makeIncident()], { pta: { name: 'PTA' } }));
  await db.put('entities', { generation: 9, slug: 'stray', name: 'Stray' });
  expect(await entityNames(db)).toEqual(new Map([['pta', 'PTA']]));
});

it('countriesOnRecord lists each country once', async () => {
  const db = await openDatabaseWith([...manyIncidents, makeIncident({ id: 'ir-1', country: 'IR' })]);
  expect(await countriesOnRecord(db)).toEqual(['IR', 'PK']);
  expect(await countriesOnRecord(await openDatabaseWith())).toEqual([]);
});
