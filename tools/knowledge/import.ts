import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { definedOnly } from '../../src/base/defined-only.ts';
import { CountryFileSchema, type Incident } from '../../src/knowledge/incident.ts';
import { isoDayOf } from './dates.ts';
import { isMainModule, readCountryFiles } from './files.ts';
import { readKeepItOn } from './import/keepiton.ts';
import { proposeChanges } from './import/match.ts';
import { readOoniFindings } from './import/ooni.ts';
import { readOutageFeed } from './import/outages.ts';
import { groupByCountry, toDiffLines, toProposalFile } from './import/proposals.ts';
import { type ImportInput, MAX_FILE_BYTES, type SourceReading, UnreadableError } from './import/reading.ts';
import { learnStandings, type Standings } from './import/standings.ts';
import { readWikiTable } from './import/wiki.ts';

/** One adapter for each source. It makes candidates from the rows of a file, and refuses each row that it cannot read. */
export const SOURCE_ADAPTERS: Record<string, (input: ImportInput, standings: Standings) => SourceReading> = {
  keepiton: readKeepItOn,
  ooni: readOoniFindings,
  outages: readOutageFeed,
  wiki: readWikiTable,
};

const USAGE = `npm run data:import -- --from ${Object.keys(SOURCE_ADAPTERS).join('|')} FILE [--page URL] [--as-of DAY] [--country CC] [--out DIR]

Compares a file with the records, prints what it proposes, and writes it to DIR/CC.json (artifacts/import) for review.
Records are never changed: what is good is copied into src/knowledge/data/CC.json by hand.`;

/** @throws UnreadableError when the file or the options cannot be read */
export function importFile(
  args: string[],
  records: readonly Incident[],
  now: Date,
): { lines: string[]; files: Map<string, string> } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      page: { type: 'string' },
      'as-of': { type: 'string', default: isoDayOf(now) },
      country: { type: 'string' },
      out: { type: 'string', default: 'artifacts/import' },
    },
  });
  const [file] = positionals;
  const from = values.from ?? '';
  const adapter = Object.hasOwn(SOURCE_ADAPTERS, from) ? SOURCE_ADAPTERS[from] : undefined;
  if (!adapter || file === undefined) throw new UnreadableError(USAGE);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(values['as-of']))
    throw new UnreadableError('--as-of takes a day, such as 2026-05-20');
  const bytes = statSync(file, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) throw new UnreadableError(`${file}: there is no such file`);
  if (bytes > MAX_FILE_BYTES)
    throw new UnreadableError(`${file}: ${bytes} bytes are more than such a file holds (${MAX_FILE_BYTES})`);
  const input: ImportInput = {
    text: readFileSync(file, 'utf8'),
    asOf: values['as-of'],
    ...definedOnly({ page: values.page }),
  };
  const reading = adapter(input, learnStandings(records));
  const proposals = proposeChanges(reading, records);
  const countries = [...groupByCountry(proposals, records)].filter(
    ([cc]) => values.country === undefined || cc === values.country,
  );
  const files = new Map(
    countries.map(([cc, some]) => [
      join(resolve(values.out), `${cc}.json`),
      `${JSON.stringify(toProposalFile(cc, some, records, input.asOf), null, 2)}\n`,
    ]),
  );
  return { lines: toDiffLines(countries, reading.refused, records, input.asOf), files };
}

if (isMainModule(import.meta.url)) {
  try {
    const records = readCountryFiles().flatMap(
      ({ text }) => v.parse(CountryFileSchema, JSON.parse(text)).incidents,
    );
    const { lines, files } = importFile(process.argv.slice(2), records, new Date());
    for (const [path, text] of files) {
      mkdirSync(resolve(path, '..'), { recursive: true });
      writeFileSync(path, text);
    }
    console.log(lines.join('\n'));
    if (files.size > 0) console.log(`\nFor review: ${[...files.keys()].join(' ')}`);
  } catch (error) {
    console.error(error instanceof UnreadableError ? error.message : error);
    process.exitCode = 1;
  }
}
