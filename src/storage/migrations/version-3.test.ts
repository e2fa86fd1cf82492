import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { CaseStore } from '../../cases/case-store.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from '../../knowledge/active-generation.ts';
import type { Report } from '../../model/report.ts';
import { parseReports } from '../../reports/report-store.ts';
import { loadTrustedMetadata } from '../../updates/trusted-metadata.ts';
import { type Database, openDatabase } from '../database.ts';
import { readDump, restoreDatabase } from '../testing/stored-schema.ts';
import { migrateCase, migrateReport } from './version-3.ts';
import * as names from './version-3-names.ts';

/** A case of version 2, with one thing of each kind. */
const oldCase = (more: object = {}) => ({
  id: 'case-1',
  networkCountry: 'DE',
  signal: { kind: 'error', family: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 400 },
  observations: [oldObservation()],
  verdict: { kind: 'blocked', rule: 'stopped-on-this-device', evidence: [], settle: 'try-later' },
  ...more,
});
const oldObservation = (more: object = {}) => ({
  check: 'retry',
  key: 'retry:1',
  host: 'x.com',
  networkCountry: 'DE',
  outcome: { kind: 'timeout' },
  ...more,
});
const migratedOutcome = (outcome: object, check = 'retry') =>
  migrateCase(oldCase({ observations: [oldObservation({ check, outcome })] }));
const withOutcome = (outcome: object, check = 'retry') => ({
  observations: [expect.objectContaining({ check, outcome })],
});
const rows = (table: Record<string, string>) => Object.entries(table);

describe('each row of the tables', () => {
  test.each(rows(names.CHECK_NAMES))('the check %s is %s, in keys as well', (old, now) => {
    const evidence = [{ sign: 'portal', params: {}, from: [`${old}:a:b`, 'retry:1'] }];
    expect(
      migrateCase(
        oldCase({
          observations: [oldObservation({ check: old, key: `${old}:a:b` })],
          verdict: { rule: 'nothing-answers', evidence },
        }),
      ),
    ).toMatchObject({
      observations: [{ check: now, key: `${now}:a:b` }],
      verdict: { evidence: [{ from: [`${now}:a:b`, 'retry:1'] }] },
    });
  });

  test.each(rows(names.OUTCOME_KINDS))('the outcome %s is %s', (kind, now) => {
    expect(migratedOutcome({ kind })).toMatchObject(withOutcome({ kind: now }));
  });

  test.each(rows(names.OUTCOME_FIELDS))('%s of an outcome is %s', (old, now) => {
    expect(migratedOutcome({ kind: 'any', [old]: 'value' })).toMatchObject(
      withOutcome({ kind: 'any', [now]: 'value' }),
    );
  });

  test.each(rows(names.VOID_REASONS))('a page that learnt nothing for %s did so for %s', (why, now) => {
    expect(migratedOutcome({ kind: 'void', why }, 'in-page')).toMatchObject(
      withOutcome({ kind: 'void', why: now }, 'in-page'),
    );
    expect(migratedOutcome({ kind: 'void', why })).toMatchObject(withOutcome({ kind: 'void', why }));
  });

  test.each(names.CHECKS_WITHOUT_STATUS)('a status 0 of %s goes, and other statuses stay', (check) => {
    const statuses = (status: number) =>
      migratedOutcome({ kind: 'answered', status, secure: true }, check).observations;
    expect(statuses(0)).toMatchObject([{ outcome: { kind: 'answered', secure: true } }]);
    expect(JSON.stringify(statuses(0))).not.toContain('status');
    expect(statuses(414)).toMatchObject([{ outcome: { kind: 'answered', status: 414, secure: true } }]);
  });

  test.each(rows(names.VANTAGE_POINT_FIELDS))('%s of a volunteer is %s', (old, now) => {
    expect(migratedOutcome({ kind: 'places', places: [{ country: 'PK', [old]: true }] })).toMatchObject(
      withOutcome({ kind: 'vantage-points', results: [{ country: 'PK', [now]: true }] }),
    );
  });

  test.each(rows(names.FAILURES))('the failure %s is %s, wherever it stands', (family, now) => {
    const evidence = [{ sign: 'page-failed', params: { family }, from: [] }];
    expect(
      migrateCase(
        oldCase({
          signal: { kind: 'error', family },
          observations: [oldObservation({ outcome: { kind: 'failed', family } })],
          verdict: { rule: 'nothing-answers', evidence },
        }),
      ),
    ).toMatchObject({
      symptom: { kind: 'error', failure: now },
      observations: [{ outcome: { kind: 'failed', failure: now } }],
      verdict: { evidence: [{ key: 'page-failed', params: { failure: now } }] },
    });
    // What OONI's helper says is OONI's word.
    expect(migratedOutcome({ kind: 'outside', failure: family })).toMatchObject(
      withOutcome({ kind: 'test-helper', failure: family }),
    );
  });

  test.each([
    ['', null],
    ['tls-reset', 'tls-reset'],
  ])('the mechanism %j is %j', (mechanism, now) => {
    expect(migrateCase(oldCase({ verdict: { rule: 'cannot-tell', mechanism, evidence: [] } }))).toMatchObject(
      {
        verdict: { mechanism: now },
      },
    );
  });

  test.each(rows(names.SYMPTOM_KINDS))('the symptom %s is %s', (kind, now) => {
    expect(migrateCase(oldCase({ signal: { kind, family: 'reset' } })).symptom).toEqual({
      kind: now,
      failure: 'reset',
    });
  });

  test.each(rows(names.EVIDENCE_KEYS))('the evidence %s is %s', (sign, now) => {
    const evidence = [{ sign, tone: 'bad', params: { host: 'x.com' }, from: [] }];
    expect(migrateCase(oldCase({ verdict: { evidence } })).verdict).toEqual({
      evidence: [{ key: now, tone: 'bad', params: { host: 'x.com' }, from: [] }],
    });
  });

  test.each(rows(names.RULE_NAMES))('the rule %s is %s', (rule, now) => {
    expect(migrateCase(oldCase({ verdict: { rule, evidence: [] } })).verdict).toEqual({
      rule: now,
      evidence: [],
    });
  });

  test.each(rows(names.REPORT_STATES))(
    'a report that is %s is %s, its measurement untouched',
    (state, now) => {
      const measurement = { annotations: { rule: 'cut-when-the-name-is-said' } };
      expect(migrateReport({ id: 'report-1', state, measurement })).toEqual({
        id: 'report-1',
        state: now,
        measurement,
      });
    },
  );
});

