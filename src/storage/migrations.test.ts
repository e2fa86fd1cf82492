import 'fake-indexeddb/auto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { deleteDB, openDB } from 'idb';
import * as v from 'valibot';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CaseStore } from '../cases/case-store.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from '../knowledge/active-generation.ts';
import { RECORD_FORMAT } from '../knowledge/bundle.ts';
import { importBundle, needsImport } from '../knowledge/import-bundle.ts';
import type { Incident } from '../knowledge/incident.ts';
import { entityName, lookUpIncidents } from '../knowledge/lookup.ts';
import { makeBundleText, makeIncident } from '../knowledge/testing/fixtures.ts';
import { type Report, ReportSchema } from '../model/report.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { parseReports } from '../reports/report-store.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { loadTrustedMetadata } from '../updates/trusted-metadata.ts';
import { DATABASE_VERSION, type Database, openDatabase } from './database.ts';
import {
  type DatabaseDump,
  DatabaseDumpSchema,
  decodeBytes,
  dumpDatabase,
  restoreDatabase,
  storeDefinitionsOf,
} from './testing/stored-schema.ts';

const DUMP_FOLDER = new URL('testing/stored-schema/', import.meta.url);
const dumpFile = (version: number): URL => new URL(`v${version}.json`, DUMP_FOLDER);
const readDump = (version: number): DatabaseDump =>
  v.parse(DatabaseDumpSchema, JSON.parse(readFileSync(dumpFile(version), 'utf8')));
const VERSIONS = Array.from({ length: DATABASE_VERSION }, (_, i) => i + 1);

const BUNDLE_VERSION = '2026-11-23-0ff0998d4df0';
const NOW = Date.parse('2026-11-24');
const cut: Partial<Incident> = { scope: 'network', platforms: [], kind: 'shutdown', start: '2026-10' };
const RECORDS = [
  makeIncident({ orderedBy: { actor: 'regulator', entity: 'pta' } }),
  makeIncident({ ...cut, id: 'pk-cut', regions: ['Quetta'] }),
  makeIncident({ id: 'ir-x-2009', country: 'IR', start: '2009-06' }),
];

let db: Database | undefined;
afterEach(() => db?.close());
async function createFreshDatabase(): Promise<Database> {
  await deleteDB('fresh');
  db = await openDatabase('fresh');
  return db;
}

/** A store of today with something in each of its rooms. Kept once, when its version is released; never made again. */
async function writeTodaysDump(): Promise<void> {
  const today = await createFreshDatabase();
  await importBundle(
    today,
    makeBundleText(BUNDLE_VERSION, RECORDS, { pta: { name: 'Pakistan Telecommunication Authority' } }),
  );
  const report: Report = {
    id: 'report-1',
    caseId: 'case-1',
    state: 'queued',
    measurement: buildMeasurement(makeCase(), reportContext),
    createdAt: makeCase().startedAt + 5_000,
    attempts: 1,
    notBefore: makeCase().startedAt + 65_000,
    problem: 'The collector could not be reached',
  };
  const cases = new CaseStore(async () => today);
  await cases.saveCase(makeCase({ tabIds: [7, 9], networkCountry: 'DE' }));
  await cases.saveCase(
    makeCase({ id: 'case-2', tabIds: [9], phase: 'checking', startedAt: report.createdAt }),
  );
  await cases.saveCase(makeCase({ id: 'case-3', tabIds: [], startedAt: 1_708_084_800_678 }));
  await today.put('reports', v.parse(ReportSchema, report));
  await today.put('live', { at: NOW, value: [{ since: NOW, sources: ['bgp'] }] }, 'outages:PK');
  await today.put('meta', { last: null, lastGoodAt: null, nextAt: NOW }, 'updates');
  writeFileSync(
    dumpFile(DATABASE_VERSION),
    `${JSON.stringify(await dumpDatabase(today as never), null, 2)}\n`,
  );
  today.close();
}
beforeAll(async () => {
  if (process.env.KEEP_STORE && !existsSync(dumpFile(DATABASE_VERSION))) await writeTodaysDump();
});

it.each([1, 2])(
  'a step that fails half-way leaves a store of version %i as it was, and is taken with the next opening',
  async (version) => {
    await restoreDatabase('old', readDump(version));
    const { put } = IDBObjectStore.prototype;
    let puts = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      if (++puts === 2) throw new Error('no such luck');
      return put.apply(this, given);
    };
    await expect(openDatabase('old')).rejects.toThrow();
    IDBObjectStore.prototype.put = put;
    const left = await openDB('old');
    expect(await dumpDatabase(left)).toEqual(readDump(version));
    left.close();
    db = await openDatabase('old');
    expect((await db.getAllFromIndex('cases', 'tab', 7)).map(({ id }) => id)).toEqual(['case-1']);
  },
);

it('one store of every version is kept; of a new one with KEEP_STORE=1', () => {
  expect(readdirSync(DUMP_FOLDER).sort()).toEqual(VERSIONS.map((version) => `v${version}.json`).sort());
  for (const version of VERSIONS) expect(readDump(version).version).toBe(version);
});

it('the newest is made as today’s code makes one: a step that was released did not change', async () => {
  expect(storeDefinitionsOf(await dumpDatabase((await createFreshDatabase()) as never))).toEqual(
    storeDefinitionsOf(readDump(DATABASE_VERSION)),
  );
});

