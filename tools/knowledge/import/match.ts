import { groupIntoMap } from '../../../src/base/group-by.ts';
import type { Incident, Source } from '../../../src/knowledge/incident.ts';
import { isSameUrl } from '../check-sources.ts';
import { daysBetween } from '../dates.ts';
import { identityKeyOf } from '../likeness.ts';
import type { Candidate, SourceReading } from './reading.ts';

/** Where a source says otherwise than a record. `ours` is null where the record says nothing. */
export interface Difference {
  field: 'start' | 'end' | 'status' | 'kind';
  ours: string | null;
  theirs: string;
}

/** What to do with a candidate. Nothing is done: a person decides. */
export type Proposal =
  | { what: 'new'; candidate: Candidate }
  | { what: 'source'; id: string; sources: Source[] }
  | { what: 'conflict'; id: string; differences: Difference[]; sources: Source[] };

/** How far apart two sources may put the beginning of one incident: a night, a time zone, a late report. */
const MAX_START_DAYS_APART = 3;

/**
 * The merge rule. A candidate tells of a record that we have when country and scope are the same, a platform is common
 * (for networks: none is needed), the areas do not exclude each other, and it began within three days of the record, or,
 * where one of the dates is no day, within its month or year. What restates a record is no proposal; what cites another
 * source adds it; what says otherwise is a conflict. A witness (`Reading.witness`) joins any record in whose time it falls.
 */
export function proposeChanges(
  { candidates, corroboratesOnly }: SourceReading,
  records: readonly Incident[],
): Proposal[] {
  const proposals: Proposal[] = [];
  const byCountry = groupIntoMap(records, ({ country }) => country);
  for (const candidate of mergeDuplicates(candidates)) {
    const record = findClosestRecord(candidate, byCountry.get(candidate.country) ?? [], corroboratesOnly);
    if (record) proposals.push(...compareWithRecord(candidate, record, corroboratesOnly));
    else if (!corroboratesOnly) proposals.push({ what: 'new', candidate });
  }
  return proposals;
}

/** One of each likeness: the first one's fields, everybody's sources. */
function mergeDuplicates(candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = identityKeyOf(candidate);
    const known = found.get(key);
    const sources = known
      ? [...known.sources, ...sourcesNotIn(candidate.sources, known.sources)]
      : candidate.sources;
    found.set(key, { ...(known ?? candidate), sources });
  }
  return [...found.values()];
}

/** The record that fits best: the same areas before others, then the nearest beginning. */
function findClosestRecord(
  candidate: Candidate,
  records: readonly Incident[],
  corroboratesOnly: boolean,
): Incident | undefined {
  const areas = JSON.stringify(candidate.regions.toSorted());
  const distanceTo = (record: Incident) =>
    daysBetween(record.start, candidate.start) +
    (JSON.stringify(record.regions.toSorted()) === areas ? 0 : 1000);
  return records
    .filter(
      (record) =>
        isSameSubject(candidate, record) &&
        (startsMatch(candidate, record) || (corroboratesOnly && startsDuring(candidate, record))),
    )
    .sort((a, b) => distanceTo(a) - distanceTo(b))[0];
}

function isSameSubject(candidate: Candidate, record: Incident): boolean {
  return (
    record.scope === candidate.scope &&
    (record.scope === 'network' || record.platforms.some((slug) => candidate.platforms.includes(slug))) &&
    areasMayOverlap(candidate, record)
  );
}

/** Areas exclude each other when both are known, and nothing of them is common; a region is not the whole country. */
function areasMayOverlap(a: Candidate, b: Incident): boolean {
  if (!a.areaKnown || !b.areaKnown) return true;
  if (a.regions.length === 0 || b.regions.length === 0) return a.regions.length === b.regions.length;
  return (
    a.regions.some((region) => b.regions.includes(region)) ||
    (a.subdivisions ?? []).some((code) => (b.subdivisions ?? []).includes(code))
  );
}

function startsMatch({ start }: Candidate, record: Incident): boolean {
  return knownStarts(record).some((other) => {
    const length = Math.min(start.length, other.length);
    return length < 10
      ? start.slice(0, length) === other.slice(0, length)
      : daysBetween(start, other) <= MAX_START_DAYS_APART;
  });
}

/** When a record began by any of its sources. */
function knownStarts({ start, disputed = [] }: Incident): string[] {
  return [
    start,
    ...disputed.flatMap(({ field, says }) => (field === 'start' && says !== null ? [says] : [])),
  ];
}

function startsDuring(candidate: Candidate, { start, end, status }: Incident): boolean {
  const last = end ?? (status === 'ended' ? start : '9999');
  return start <= candidate.start && candidate.start <= last;
}

function compareWithRecord(candidate: Candidate, record: Incident, corroboratesOnly: boolean): Proposal[] {
  const sources = sourcesNotIn(candidate.sources, record.sources);
  const differences = corroboratesOnly ? [] : findDifferences(candidate, record);
  if (differences.length > 0)
    return [{ what: 'conflict', id: record.id, differences, sources: candidate.sources }];
  return sources.length > 0 ? [{ what: 'source', id: record.id, sources }] : [];
}

function findDifferences(candidate: Candidate, record: Incident): Difference[] {
  const isDisputed = (field: string, says: string) =>
    record.disputed?.some((d) => d.field === field && d.says === says);
  const differences: Difference[] = [];
  const addDifference = (field: Difference['field'], ours: string | null, theirs: string | null): void => {
    if (theirs !== null && ours !== theirs && !isDisputed(field, theirs))
      differences.push({ field, ours, theirs });
  };
  // A less exact date that holds the other says nothing else.
  if (!record.start.startsWith(candidate.start)) addDifference('start', record.start, candidate.start);
  if (candidate.end === null || !record.end?.startsWith(candidate.end))
    addDifference('end', record.end, candidate.end);
  if (candidate.status === 'ongoing' && record.status === 'ended')
    addDifference('status', record.status, candidate.status);
  addDifference('kind', record.kind, candidate.kind);
  return differences;
}

function sourcesNotIn(theirs: readonly Source[], ours: readonly Source[]): Source[] {
  return theirs.filter(({ url }) => !ours.some((source) => isSameUrl(source.url, url)));
}