it('renames the fields of a case, and keeps their order and all others', () => {
  const migrated = migrateCase(oldCase({ shown: true }));
  expect(migrated).toEqual({
    id: 'case-1',
    probeCc: 'DE',
    symptom: { kind: 'error', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 400 },
    observations: [
      { check: 'retry', key: 'retry:1', host: 'x.com', probeCc: 'DE', outcome: { kind: 'timeout' } },
    ],
    verdict: { kind: 'blocked', rule: 'stopped-on-this-device', evidence: [], nextStep: 'try-later' },
    shown: true,
  });
  expect(Object.keys(migrated)).toEqual(['id', 'probeCc', 'symptom', 'observations', 'verdict', 'shown']);
});

it('takes the address that was asked from the key', () => {
  const observations = [
    oldObservation({ check: 'by-address', key: 'by-address:192.0.2.1' }),
    oldObservation({ check: 'by-address', key: 'by-address:2001:db8::1' }),
  ];
  expect(migrateCase(oldCase({ observations }))).toMatchObject({
    observations: [
      { check: 'ip-literal', key: 'ip-literal:192.0.2.1', address: '192.0.2.1' },
      { check: 'ip-literal', key: 'ip-literal:2001:db8::1', address: '2001:db8::1' },
    ],
  });
});

it('leaves alone what is no case, and trips over nothing', () => {
  const anything = fc.dictionary(fc.string(), fc.anything());
  fc.assert(
    fc.property(anything, (record) => {
      expect(migrateCase(record)).toEqual(record);
      expect(migrateReport(record)).toEqual(record);
    }),
  );
  const parts = fc.record({
    signal: anything,
    verdict: fc.record({ evidence: fc.array(fc.anything()), rule: fc.anything() }),
    observations: fc.array(fc.oneof(fc.anything(), fc.record({ outcome: anything, key: fc.anything() }))),
  });
  fc.assert(fc.property(parts, (record) => void migrateCase(record)));
});

describe('a database of version 2', () => {
  let db: Database | undefined;
  afterEach(() => db?.close());

  it('keeps a case in which every old name stands readable, by today’s code', async () => {
    const dump = readDump(2);
    const cases = dump.stores.cases?.records ?? [];
    const [first] = cases;
    const fields = first?.value as Record<string, unknown>;
    const observation = { key: '', host: 'x.com', at: 1, ms: 7, networkCountry: 'PK' };
    const outcomes = [
      { kind: 'answered', status: 200, secure: true, asExpected: true, challenge: false },
      { kind: 'failed', family: 'nowhere', error: 'net::ERR_ADDRESS_INVALID' },
      { kind: 'own-resolver', answers: true, answersOthers: true },
      { kind: 'outside', works: false, failure: 'connection_reset' },
      { kind: 'places', places: [{ country: 'PK', home: true, works: true, status: 200 }] },
      { kind: 'tallied', country: 'PK', tests: 30, anomalous: 2, networks: 3 },
    ];
    const checks = Object.keys(names.CHECK_NAMES);
    const evidence = Object.keys(names.EVIDENCE_KEYS).map((sign) => ({
      sign,
      tone: 'bad',
      params: { family: 'nowhere' },
      from: checks.map((check) => `${check}:0`),
    }));
    const value = {
      ...fields,
      id: 'case-9',
      signal: { kind: 'half-loaded', hosts: ['x.com'], family: 'nowhere', failed: 3, ms: 7 },
      observations: checks.flatMap((check) =>
        outcomes.map((outcome, i) => ({ ...observation, check, key: `${check}:${i}`, outcome })),
      ),
      verdict: { ...(fields.verdict as object), settle: 'try-later', evidence },
    };
    const broken = { id: 'case-10', phase: 'checking', platform: 'x', signal: 'none' };
    cases.push({ value }, { value: broken });
    await restoreDatabase('old', dump);
    const old = await openDatabase('old');
    db = old;
    const store = new CaseStore(async () => old);
    const found = await store.byId('case-9');
    expect(found?.observations).toHaveLength(value.observations.length);
    expect(found?.verdict.nextStep).toBe('try-later');
    const observedKeys = found?.observations.map(({ key }) => key);
    expect(
      found?.verdict.evidence.flatMap(({ from }) => from).every((key) => observedKeys?.includes(key)),
    ).toBe(true);
    // A record that is no case is left to the reader, who passes over it.
    expect(await old.get('cases', 'case-10')).toEqual(broken);
    expect((await store.unsettledCases()).map(({ id }) => id)).toEqual(['case-2']);
  });

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
