import { readFile, writeFile } from 'node:fs/promises';

const DOCUMENT = new URL('../../docs/measured.md', import.meta.url);

/** Replaces what stands between two marks of docs/measured.md. @throws when they are not there */
export async function writeMeasurements(
  text: string,
  part: 'bench' | 'confidence' | 'scale' | 'soak',
): Promise<void> {
  const [begin, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const before = await readFile(DOCUMENT, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`docs/measured.md: no place for the tables, ${begin} and ${end}`);
  await writeFile(DOCUMENT, `${before.slice(0, from + begin.length)}\n\n${text}\n${before.slice(to)}`);
}
