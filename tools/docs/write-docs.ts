/**
 * `npm run docs` writes what follows from code: the table of requests in PRIVACY.md (`requests.ts`), and from the table of rooms
 * (`tools/house/rooms.ts`) its parts in ARCHITECTURE.md and docs/testing.md, and Biome's import rules.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { OVERRIDES_FILE, renderOverrides } from '../house/biome-overrides.ts';
import { insertRoomsTable, ROOM_DOCUMENTS } from '../house/rooms-table.ts';
import { renderRequestTable } from './requests.ts';

const PRIVACY_URL = new URL('../../PRIVACY.md', import.meta.url);
const TABLE_PATTERN = /\| to \| when \|[^\n]*\n(?:\|[^\n]*\n)+/;

await writeFile(PRIVACY_URL, insertRequestsTable(await readFile(PRIVACY_URL, 'utf8')));
for (const document of Object.keys(ROOM_DOCUMENTS) as (keyof typeof ROOM_DOCUMENTS)[]) {
  const url = new URL(`../../${document}`, import.meta.url);
  await writeFile(url, insertRoomsTable(await readFile(url, 'utf8'), document));
}
await writeFile(OVERRIDES_FILE, renderOverrides());

function insertRequestsTable(text: string): string {
  if (!TABLE_PATTERN.test(text)) throw new Error('PRIVACY.md has no table that begins with "| to | when |"');
  return text.replace(TABLE_PATTERN, () => `${renderRequestTable()}\n`);
}
