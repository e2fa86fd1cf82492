import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { createDiskReportStore } from '../reports/report-store.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { openDatabase } from './database.ts';
import { deletePersonalData } from './forget.ts';

it('deletes all data of a person, and keeps the records', async () => {
  const db = await openDatabase('forget');
  await db.put('meta', { version: 'any' }, 'knowledge');
  await db.put('entities', { generation: 1, slug: 'a-court', name: 'A court' });
  // Also an invalid record.
  await db.put('reports', { id: 'one' } as never);

  await deletePersonalData(db, (length) => new Uint8Array(length));

  const left = await Promise.all(
    [...db.objectStoreNames].map(async (name) => [name, await db.count(name)] as const),
  );
  expect(left.filter(([, count]) => count > 0)).toEqual([
    ['entities', 1],
    ['meta', 1],
  ]);
  db.close();
});

it('overwrites what was deleted, where reports have been on the disk, and only there', async () => {
  const db = await openDatabase('overwritten');
  let written = 0;
  const randomBytes = (length: number) => {
    written += length;
    return new Uint8Array(length);
  };
  await deletePersonalData(db, randomBytes);
  expect(written).toBe(0);

  const report = { id: 'one', caseId: 'case-1', createdAt: 0, attempts: 0, notBefore: 0 };
  const store = createDiskReportStore(async () => db);
  const measurement = buildMeasurement(makeCase(), reportContext);
  await store.change((records) => records.put({ ...report, state: 'queued', measurement }));
  await store.change((records) => records.delete('one'));
  await deletePersonalData(db, randomBytes);
  expect(written).toBeGreaterThan(16_000_000);
  expect([await db.count('blank'), await db.count('reports')]).toEqual([0, 0]);
  const before = written;
  await deletePersonalData(db, randomBytes);
  expect(written).toBe(before);
  db.close();
});
