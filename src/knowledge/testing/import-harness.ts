/** Shared by the tests of `importBundle`: two sets that show a mix, and databases that close after each test. */
import 'fake-indexeddb/auto';
import { afterEach } from 'vitest';
import { type Database, openDatabase } from '../../storage/database.ts';
import { countryHistory } from '../lookup.ts';
import { PAGE_SIZE } from '../record-pages.ts';
import { makeBundleText, makeIncident } from './fixtures.ts';

export const OLD = '2026-01-01-old';
export const NEW = '2026-02-02-new';
/** Records of each set. */
export const COUNT = 200;
export const PAGES = Math.ceil(COUNT / PAGE_SIZE);
/** Pages per transaction. */
export const CHUNK = 2;

/** A set in which every record carries the version, so that a mix of two sets shows. */
export const makeTestBundle = (version: string) =>
  makeBundleText(
    version,
    Array.from({ length: COUNT }, (_, i) => makeIncident({ id: `pk-x-${i}`, regions: [version] })),
    { pta: { name: version } },
  );

let opened: Database[] = [];
let names = 0;
export const freshName = () => `test-${names++}`;
export async function openAndTrack(name: string): Promise<Database> {
  const db = await openDatabase(name);
  opened.push(db);
  return db;
}
afterEach(() => {
  for (const db of opened) db.close();
  opened = [];
});

/** Number of records that readers see, by the set that they belong to. */
export async function countBySet(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { regions } of await countryHistory(db, 'PK'))
    counts[String(regions[0])] = (counts[String(regions[0])] ?? 0) + 1;
  return counts;
}
