import 'fake-indexeddb/auto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { deleteDB, openDB } from 'idb';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CaseStore } from '../cases/case-store.ts';
import {
  failedWith,
  observedIpLiteral,
  observedRetry,
  observedTestHelper,
} from '../diagnosis/testing/observations.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from '../knowledge/active-generation.ts';
import { RECORD_FORMAT } from '../knowledge/bundle.ts';
import { importBundle, needsImport } from '../knowledge/import-bundle.ts';
import type { Incident } from '../knowledge/incident.ts';
import { entityName, lookUpIncidents } from '../knowledge/lookup.ts';
import { makeBundleText, makeIncident } from '../knowledge/testing/fixtures.ts';
import type { Case } from '../model/case.ts';
import { type Report, ReportSchema } from '../model/report.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { parseReports } from '../reports/report-store.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { DATABASE_VERSION, type Database, openDatabase } from './database.ts';
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
  const cases = new CaseStore(async () => today);
  await cases.saveCase(makeCase({ tabIds: [7, 9], probeCc: 'DE' }));
  await cases.saveCase(
    makeCase({
      id: 'case-2',
      tabIds: [9],
      phase: 'checking',
      startedAt: report.createdAt,
      observations: [
        observedRetry(failedWith('reset')),
        observedIpLiteral({ kind: 'answered', secure: false }),
        observedTestHelper('connection_reset'),
      ],
    }),
  );
  await cases.saveCase(makeCase({ id: 'case-3', tabIds: [], startedAt: 1_708_084_800_678 }));
  await today.put('reports', v.parse(ReportSchema, report));
  await today.put('reports', v.parse(ReportSchema, { ...report, id: 'report-2', state: 'not-accepted' }));
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
    expect(deaths).toBeGreaterThan(6);
    expect((await db?.getAllFromIndex('cases', 'tab', 7))?.map(({ id }) => id)).toEqual(['case-1']);
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

  it('keeps every case, and finds it by tab, platform and phase', async () => {
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

  it('reads what a case says by its new names', async () => {
    const old = await openOldDatabase();
    const store = new CaseStore(async () => old);
    expect(await store.byId('case-1')).toMatchObject({
      symptom: { kind: 'error', failure: 'reset' },
      verdict: { rule: 'tls-reset-after-client-hello' },
    });
    const keys = (found: Case | undefined) => found?.observations.map(({ key }) => key) ?? [];
    const oldCases = readDump(version).stores.cases?.records.map(({ value }) => value) as Case[];
    for (const before of oldCases)
      expect(keys(await store.byId(before.id))).toHaveLength(before.observations.length);
  });

  it('keeps a report with consent unchanged', async () => {
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
