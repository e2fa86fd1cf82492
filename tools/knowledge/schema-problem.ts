import * as v from 'valibot';
import { errorMessage } from '../../src/base/errors.ts';
import { findPlatformSlug } from './platform-names.ts';
import type { DataProblem } from './problem.ts';

type ProblemInFile = Omit<DataProblem, 'file'>;
type PathKey = string | number;

/** The problem of a country file that is no JSON, with its line. */
export function jsonProblem(text: string, error: unknown): ProblemInFile {
  if (text.startsWith('\ufeff'))
    return { field: 'line 1', reason: 'begins with a byte order mark', fix: 'save it as UTF-8 without one' };
  const said = errorMessage(error);
  const position = Number(/at position (\d+)/.exec(said)?.[1] ?? text.length);
  const line = text.slice(0, position).split('\n').length;
  return {
    field: `line ${line}`,
    reason: `is no JSON: ${said}`,
    fix: 'look there for a comma too many or too few, a missing quote or bracket',
  };
}

/** An issue of the schema, in words for people who do not know schemas. */
export function schemaProblem(issue: v.BaseIssue<unknown>, json: unknown): ProblemInFile {
  const path = (issue.path ?? []).map(({ key }) => key as PathKey);
  return { field: fieldPath(path, json), reason: reasonOf(issue), fix: fixOf(issue, path) };
}

const IncidentListSchema = v.object({ incidents: v.array(v.unknown()) });
const WithIdSchema = v.object({ id: v.string() });

/** A field with number and id of its record, as in other problems: `incidents[0] pk-x-2024 · sources[1].url`. */
function fieldPath([list, at, ...rest]: readonly PathKey[], json: unknown): string {
  if (list !== 'incidents' || at === undefined)
    return formatPath([list ?? '', ...(at === undefined ? [] : [at])]);
  const record = v.is(IncidentListSchema, json) ? json.incidents[Number(at)] : undefined;
  const head = `incidents[${at}]${v.is(WithIdSchema, record) ? ` ${record.id}` : ''}`;
  return rest.length > 0 ? `${head} · ${formatPath(rest)}` : head;
}

function formatPath(path: readonly PathKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

const TYPE_NAMES: Record<string, string> = { Object: '{…}', Array: 'a list […]', string: 'a text "…"' };

function reasonOf({ type, kind, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'is no field of a record';
  if (received === 'undefined') return 'is missing';
  if (type === 'picklist') return `is ${received}, which is none of the words for it`;
  if (type === 'min_length') return received === '0' ? 'is empty' : 'is too short';
  if (kind === 'schema') return `is ${received}, and should be ${TYPE_NAMES[expected ?? ''] ?? expected}`;
  return message.startsWith('Invalid') ? message : `is ${received}, and should be ${message}`;
}

/** What to do, by the field's name; `platforms[2]` is one of the platforms. */
const FIX_BY_FIELD: Record<string, string> = {
  country: 'use its ISO 3166-1 code in capitals, such as BO',
  id: 'join country, platform (or net) and start: bo-x-2026-03',
  start: 'write what the source says: 2024, 2024-02 or 2024-02-17',
  end: 'write what the source says: 2024, 2024-02, 2024-02-17, or null',
  date: 'write what the source says: 2024, 2024-02, 2024-02-17, or null',
  verified: 'write the day on which you read the sources: 2026-11-25',
  acknowledged: 'write { "state": "not-recorded", "date": null }, or what the state did and when',
  orderedBy: 'write { "actor": "regulator" }, or null',
  entity:
    'write a slug, such as high-court, and its name into entities: "high-court": { "name": "High Court" }',
  regions: 'write a list of names, such as ["Sindh"]; an empty one means the whole country',
  areaKnown: 'write true; false where no source says in which part of the country',
  subdivisions: 'leave it out, and run `npm run data:check -- --fix`, which adds the codes that it knows',
  events: 'write [], or the story step by step where sources tell it',
  entities: 'write {}, or the names of the offices that the records mention',
  incidents: 'write a list of records: see a neighbour',
  title: 'write the title that the page has',
  publisher: 'write who publishes the page, such as BBC',
  url: 'link to the page by https; if it has none, to its copy at web.archive.org',
  sources: 'add what you have read it in; without a source it is no fact for us',
};

function fixOf({ type, expected, received, input }: v.BaseIssue<unknown>, path: readonly PathKey[]): string {
  if (type === 'strict_object' && expected === 'never')
    return 'remove it, or correct its name: facts go into the fields of src/knowledge/incident.ts; there is no prose';
  const field = path.filter((key) => typeof key === 'string').at(-1) ?? '';
  if (received === 'undefined')
    return `add it: ${FIX_BY_FIELD[field] ?? 'see a neighbour, or src/knowledge/incident.ts'}`;
  if (type === 'picklist') return `use one of ${expected?.replaceAll(/[()"]/g, '').replaceAll(' | ', ', ')}`;
  if (field === 'platforms') {
    const meant = typeof input === 'string' ? findPlatformSlug(input) : undefined;
    return meant ? `write ${meant}` : 'write the slug that src/platforms/catalogue.json has for it';
  }
  return FIX_BY_FIELD[field] ?? 'see src/knowledge/incident.ts for what a field may hold';
}
