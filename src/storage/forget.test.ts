import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { deletePersonalData } from './forget.ts';

it('deletes all data of a person, and keeps the records', async () => {
  const db = await openDatabase('forget');
  await db.put('meta', { version: 'any' }, 'knowledge');
  await db.put('entities', { generation: 1, slug: 'a-court', name: 'A court' });
  // Also an invalid record.
  await db.put('reports', { id: 'one' } as never);

  await deletePersonalData(db);

  const left = await Promise.all(
    [...db.objectStoreNames].map(async (name) => [name, await db.count(name)] as const),
  );
  expect(left.filter(([, count]) => count > 0)).toEqual([
    ['entities', 1],
    ['meta', 1],
  ]);
  db.close();
});
