import { readFile, writeFile } from 'node:fs/promises';

const DOCUMENT = new URL('../../docs/measured.md', import.meta.url);
const [BEGIN, END] = ['<!-- bench -->', '<!-- /bench -->'];

/** Replaces what stands between the two marks of docs/measured.md. @throws when they are not there */
export async function writeMeasurements(text: string): Promise<void> {
  const before = await readFile(DOCUMENT, 'utf8');
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`docs/measured.md: no place for the tables, ${BEGIN} and ${END}`);
  await writeFile(DOCUMENT, `${before.slice(0, from + BEGIN.length)}\n\n${text}\n${before.slice(to)}`);
}
