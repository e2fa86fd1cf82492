/** `npm run docs` writes into PRIVACY.md which requests the extension makes: see `tools/docs/requests.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { renderRequestTable } from './requests.ts';

const PRIVACY_URL = new URL('../../PRIVACY.md', import.meta.url);
const TABLE_PATTERN = /\| to \| when \|[^\n]*\n(?:\|[^\n]*\n)+/;

const text = await readFile(PRIVACY_URL, 'utf8');
if (!TABLE_PATTERN.test(text)) throw new Error('PRIVACY.md has no table that begins with "| to | when |"');
await writeFile(
  PRIVACY_URL,
  text.replace(TABLE_PATTERN, () => `${renderRequestTable()}\n`),
);
