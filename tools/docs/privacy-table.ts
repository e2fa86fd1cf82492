/** `npm run docs` writes into PRIVACY.md which requests the extension makes: see `tools/docs/requests.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { renderRequestTable } from './requests.ts';

const PRIVACY = new URL('../../PRIVACY.md', import.meta.url);
const TABLE = /\| to \| when \|[^\n]*\n(?:\|[^\n]*\n)+/;

const text = await readFile(PRIVACY, 'utf8');
if (!TABLE.test(text)) throw new Error('PRIVACY.md has no table that begins with "| to | when |"');
await writeFile(
  PRIVACY,
  text.replace(TABLE, () => `${renderRequestTable()}\n`),
);
