import { readFile, writeFile } from 'node:fs/promises';

const README = new URL('../../README.md', import.meta.url);
const [BEGIN, END] = ['<!-- bench -->', '<!-- /bench -->'];

/** Replaces the text between the two marks. @throws if they are missing */
export async function writeToReadme(text: string): Promise<void> {
  const readme = await readFile(README, 'utf8');
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md: no place for the tables, ${BEGIN} and ${END}`);
  await writeFile(README, `${readme.slice(0, from + BEGIN.length)}\n\n${text}\n${readme.slice(to)}`);
}
