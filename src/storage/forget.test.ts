import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { deletePersonalData } from './forget.ts';

it('deletes all data of a person, and keeps the records', async () => {
  const db = await openDatabase('forget');
  await db.put('meta', { version: 'any' }, 'knowledge');
  await db.put('entities', { generation: 1, slug: 'a-court', name: 'A court' });
  const tx = db.transaction(['cases', 'reports', 'live'], 'readwrite');
  // Records of any shape, also invalid ones.
  for (const store of ['cases', 'reports'] as const)
    tx.objectStore(store)
      .put({ id: 'one' } as never)
      .catch(() => {});
  tx.objectStore('live')
    .put({ any: 'x.com' }, 'ooni|PK|x.com')
    .catch(() => {});
  await tx.done;

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
