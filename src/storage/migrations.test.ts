import 'fake-indexeddb/auto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { deleteDB, openDB } from 'idb';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
import { DATABASE_VERSION, type Database, openDatabase } from './database.ts';
import { PERSONAL_DATA_WRITTEN_KEY } from './forget.ts';
import { MIGRATIONS } from './migrations.ts';
import {
  DUMP_FOLDER,
  decodeBytes,
  dumpDatabase,
  dumpFile,
  readDump,
  restoreDatabase,
  storeDefinitionsOf,
} from './testing/stored-schema.ts';

it('there is one step for each version', () => {
  expect(MIGRATIONS).toHaveLength(DATABASE_VERSION);
});

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

/** Writes a dump with a record in each store. It runs once, when a version is released; the dump never changes. */
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
  await today.put('meta', true, PERSONAL_DATA_WRITTEN_KEY);
  await today.put('reports', v.parse(ReportSchema, report));
  await today.put('reports', v.parse(ReportSchema, { ...report, id: 'report-2', state: 'not-accepted' }));
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

describe.each([1, 2])('a migration of version %i that dies at any of its writes', (version) => {
  const { put } = IDBObjectStore.prototype;
  const { update } = IDBCursor.prototype;
  let writesLeft = Number.POSITIVE_INFINITY;
  const countWrite = () => {
    if (writesLeft-- === 0) throw new Error('no such luck');
  };
  beforeAll(() => {
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      countWrite();
      return put.apply(this, given);
    };
    IDBCursor.prototype.update = function (this: IDBCursor, ...given: Parameters<typeof update>) {
      countWrite();
      return update.apply(this, given);
    };
  });
  afterAll(() => {
    IDBObjectStore.prototype.put = put;
    IDBCursor.prototype.update = update;
  });

  it('leaves the store as it was, and is taken with the next opening', async () => {
    await restoreDatabase('old', readDump(version));
    let deaths = 0;
    for (; ; deaths++) {
      writesLeft = deaths;
      const opened = await openDatabase('old').catch(() => undefined);
      writesLeft = Number.POSITIVE_INFINITY;
      db = opened;
      if (opened) break;
      const left = await openDB('old');
      expect(await dumpDatabase(left)).toEqual(readDump(version));
      left.close();
    }
    expect(deaths).toBeGreaterThan(5);
    expect(await db?.getAllKeys('reports')).toContain('report-1');
  });
});

it('there is a dump of every version; KEEP_STORE=1 writes that of a new one', () => {
  expect(readdirSync(DUMP_FOLDER).sort()).toEqual(VERSIONS.map((version) => `v${version}.json`).sort());
  for (const version of VERSIONS) expect(readDump(version).version).toBe(version);
});

it('the newest dump has the schema of today’s code: released migrations did not change', async () => {
  expect(storeDefinitionsOf(await dumpDatabase((await createFreshDatabase()) as never))).toEqual(
    storeDefinitionsOf(readDump(DATABASE_VERSION)),
  );
});

it.each([1, 2, 3])('a database of version %i loses the previews that were not sent', async (version) => {
  const dump = readDump(version);
  const [first] = dump.stores.reports?.records ?? [];
  const draft = { value: { ...(first?.value as Report), id: 'preview', state: 'draft' } };
  dump.stores.reports?.records.push(draft);
  await restoreDatabase('old', dump);
  db = await openDatabase('old');
  expect(await db.getAllKeys('reports')).toEqual(
    dump.stores.reports?.records.slice(0, -1).map(({ value }) => (value as Report).id),
  );
});

describe.each(VERSIONS)('a database of version %i, opened by today’s code', (version) => {
  const openOldDatabase = async (): Promise<Database> => {
    await restoreDatabase('old', readDump(version));
    db = await openDatabase('old');
    return db;
  };

  it('has the schema of a new database', async () => {
    const old = storeDefinitionsOf(await dumpDatabase((await openOldDatabase()) as never));
    db?.close();
    expect(old).toEqual(storeDefinitionsOf(await dumpDatabase((await createFreshDatabase()) as never)));
  });

  it('has nothing of a person left but the reports that they consented to', async () => {
    const old = await openOldDatabase();
    expect([...old.objectStoreNames]).toEqual(['blank', 'entities', 'incidents', 'meta', 'reports']);
    const { stores } = readDump(version);
    const consented = stores.reports?.records.filter(({ value }) => (value as Report).state !== 'draft');
    expect(await old.getAllKeys('reports')).toEqual(consented?.map(({ value }) => (value as Report).id));
  });

  it('keeps a report with consent unchanged', async () => {
    const reports = parseReports(await (await openOldDatabase()).getAll('reports'));
    expect(reports.bad).toEqual([]);
    expect(reports.good.filter(({ state }) => state === 'queued')).toMatchObject([
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
    const metaKeys = await old.getAllKeys('meta');
    expect(metaKeys).toContain(PERSONAL_DATA_WRITTEN_KEY);
    const kept = metaKeys.filter((key) => key !== PERSONAL_DATA_WRITTEN_KEY);
    expect(kept).toHaveLength(
      stores.meta?.records.filter(({ key }) => key !== PERSONAL_DATA_WRITTEN_KEY).length ?? 0,
    );
  });

  it('answers queries without an import, and imports the next set', async () => {
    const old = await openOldDatabase();
    expect(await needsImport(old, BUNDLE_VERSION)).toBe(false);
    // A record without `root` came with the package.
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
