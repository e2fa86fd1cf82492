import type { CountryFile, Incident } from '../../src/knowledge/incident.ts';
import { platformBySlug } from '../../src/platforms/catalogue.ts';
import { missingCodes } from './areas.ts';
import { checkSources } from './check-sources.ts';
import { nameFaults } from './check-words.ts';
import { dayFault, isBefore, yearsFrom } from './dates.ts';
import { platformNamed } from './platform-names.ts';
import type { Say } from './problem.ts';

/** Whether one record agrees with itself, its file and the catalogue. `today`: `2026-11-24`. */
export function checkIncident(incident: Incident, file: CountryFile, today: string, say: Say): void {
  const { id, country } = incident;
  if (country !== file.country) say('country', `is ${country}`, `move it to ${country}.json`);
  if (!id.startsWith(`${country.toLowerCase()}-`))
    say('id', 'does not begin with its country', `begin it with ${country.toLowerCase()}-`);
  for (const slug of entitiesOf(incident))
    if (!Object.hasOwn(file.entities, slug))
      say('entities', `${slug} has no name`, `add ${slug} to the file's entities`);
  checkTime(incident, today, say);
  checkPlace(incident, say);
  checkSubject(incident, say);
  checkEvents(incident, today, say);
  checkDisputes(incident, today, say);
  checkSources(incident, today, say);
}

function checkTime(
  { start, end, status, acknowledged, verified, sources }: Incident,
  today: string,
  say: Say,
): void {
  if (end !== null && isBefore(end, start)) say('end', `${end} is before ${start}`, 'correct start or end');
  for (const [field, date] of [
    ['start', start],
    ['end', end],
    ['acknowledged.date', acknowledged.date],
    ['verified', verified],
  ] as const) {
    const fault = date && dayFault(date, today);
    if (fault) say(field, fault, 'correct it');
  }
  if (isBefore(verified, start))
    say('verified', `${verified} is before ${start}`, 'hold it against its sources again');
  if (end !== null && status !== 'ended') say('status', `is ${status}, yet there is an end`, 'say ended');
  if (status === 'ended' && end === null && sources.every((s) => !s.read))
    say('end', 'is missing, and no source was read', 'read a source, or say unclear');
  if (acknowledged.date !== null && acknowledged.state === 'not-recorded')
    say('acknowledged.date', 'is given for nothing', 'say what the state did that day');
}

function checkPlace(incident: Incident, say: Say): void {
  const { country, regions, areaKnown, subdivisions = [] } = incident;
  if (!areaKnown && regions.length > 0) say('areaKnown', 'is false, yet regions are named', 'set it to true');
  regions.forEach((region, i) => {
    for (const [reason, fix] of nameFaults(region)) say(`regions[${i}]`, reason, fix);
    if (regions.indexOf(region) < i) say(`regions[${i}]`, 'is named twice', 'name each once');
  });
  if (subdivisions.length > 0 && regions.length === 0)
    say('subdivisions', 'are given, yet no region is named', 'name the area in regions');
  for (const code of subdivisions)
    if (!code.startsWith(`${country}-`))
      say('subdivisions', `${code} lies elsewhere`, `use codes of ${country}`);
  const missing = missingCodes(incident);
  if (missing.length > 0)
    say('subdivisions', `lack ${missing.join(', ')}`, 'run `npm run data:check -- --fix`, which adds them');
}

function checkSubject({ scope, platforms, kind }: Incident, say: Say): void {
  if (scope === 'platform' && platforms.length === 0)
    say('platforms', 'is empty', 'name the platforms, or set the scope to network');
  if (scope === 'network' && platforms.length > 0)
    say('platforms', 'is not empty', 'a cut of the whole network names no platform');
  if (scope === 'network' && kind !== 'shutdown' && kind !== 'throttle')
    say('kind', `is ${kind}`, 'a whole network is shut down or throttled');
  if (scope === 'platform' && kind === 'shutdown')
    say('kind', 'is shutdown', 'a platform is blocked or throttled; a network is shut down');
  for (const slug of platforms) {
    if (platformBySlug(slug)) continue;
    const meant = platformNamed(slug);
    const fix = meant ? `write ${meant}` : 'add it to src/platforms/catalogue.json, or correct it';
    say('platforms', `${slug} is no platform`, fix);
  }
  if (new Set(platforms).size < platforms.length) say('platforms', 'names one twice', 'name each once');
}

function checkEvents({ events, sources, start, end }: Incident, today: string, say: Say): void {
  let previous = '';
  events.forEach(({ date, source }, i) => {
    const fault = dayFault(date, today);
    if (fault) say(`events[${i}].date`, fault, 'correct it');
    if (previous && isBefore(date, previous))
      say(`events[${i}].date`, `${date} comes after ${previous}`, 'put events in order of date');
    if (isBefore(date, yearsFrom(start, -2)) || (end !== null && isBefore(yearsFrom(end, 2), date)))
      say(`events[${i}].date`, `${date} is far from ${start}–${end ?? ''}`, 'correct the date');
    if (source >= sources.length)
      say(`events[${i}].source`, `there is no source ${source}`, `use 0 to ${sources.length - 1}`);
    previous = date;
  });
}

function checkDisputes(incident: Incident, today: string, say: Say): void {
  incident.disputed?.forEach(({ field, says, source }, i) => {
    const at = `disputed[${i}]`;
    if (says === incident[field])
      say(`${at}.says`, `is the record's own ${field}`, 'remove it: nothing is disputed');
    if (says === null && field === 'start') say(`${at}.says`, 'is null', 'give the other start');
    const fault = says && dayFault(says, today);
    if (fault) say(`${at}.says`, fault, 'correct it');
    if (source >= incident.sources.length)
      say(`${at}.source`, `there is no source ${source}`, `use 0 to ${incident.sources.length - 1}`);
  });
}

export function entitiesOf({ orderedBy, events }: Incident): string[] {
  return [orderedBy?.entity, ...events.flatMap(({ by, to }) => [by, to])].filter(
    (slug) => slug !== undefined,
  );
}
