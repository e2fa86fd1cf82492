import * as v from 'valibot';
import { type CountryFile, CountryFileSchema } from '../../src/knowledge/incident.ts';
import { allCountries } from '../../src/regions/time-zone-country.ts';
import { withAllSubdivisions } from './areas.ts';
import { checkIncident, mentionedEntities } from './check-incident.ts';
import { nameFaults } from './check-words.ts';
import { isoDayOf } from './dates.ts';
import { type CountryFileText, readCountryFiles, runAsProgram, writeCountryFile } from './files.ts';
import { findContradiction, identityKeyOf } from './likeness.ts';
import type { DataProblem, ProblemReporter } from './problem.ts';
import { jsonProblem, schemaProblem } from './schema-problem.ts';

const COUNTRIES = new Set(allCountries());

/** All problems of these files; without any, they can be bundled. It reads no other file and requests no link. */
export function checkFiles(files: readonly CountryFileText[], today = new Date()): DataProblem[] {
  const problems: DataProblem[] = [];
  const ids = new Map<string, string>();
  const names = new Map<string, { name: string; file: string }>();
  for (const { name: file, text } of files) {
    const reportInFile: ProblemReporter = (field, reason, fix) => problems.push({ file, field, reason, fix });
    const data = parseCountryFile(text, reportInFile);
    if (!data) continue;
    checkCountry(file, data, reportInFile);
    for (const [slug, { name }] of Object.entries(data.entities)) {
      for (const [reason, fix] of nameFaults(name)) reportInFile(`entities.${slug}`, reason, fix);
      const other = names.get(slug);
      if (other && other.name !== name)
        reportInFile(
          `entities.${slug}`,
          `is “${other.name}” in ${other.file}`,
          'use one name, or another slug',
        );
      names.set(slug, { name, file });
    }
    const idByIdentityKey = new Map<string, string>();
    data.incidents.forEach((incident, at) => {
      const reportInRecord: ProblemReporter = (field, reason, fix) =>
        reportInFile(`incidents[${at}] ${incident.id} · ${field}`, reason, fix);
      checkIncident(incident, data, isoDayOf(today), reportInRecord);
      const elsewhere = ids.get(incident.id);
      if (elsewhere) reportInRecord('id', `is taken in ${elsewhere}`, 'give each record an id of its own');
      ids.set(incident.id, file);
      const identityKey = identityKeyOf(incident);
      const twin = idByIdentityKey.get(identityKey);
      if (twin)
        reportInRecord(
          'start',
          `begins as ${twin} does, in the same place`,
          'merge the two: put a second end into disputed, or tell apart what differs',
        );
      idByIdentityKey.set(identityKey, incident.id);
      const contradiction = findContradiction(incident, data.incidents);
      if (contradiction)
        reportInRecord(
          'disputed',
          `is missing: by ${contradiction.id} it ended on ${contradiction.end}`,
          'add {"field": "end", "says": that day, "source": …}, or end the record',
        );
    });
  }
  return problems;
}

function parseCountryFile(text: string, report: ProblemReporter): CountryFile | undefined {
  const reportProblem = ({ field, reason, fix }: Omit<DataProblem, 'file'>) => report(field, reason, fix);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    reportProblem(jsonProblem(text, error));
    return undefined;
  }
  const result = v.safeParse(CountryFileSchema, json);
  if (result.success) return result.output;
  let last = '';
  for (const issue of result.issues) {
    const problem = schemaProblem(issue, json);
    // Report only the first issue of each field.
    if (problem.field !== last) reportProblem(problem);
    last = problem.field;
  }
  return undefined;
}

function checkCountry(file: string, data: CountryFile, report: ProblemReporter): void {
  if (!COUNTRIES.has(data.country))
    report('country', `${data.country} is no country`, 'use its ISO 3166-1 alpha-2 code');
  if (file !== `${data.country}.json`)
    report('country', `is ${data.country}`, `name the file ${data.country}.json, or correct the country`);
  const used = new Set(data.incidents.flatMap(mentionedEntities));
  for (const slug of Object.keys(data.entities))
    if (!used.has(slug)) report(`entities.${slug}`, 'no record mentions it', 'remove it');
}

/** Adds the missing codes of the areas that records name; `undefined` if no code is missing. */
export function fixCountryFile({ text }: CountryFileText): CountryFile | undefined {
  const data = parseCountryFile(text, () => {});
  if (!data) return undefined;
  const incidents = data.incidents.map(withAllSubdivisions);
  return incidents.some((one, i) => one !== data.incidents[i]) ? { ...data, incidents } : undefined;
}

/** `npm run data:check [-- --fix]`; with `--fix`, it first adds missing codes to the files. */
function runCheckCommand({ isFixing }: { isFixing: boolean }): void {
  if (isFixing)
    for (const file of readCountryFiles()) {
      const data = fixCountryFile(file);
      if (data) writeCountryFile(file.name, data);
    }
  const files = readCountryFiles();
  const problems = checkFiles(files);
  for (const { file, field, reason, fix } of problems)
    console.error(`src/knowledge/data/${file} · ${field}\n  ${reason}\n  → ${fix}`);
  console.log(`${files.length} files, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}

runAsProgram(import.meta.url, (args) => runCheckCommand({ isFixing: args.includes('--fix') }));
