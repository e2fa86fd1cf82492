import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from '../../knowledge/active-generation.ts';
import type { Report } from '../../model/report.ts';
import { parseReports } from '../../reports/report-store.ts';
import { loadTrustedMetadata } from '../../updates/trusted-metadata.ts';
import { type Database, openDatabase } from '../database.ts';
import { readDump, restoreDatabase } from '../testing/stored-schema.ts';
import { migrateReport } from './version-3.ts';

it('renames the state of a report, its measurement untouched', () => {
  const measurement = { annotations: { rule: 'cut-when-the-name-is-said' } };
  expect(migrateReport({ id: 'report-1', state: 'kept', measurement })).toEqual({
    id: 'report-1',
    state: 'not-accepted',
    measurement,
  });
});

describe('a database of version 2', () => {
  let db: Database | undefined;
  afterEach(() => db?.close());

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
    expect(parseReports(await db.getAll('reports')).bad).toHaveLength(1);
  });
});