describe.each(VERSIONS)('a store of version %i, opened by today’s code', (version) => {
  const openOldDatabase = async (): Promise<Database> => {
    await restoreDatabase('old', readDump(version));
    db = await openDatabase('old');
    return db;
  };

  it('is made as a new one is', async () => {
    const old = storeDefinitionsOf(await dumpDatabase((await openOldDatabase()) as never));
    db?.close();
    expect(old).toEqual(storeDefinitionsOf(await dumpDatabase((await createFreshDatabase()) as never)));
  });

  it('keeps every case, found by its tab, its platform and its phase', async () => {
    const old = await openOldDatabase();
    const store = new CaseStore(async () => old);
    const caseIdOf = (id: string) => store.byId(id).then((found) => found?.id);
    expect(await Promise.all(['case-1', 'case-2', 'case-3'].map(caseIdOf))).toEqual([
      'case-1',
      'case-2',
      'case-3',
    ]);
    expect((await store.ofTab(7))?.id).toBe('case-1');
    expect((await store.ofTab(9))?.id).toBe('case-2');
    expect((await store.byId('case-3'))?.tabIds).toEqual([]);
    expect((await store.ofPlatform('x')).map(({ id }) => id)).toEqual(['case-2', 'case-1', 'case-3']);
    expect((await store.unsettledCases()).map(({ id }) => id)).toEqual(['case-2']);
  });

  it('keeps a report that somebody has consented to, as it was', async () => {
    const reports = parseReports(
      await (await openOldDatabase()).getAllFromIndex('reports', 'state', 'queued'),
    );
    expect(reports.bad).toEqual([]);
    expect(reports.good).toMatchObject([
      {
        id: 'report-1',
        caseId: 'case-1',
        attempts: 1,
        measurement: { input: 'https://x.com/', probe_cc: 'PK', probe_asn: 'AS64500' },
      },
    ]);
  });

  it('keeps every row of the records, and what `meta` says of them', async () => {
    const { stores } = readDump(version);
    const old = await openOldDatabase();
    const rows = (name: 'incidents' | 'entities') =>
      (decodeBytes(stores[name]?.records.map(({ value }) => value)) as Record<string, unknown>[]).map(
        ({ gen, about, generation = gen, subjects = about, ...rest }) => ({
          ...rest,
          generation,
          ...(name === 'incidents' ? { subjects } : {}),
        }),
      );
    expect(await old.getAll('incidents')).toEqual(rows('incidents'));
    expect(await old.getAll('entities')).toEqual(rows('entities'));
    expect(await old.get('meta', 'knowledge-last-generation')).toBe(1);
    expect(await old.getAllKeys('meta')).toHaveLength(stores.meta?.records.length ?? 0);
  });

  it('goes on telling what is known, without an import, and takes the next set', async () => {
    const old = await openOldDatabase();
    expect(await needsImport(old, BUNDLE_VERSION)).toBe(false);
    // Whoever did not write down how the facts came, had them from the package.
    expect(parseActiveGeneration(await old.get('meta', ACTIVE_GENERATION_KEY))).toMatchObject({
      version: BUNDLE_VERSION,
      format: RECORD_FORMAT,
      root: 0,
    });
    const question = { country: 'PK', platform: 'x', now: NOW };
    const { current, network, asOf } = await lookUpIncidents(old, question);
    expect([current, network.map(({ id }) => id), asOf]).toEqual([[RECORDS[0]], ['pk-cut'], '2026-11-23']);
    expect(await entityName(old, 'pta')).toBe('Pakistan Telecommunication Authority');
    await importBundle(old, makeBundleText('2026-11-24-a', [makeIncident({ id: 'pk-new' })]));
    expect((await lookUpIncidents(old, question)).current.map(({ id }) => id)).toEqual(['pk-new']);
    expect(await old.count('incidents')).toBe(1);
  });
});

describe('version 3', () => {
  it('keeps a set that came by a signed update, and what that proved', async () => {
    const dump = readDump(2);
    const meta = dump.stores.meta?.records ?? [];
    const trusted = { root: { version: 2, digest: 'd' }, manifest: null };
    for (const record of meta)
      if (record.key === 'knowledge') record.value = { ...(record.value as object), root: 2 };
    meta.push({ key: 'updates-seen', value: trusted });
    await restoreDatabase('old', dump);
    db = await openDatabase('old');
    expect(parseActiveGeneration(await db.get('meta', ACTIVE_GENERATION_KEY))).toMatchObject({
      generation: 1,
      root: 2,
    });
    expect(await loadTrustedMetadata(db)).toEqual(trusted);
    expect(await db.get('meta', 'updates-seen')).toBeUndefined();
  });

  it('renames the state of a report that was not accepted, and nothing else of it', async () => {
    const dump = readDump(2);
    const reports = dump.stores.reports?.records ?? [];
    const queued = reports[0]?.value as Report;
    const broken = { id: 'report-3', state: 7 };
    reports.push({ value: { ...queued, id: 'report-2', state: 'kept' } }, { value: broken });
    await restoreDatabase('old', dump);
    db = await openDatabase('old');
    expect(await db.getAll('reports')).toEqual([
      queued,
      { ...queued, id: 'report-2', state: 'not-accepted' },
      broken,
    ]);
    expect(parseReports(await db.getAllFromIndex('reports', 'state', 'not-accepted')).bad).toEqual([]);
  });
});
