import type { CountryFile, Incident } from '../../src/knowledge/incident.ts';
import { platformBySlug } from '../../src/platforms/catalogue.ts';
import { missingSubdivisions } from './areas.ts';
import { checkSources } from './check-sources.ts';
import { nameFaults } from './check-words.ts';
import { dayFault, isBefore, shiftYears } from './dates.ts';
import { findPlatformSlug } from './platform-names.ts';
import type { ProblemReporter } from './problem.ts';

/** Checks that a record is consistent with itself, its file and the catalogue. `today`: `2026-11-24`. */
export function checkIncident(
  incident: Incident,
  file: CountryFile,
  today: string,
  report: ProblemReporter,
): void {
  const { id, country } = incident;
  if (country !== file.country) report('country', `is ${country}`, `move it to ${country}.json`);
  if (!id.startsWith(`${country.toLowerCase()}-`))
    report('id', 'does not begin with its country', `begin it with ${country.toLowerCase()}-`);
  for (const slug of mentionedEntities(incident))
    if (!Object.hasOwn(file.entities, slug))
      report('entities', `${slug} has no name`, `add ${slug} to the file's entities`);
  checkTime(incident, today, report);
  checkPlace(incident, report);
  checkSubject(incident, report);
  checkEvents(incident, today, report);
  checkDisputes(incident, today, report);
  checkSources(incident, today, report);
}

function checkTime(
  { start, end, status, acknowledged, verified, sources }: Incident,
  today: string,
  report: ProblemReporter,
): void {
  if (end !== null && isBefore(end, start))
    report('end', `${end} is before ${start}`, 'correct start or end');
  for (const [field, date] of [
    ['start', start],
    ['end', end],
    ['acknowledged.date', acknowledged.date],
    ['verified', verified],
  ] as const) {
    const fault = date && dayFault(date, today);
    if (fault) report(field, fault, 'correct it');
  }
  if (isBefore(verified, start))
    report('verified', `${verified} is before ${start}`, 'hold it against its sources again');
  if (end !== null && status !== 'ended') report('status', `is ${status}, yet there is an end`, 'say ended');
  if (status === 'ended' && end === null && sources.every((s) => !s.read))
    report('end', 'is missing, and no source was read', 'read a source, or say unclear');
  if (acknowledged.date !== null && acknowledged.state === 'not-recorded')
    report('acknowledged.date', 'is given for nothing', 'say what the state did that day');
}

function checkPlace(incident: Incident, report: ProblemReporter): void {
  const { country, regions, areaKnown, subdivisions = [] } = incident;
  if (!areaKnown && regions.length > 0)
    report('areaKnown', 'is false, yet regions are named', 'set it to true');
  regions.forEach((region, i) => {
    for (const [reason, fix] of nameFaults(region)) report(`regions[${i}]`, reason, fix);
    if (regions.indexOf(region) < i) report(`regions[${i}]`, 'is named twice', 'name each once');
  });
  if (subdivisions.length > 0 && regions.length === 0)
    report('subdivisions', 'are given, yet no region is named', 'name the area in regions');
  for (const code of subdivisions)
    if (!code.startsWith(`${country}-`))
      report('subdivisions', `${code} lies elsewhere`, `use codes of ${country}`);
  const missing = missingSubdivisions(incident);
  if (missing.length > 0)
    report(
      'subdivisions',
      `lack ${missing.join(', ')}`,
      'run `npm run data:check -- --fix`, which adds them',
    );
}

function checkSubject({ scope, platforms, kind }: Incident, report: ProblemReporter): void {
  if (scope === 'platform' && platforms.length === 0)
    report('platforms', 'is empty', 'name the platforms, or set the scope to network');
  if (scope === 'network' && platforms.length > 0)
    report('platforms', 'is not empty', 'a cut of the whole network names no platform');
  if (scope === 'network' && kind !== 'shutdown' && kind !== 'throttle')
    report('kind', `is ${kind}`, 'a whole network is shut down or throttled');
  if (scope === 'platform' && kind === 'shutdown')
    report('kind', 'is shutdown', 'a platform is blocked or throttled; a network is shut down');
  for (const slug of platforms) {
    if (platformBySlug(slug)) continue;
    const meant = findPlatformSlug(slug);
    const fix = meant ? `write ${meant}` : 'add it to src/platforms/catalogue.json, or correct it';
    report('platforms', `${slug} is no platform`, fix);
  }
  if (new Set(platforms).size < platforms.length) report('platforms', 'names one twice', 'name each once');
}

function checkEvents(
  { events, sources, start, end }: Incident,
  today: string,
  report: ProblemReporter,
): void {
  let previous = '';
  events.forEach(({ date, source }, i) => {
    const fault = dayFault(date, today);
    if (fault) report(`events[${i}].date`, fault, 'correct it');
    if (previous && isBefore(date, previous))
      report(`events[${i}].date`, `${date} comes after ${previous}`, 'put events in order of date');
    if (isBefore(date, shiftYears(start, -2)) || (end !== null && isBefore(shiftYears(end, 2), date)))
      report(`events[${i}].date`, `${date} is far from ${start}–${end ?? ''}`, 'correct the date');
    if (source >= sources.length)
      report(`events[${i}].source`, `there is no source ${source}`, `use 0 to ${sources.length - 1}`);
    previous = date;
  });
}

function checkDisputes(incident: Incident, today: string, report: ProblemReporter): void {
  incident.disputed?.forEach(({ field, says, source }, i) => {
    const at = `disputed[${i}]`;
    if (says === incident[field])
      report(`${at}.says`, `is the record's own ${field}`, 'remove it: nothing is disputed');
    if (says === null && field === 'start') report(`${at}.says`, 'is null', 'give the other start');
    const fault = says && dayFault(says, today);
    if (fault) report(`${at}.says`, fault, 'correct it');
    if (source >= incident.sources.length)
      report(`${at}.source`, `there is no source ${source}`, `use 0 to ${incident.sources.length - 1}`);
  });
}

export function mentionedEntities({ orderedBy, events }: Incident): string[] {
  return [orderedBy?.entity, ...events.flatMap(({ by, to }) => [by, to])].filter(
    (slug) => slug !== undefined,
  );
}
