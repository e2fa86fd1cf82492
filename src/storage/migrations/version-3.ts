/**
 * Version 3 of the database: fields and values get the names of the field. Released, hence frozen: it knows the names of
 * version 2 and of version 3 by heart, and imports nothing that may be renamed again.
 * A record without the expected shape stays as it is: the schemas of its readers decide.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import * as names from './version-3-names.ts';

/** Databases and transactions without today's types: those describe the newest version alone. */
type AnyDatabase = IDBPDatabase<unknown>;
type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A new value for an old one; anything else stays as it is. */
const renameValue = <T>(value: T, newNames: Record<string, string>): T | string =>
  typeof value === 'string' && Object.hasOwn(newNames, value) ? (newNames[value] ?? value) : value;

/** The same fields in the same order, those of the table under their new names. */
function renameFields(record: Fields, newNames: Record<string, string>): Fields {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [renameValue(name, newNames), value]),
  );
}

/** Those of these fields that are there, with new values. */
function mapFields(record: Fields, changes: Record<string, (value: unknown) => unknown>): Fields {
  const changed = Object.entries(changes).filter(([name]) => name in record);
  return { ...record, ...Object.fromEntries(changed.map(([name, change]) => [name, change(record[name])])) };
}

const mapEach = (values: unknown, change: (value: Fields) => unknown): unknown =>
  Array.isArray(values) ? values.map((one) => (isFields(one) ? change(one) : one)) : values;

export async function migrateToVersion3(db: AnyDatabase, tx: UpgradeTransaction): Promise<void> {
  await migrateKnowledge(db, tx);
  await migrateMeta(tx);
  await migrateRecords(tx, 'cases', migrateCase);
  await migrateRecords(tx, 'reports', migrateReport);
}

/** A key path cannot be changed: both stores are made anew, and their rows move one by one, so that memory holds one. */
async function migrateKnowledge(db: AnyDatabase, tx: UpgradeTransaction): Promise<void> {
  for (const name of ['incidents', 'entities']) tx.objectStore(name).name = `old-${name}`;
  const incidents = db.createObjectStore('incidents', { keyPath: ['generation', 'page'] });
  incidents.createIndex('subjects', 'subjects', { multiEntry: true });
  incidents.createIndex('country', 'country');
  db.createObjectStore('entities', { keyPath: ['generation', 'slug'] });
  for (const name of ['incidents', 'entities']) {
    let cursor = await tx.objectStore(`old-${name}`).openCursor();
    while (cursor) {
      await tx.objectStore(name).put(renameFields(cursor.value, names.RECORD_FIELDS));
      cursor = await cursor.continue();
    }
    db.deleteObjectStore(`old-${name}`);
  }
}

/** Moves what is known of the set in use and of the updates that were accepted: lost, an older one could come back. */
async function migrateMeta(tx: UpgradeTransaction): Promise<void> {
  const meta = tx.objectStore('meta');
  for (const [oldKey, newKey] of Object.entries(names.META_KEYS)) {
    const value: unknown = await meta.get(oldKey);
    if (value === undefined) continue;
    await meta.put(value, newKey);
    await meta.delete(oldKey);
  }
  const active: unknown = await meta.get('knowledge');
  if (isFields(active)) await meta.put(renameFields(active, names.RECORD_FIELDS), 'knowledge');
}

async function migrateRecords(
  tx: UpgradeTransaction,
  store: string,
  migrate: (record: Fields) => Fields,
): Promise<void> {
  let cursor = await tx.objectStore(store).openCursor();
  while (cursor) {
    if (isFields(cursor.value)) await cursor.update(migrate(cursor.value));
    cursor = await cursor.continue();
  }
}

/** The measurement keeps the bytes that were shown and consented to, the old name of its rule among them. */
export const migrateReport = (report: Fields): Fields =>
  mapFields(report, { state: (state) => renameValue(state, names.REPORT_STATES) });

/** Open cases too: their investigation continues from the keys of their observations. */
export function migrateCase(record: Fields): Fields {
  if (!isFields(record.signal) || !isFields(record.verdict) || !Array.isArray(record.observations))
    return record;
  return mapFields(renameFields(record, names.CASE_FIELDS), {
    symptom: (symptom) => (isFields(symptom) ? migrateSymptom(symptom) : symptom),
    observations: (observations) => mapEach(observations, migrateObservation),
    verdict: (verdict) => (isFields(verdict) ? migrateVerdict(verdict) : verdict),
  });
}

const migrateSymptom = (symptom: Fields): Fields =>
  mapFields(renameFields(symptom, names.SYMPTOM_FIELDS), {
    kind: (kind) => renameValue(kind, names.SYMPTOM_KINDS),
    failure: (failure) => renameValue(failure, names.FAILURES),
  });

const migrateObservation = (observation: Fields): Fields =>
  mapFields(withAddress(renameFields(observation, names.OBSERVATION_FIELDS)), {
    check: (check) => renameValue(check, names.CHECK_NAMES),
    key: migrateObservationKey,
    outcome: (outcome) => (isFields(outcome) ? migrateOutcome(outcome, observation.check) : outcome),
  });

/** The address that was asked stood in the key alone: `by-address:192.0.2.1`. */
const withAddress = (observation: Fields): Fields =>
  observation.check === 'by-address' && typeof observation.key === 'string'
    ? { ...observation, address: observation.key.slice(observation.key.indexOf(':') + 1) }
    : observation;

/** `outside:ooni:x.com`: only what stands before the first colon is a name. */
function migrateObservationKey(key: unknown): unknown {
  if (typeof key !== 'string') return key;
  const [check = '', ...rest] = key.split(':');
  return [renameValue(check, names.CHECK_NAMES), ...rest].join(':');
}

function migrateOutcome(outcome: Fields, check: unknown): Fields {
  const isFailed = outcome.kind === 'failed';
  // In these checks 0 stood for a status that the browser does not tell.
  const { status, ...rest } = outcome;
  const isStatusUnknown =
    outcome.kind === 'answered' && status === 0 && names.CHECKS_WITHOUT_STATUS.includes(String(check));
  return mapFields(renameFields(isStatusUnknown ? rest : outcome, names.OUTCOME_FIELDS), {
    kind: (kind) => renameValue(kind, names.OUTCOME_KINDS),
    // The failure that a test helper names is OONI's own word.
    failure: (failure) => (isFailed ? renameValue(failure, names.FAILURES) : failure),
    results: (results) => mapEach(results, (one) => renameFields(one, names.VANTAGE_POINT_FIELDS)),
    why: (why) => (check === 'in-page' ? renameValue(why, names.VOID_REASONS) : why),
  });
}

const migrateVerdict = (verdict: Fields): Fields =>
  mapFields(renameFields(verdict, names.VERDICT_FIELDS), {
    mechanism: (mechanism) => (mechanism === '' ? null : mechanism),
    rule: (rule) => renameValue(rule, names.RULE_NAMES),
    evidence: (evidence) => mapEach(evidence, migrateEvidence),
  });

const migrateEvidence = (evidence: Fields): Fields =>
  mapFields(renameFields(evidence, names.EVIDENCE_FIELDS), {
    key: (key) => renameValue(key, names.EVIDENCE_KEYS),
    params: (params) =>
      isFields(params)
        ? mapFields(renameFields(params, names.PARAMETER_FIELDS), {
            failure: (failure) => renameValue(failure, names.FAILURES),
          })
        : params,
    from: (keys) => (Array.isArray(keys) ? keys.map(migrateObservationKey) : keys),
  });
