import * as v from 'valibot';
import { type CountryFile, CountryFileSchema } from '../../src/knowledge/incident.ts';
import { allCountries } from '../../src/regions/time-zone-country.ts';
import { withCodes } from './areas.ts';
import { checkIncident, entitiesOf } from './check-incident.ts';
import { nameFaults } from './check-words.ts';
import { dayOf } from './dates.ts';
import { asProgram, type DataFile, readDataFiles, writeDataFile } from './files.ts';
import { contradiction, likeness } from './likeness.ts';
import type { Problem, Say } from './problem.ts';
import { jsonProblem, schemaProblem } from './schema-problem.ts';

const COUNTRIES = new Set(allCountries());

/** Everything that is wrong with these files; none: they can be bundled. Reads nothing else, follows no link. */
export function checkFiles(files: readonly DataFile[], today = new Date()): Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<string, string>();
  const names = new Map<string, { name: string; file: string }>();
  for (const { name: file, text } of files) {
    const say: Say = (field, reason, fix) => problems.push({ file, field, reason, fix });
    const data = parse(text, say);
    if (!data) continue;
    checkCountry(file, data, say);
    for (const [slug, { name }] of Object.entries(data.entities)) {
      for (const [reason, fix] of nameFaults(name)) say(`entities.${slug}`, reason, fix);
      const other = names.get(slug);
      if (other && other.name !== name)
        say(`entities.${slug}`, `is “${other.name}” in ${other.file}`, 'use one name, or another slug');
      names.set(slug, { name, file });
    }
    const begun = new Map<string, string>();
    data.incidents.forEach((incident, at) => {
      const here: Say = (field, reason, fix) =>
        say(`incidents[${at}] ${incident.id} · ${field}`, reason, fix);
      checkIncident(incident, data, dayOf(today), here);
      const elsewhere = ids.get(incident.id);
      if (elsewhere) here('id', `is taken in ${elsewhere}`, 'give each record an id of its own');
      ids.set(incident.id, file);
      const like = likeness(incident);
      const twin = begun.get(like);
      if (twin)
        here(
          'start',
          `begins as ${twin} does, in the same place`,
          'merge the two: put a second end into disputed, or tell apart what differs',
        );
      begun.set(like, incident.id);
      const contrary = contradiction(incident, data.incidents);
      if (contrary)
        here(
          'disputed',
          `is missing: by ${contrary.id} it ended on ${contrary.end}`,
          'add {"field": "end", "says": that day, "source": …}, or end the record',
        );
    });
  }
  return problems;
}

function parse(text: string, say: Say): CountryFile | undefined {
  const told = ({ field, reason, fix }: Omit<Problem, 'file'>) => say(field, reason, fix);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    told(jsonProblem(text, error));
    return undefined;
  }
  const result = v.safeParse(CountryFileSchema, json);
  if (result.success) return result.output;
  let last = '';
  for (const issue of result.issues) {
    const problem = schemaProblem(issue, json);
    // What is wrong in two ways is told in the first.
    if (problem.field !== last) told(problem);
    last = problem.field;
  }
  return undefined;
}

function checkCountry(file: string, data: CountryFile, say: Say): void {
  if (!COUNTRIES.has(data.country))
    say('country', `${data.country} is no country`, 'use its ISO 3166-1 alpha-2 code');
  if (file !== `${data.country}.json`)
    say('country', `is ${data.country}`, `name the file ${data.country}.json, or correct the country`);
  const used = new Set(data.incidents.flatMap(entitiesOf));
  for (const slug of Object.keys(data.entities))
    if (!used.has(slug)) say(`entities.${slug}`, 'no record mentions it', 'remove it');
}

/** Puts into a country file what follows from it: the codes of the areas that its records name. Undefined: nothing lacks. */
export function mended({ text }: DataFile): CountryFile | undefined {
  const data = parse(text, () => {});
  if (!data) return undefined;
  const incidents = data.incidents.map(withCodes);
  return incidents.some((one, i) => one !== data.incidents[i]) ? { ...data, incidents } : undefined;
}

/** `npm run data:check [-- --fix]`; with `--fix` what follows from a record is written into it first. */
function main(fix: boolean): void {
  if (fix)
    for (const file of readDataFiles()) {
      const data = mended(file);
      if (data) writeDataFile(file.name, data);
    }
  const files = readDataFiles();
  const problems = checkFiles(files);
  for (const { file, field, reason, fix } of problems)
    console.error(`src/knowledge/data/${file} · ${field}\n  ${reason}\n  → ${fix}`);
  console.log(`${files.length} files, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}

asProgram(import.meta.url, (args) => main(args.includes('--fix')));
