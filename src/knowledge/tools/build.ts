import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Bundle } from '../bundle.ts';
import { CountryFileSchema } from '../incident.ts';
import { checkFiles } from './check.ts';
import { type DataFile, readDataFiles } from './files.ts';

/** One compact JSON of all country files: the same files give the same bytes.
 * @throws Error naming the first problem, when the files do not pass the check */
export function buildBundle(files: readonly DataFile[] = readDataFiles()): string {
  const [problem] = checkFiles(files);
  if (problem) throw new Error(`${problem.file}: ${problem.field} ${problem.reason}`);
  const countries = files.map(({ text }) => v.parse(CountryFileSchema, JSON.parse(text)));
  const content = {
    incidents: countries.flatMap(({ incidents }) => incidents).sort((a, b) => (a.id < b.id ? -1 : 1)),
    entities: Object.fromEntries(
      countries
        .flatMap(({ entities }) => Object.entries(entities))
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    ),
  };
  const newest =
    content.incidents
      .map(({ verified }) => verified)
      .sort()
      .at(-1) ?? '';
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  const bundle: Bundle = { version: `${newest}-${digest}`, ...content };
  return JSON.stringify(bundle);
}
