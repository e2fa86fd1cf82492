import { definedOnly } from '../../../src/base/defined-only.ts';
import { groupIntoMap } from '../../../src/base/group-by.ts';
import type { CountryFile, Incident } from '../../../src/knowledge/incident.ts';
import { checkFiles } from '../check.ts';
import type { Proposal } from './match.ts';
import type { Candidate, RefusedRow } from './reading.ts';

/** What a person reviews. A record in `new` can be copied into the country's file after that person has read a source. */
export interface ProposalFile {
  country: string;
  new: Incident[];
  /** Problems that `data:check` finds in the new records. */
  problems: string[];
  sources: Extract<Proposal, { what: 'source' }>[];
  conflicts: Extract<Proposal, { what: 'conflict' }>[];
}

/** Proposals by country code, sorted. */
export function groupByCountry(
  proposals: readonly Proposal[],
  records: readonly Incident[],
): Map<string, Proposal[]> {
  const countryOf = new Map(records.map(({ id, country }) => [id, country]));
  const sorted = groupIntoMap(proposals, (one) =>
    one.what === 'new' ? one.candidate.country : (countryOf.get(one.id) ?? ''),
  );
  return new Map([...sorted].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function toProposalFile(
  country: string,
  proposals: readonly Proposal[],
  records: readonly Incident[],
  day: string,
): ProposalFile {
  const fresh = newIncidents(proposals, records, day);
  const file: CountryFile = { country, entities: {}, incidents: fresh };
  const text = JSON.stringify(file);
  return {
    country,
    new: fresh,
    problems: checkFiles([{ name: `${country}.json`, text }]).map(
      ({ field, reason, fix }) => `${field}: ${reason} → ${fix}`,
    ),
    sources: proposals.filter((one) => one.what === 'source'),
    conflicts: proposals.filter((one) => one.what === 'conflict'),
  };
}

/** As lines of a diff: `+` a new record, `~` a source for one, `!` a contradiction, `?` a row that could not be read. */
export function toDiffLines(
  countries: readonly (readonly [string, readonly Proposal[]])[],
  refused: readonly RefusedRow[],
  records: readonly Incident[],
  day: string,
): string[] {
  const all = countries.flatMap(([, proposals]) => proposals);
  const countProposals = (what: Proposal['what']) => all.filter((one) => one.what === what).length;
  return [
    ...countries.flatMap(([country, proposals]) => [
      `@@ ${country}`,
      ...newIncidents(proposals, records, day).map(
        ({ id, platforms, kind, start, end, status, regions, areaKnown, sources }) =>
          `+ ${id}: ${platforms.join(', ') || 'network'} ${kind} ${start} – ${end ?? status} · ${regions.join('; ') || (areaKnown ? 'nationwide' : 'area not known')} · ${sources[0]?.url}`,
      ),
      ...proposals.flatMap((one) => {
        if (one.what === 'source') return one.sources.map(({ url }) => `~ ${one.id}: ${url}`);
        if (one.what === 'conflict')
          return one.differences.map(
            ({ field, ours, theirs }) => `! ${one.id}: ${field} is ${ours ?? 'open'}, they say ${theirs}`,
          );
        return [];
      }),
    ]),
    ...refused.map(({ where, reason }) => `? ${where}: ${reason}`),
    '',
    `${countProposals('new')} new · ${countProposals('source')} with further sources · ${countProposals('conflict')} in conflict · ${refused.length} refused`,
  ];
}

function newIncidents(proposals: readonly Proposal[], records: readonly Incident[], day: string): Incident[] {
  const taken = new Set(records.map(({ id }) => id));
  return proposals.flatMap((one) => (one.what === 'new' ? [toIncident(one.candidate, taken, day)] : []));
}

function toIncident(candidate: Candidate, taken: Set<string>, day: string): Incident {
  const base = `${candidate.country.toLowerCase()}-${subjectOf(candidate)}-${candidate.start}`;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  const { country, regions, subdivisions, ...rest } = candidate;
  return {
    id,
    country,
    regions,
    ...definedOnly({ subdivisions }),
    ...rest,
    events: [],
    verified: day,
  };
}

/** The middle part of a record's id: `net` for a whole network, else the first platform. */
function subjectOf({ platforms }: Candidate): string {
  const [first] = platforms;
  if (first === undefined) return 'net';
  return platforms.length > 1 ? `${first}-plus` : first;
}
