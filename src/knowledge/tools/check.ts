import * as v from 'valibot';
import { platformBySlug } from '../../platforms/catalogue.ts';
import { allCountries } from '../../region/region.ts';
import { type CountryFile, CountryFileSchema, type Incident, type Source } from '../incident.ts';
import { type DataFile, isMain, readDataFiles } from './files.ts';

/** One thing that is wrong with a data file, where, and what to do about it. */
export interface Problem {
  file: string;
  /** `incidents[3] pk-x-2024-02-17 · end`; empty: the file as a whole. */
  field: string;
  reason: string;
  fix: string;
}
type Say = (field: string, reason: string, fix: string) => void;

const COUNTRIES = new Set(allCountries());
const TRACKING = /^(utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref_src|ref_url|guccounter)$/i;

/** Everything that is wrong with these files; none: they can be bundled. */
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
      const other = names.get(slug);
      if (other && other.name !== name)
        say(`entities.${slug}`, `is “${other.name}” in ${other.file}`, 'use one name, or another slug');
      names.set(slug, { name, file });
    }
    const same = new Map<string, string>();
    data.incidents.forEach((incident, at) => {
      const here: Say = (field, reason, fix) =>
        say(`incidents[${at}] ${incident.id} · ${field}`, reason, fix);
      checkIncident(incident, data, dayOf(today), here);
      const elsewhere = ids.get(incident.id);
      if (elsewhere) here('id', `is taken in ${elsewhere}`, 'give each record an id of its own');
      ids.set(incident.id, file);
      const key = likeness(incident);
      const twin = same.get(key);
      if (twin) here('start', `says the same as ${twin}`, 'merge the two, or tell apart what differs');
      same.set(key, incident.id);
    });
  }
  return problems;
}

function parse(text: string, say: Say): CountryFile | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    say('', `is no JSON: ${String(error)}`, 'mend the file by a JSON editor');
    return undefined;
  }
  const result = v.safeParse(CountryFileSchema, json);
  if (result.success) return result.output;
  for (const issue of result.issues)
    say(v.getDotPath(issue) ?? '', issue.message, 'see src/knowledge/incident.ts for what a field may hold');
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

function checkIncident(incident: Incident, file: CountryFile, today: string, say: Say): void {
  const { id, country, start, end, status, acknowledged } = incident;
  if (country !== file.country) say('country', `is ${country}`, `move it to ${country}.json`);
  if (!id.startsWith(`${country.toLowerCase()}-`))
    say('id', 'does not begin with its country', `begin it with ${country.toLowerCase()}-`);

  if (end !== null && isBefore(end, start)) say('end', `${end} is before ${start}`, 'correct start or end');
  for (const [field, date] of [
    ['start', start],
    ['end', end],
    ['verified', incident.verified],
  ] as const)
    if (date !== null) checkDay(date, today, (reason, fix) => say(field, reason, fix));
  if (end !== null && status !== 'ended') say('status', `is ${status}, yet there is an end`, 'say ended');
  if (status === 'ended' && end === null && incident.sources.every((s) => !s.read))
    say('end', 'is missing, and no source was read', 'read a source, or say unclear');
  if (acknowledged.date !== null && acknowledged.state === 'not-recorded')
    say('acknowledged.date', 'is given for nothing', 'say what the state did that day');

  if (incident.scope === 'platform' && incident.platforms.length === 0)
    say('platforms', 'is empty', 'name the platforms, or set the scope to network');
  if (incident.scope === 'network' && incident.platforms.length > 0)
    say('platforms', 'is not empty', 'a cut of the whole network names no platform');
  if (incident.scope === 'network' && incident.kind !== 'shutdown' && incident.kind !== 'throttle')
    say('kind', `is ${incident.kind}`, 'a whole network is shut down or throttled');
  if (!incident.areaKnown && incident.regions.length > 0)
    say('areaKnown', 'is false, yet regions are named', 'set it to true');
  for (const slug of incident.platforms)
    if (!platformBySlug(slug))
      say('platforms', `${slug} is no platform`, 'add it to src/platforms/catalogue.json, or correct it');
  if (new Set(incident.platforms).size < incident.platforms.length)
    say('platforms', 'names one twice', 'name each once');

  for (const slug of entitiesOf(incident))
    if (!Object.hasOwn(file.entities, slug))
      say('entities', `${slug} has no name`, `add ${slug} to the file's entities`);
  checkEvents(incident, say);
  checkSources(incident, say);
}

function checkEvents({ events, sources, start, end }: Incident, say: Say): void {
  let previous = '';
  events.forEach((event, i) => {
    if (previous && isBefore(event.date, previous))
      say(`events[${i}].date`, `${event.date} comes after ${previous}`, 'put events in order of date');
    if (
      isBefore(event.date, yearsFrom(start, -2)) ||
      (end !== null && isBefore(yearsFrom(end, 2), event.date))
    )
      say(`events[${i}].date`, `${event.date} is far from ${start}–${end ?? ''}`, 'correct the date');
    if (event.source >= sources.length)
      say(`events[${i}].source`, `there is no source ${event.source}`, `use 0 to ${sources.length - 1}`);
    previous = event.date;
  });
}

function checkSources({ sources }: Incident, say: Say): void {
  if (sources.every((source) => source.standing === 'other'))
    say(
      'sources',
      'none has standing',
      'add a source that is official, a court, press, measurement or tracker',
    );
  sources.forEach((source, i) => {
    for (const [reason, fix] of urlFaults(source)) say(`sources[${i}].url`, reason, fix);
    if (sources.findIndex((other) => other.url === source.url) < i)
      say(`sources[${i}].url`, 'is listed twice', 'list each source once');
  });
}

function* urlFaults(source: Source): Generator<[reason: string, fix: string]> {
  const url = new URL(source.url);
  if (url.pathname === '/' && !url.search) yield ['is only a homepage', 'link to the page itself'];
  if (url.username || url.password) yield ['holds a login', 'remove it'];
  for (const key of url.searchParams.keys())
    if (TRACKING.test(key)) yield [`carries the tracking parameter ${key}`, 'remove it'];
}

function checkDay(date: string, today: string, say: (reason: string, fix: string) => void): void {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day)
    say(`${date} is no day of the calendar`, 'correct it');
  if (year < 1995) say(`${date} is before the public web`, 'correct it');
  if (isBefore(today, date)) say(`${date} is in the future`, 'correct it');
}

/** Partial dates: 2024-02 and 2024-02-17 leave open which came first. */
function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) < b.slice(0, length);
}

function yearsFrom(date: string, years: number): string {
  return String(Number(date.slice(0, 4)) + years) + date.slice(4);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function entitiesOf({ orderedBy, events }: Incident): string[] {
  return [orderedBy?.entity, ...events.flatMap(({ by, to }) => [by, to])].filter(
    (slug) => slug !== undefined,
  );
}

function likeness({ platforms, kind, scope, start, end, regions }: Incident): string {
  return JSON.stringify([scope, kind, platforms.toSorted(), start, end, regions.toSorted()]);
}

if (isMain(import.meta.url)) {
  const files = readDataFiles();
  const problems = checkFiles(files);
  for (const { file, field, reason, fix } of problems)
    console.error(`src/knowledge/data/${file} · ${field}\n  ${reason}\n  → ${fix}`);
  console.log(`${files.length} files, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
