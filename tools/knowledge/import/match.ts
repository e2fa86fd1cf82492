import { groupIntoMap } from '../../../src/base/group-by.ts';
import type { Incident, Source } from '../../../src/knowledge/incident.ts';
import { isSameUrl } from '../check-sources.ts';
import { daysBetween } from '../dates.ts';
import { identityKeyOf } from '../likeness.ts';
import type { Candidate, SourceReading } from './reading.ts';

/** A field in which a source differs from a record. `ours` is null if the record has no value. */
interface Difference {
  field: 'start' | 'end' | 'status' | 'kind';
  ours: string | null;
  theirs: string;
}

/** A proposed change. Only a person applies it. */
export type Proposal =
  | { what: 'new'; candidate: Candidate }
  | { what: 'source'; id: string; sources: Source[] }
  | { what: 'conflict'; id: string; differences: Difference[]; sources: Source[] };

/** Maximum distance between two starts of one incident, because of time zones and late reports. */
const MAX_START_DAYS_APART = 3;

/**
 * The merge rule. A candidate matches a record if country and scope are the same, they share a platform (a network needs none),
 * their areas do not exclude each other, and their starts are within three days, or within the month or year of an inexact
 * date. A candidate that repeats a record makes no proposal; a new source or a difference makes one. A candidate that only
 * corroborates (`corroboratesOnly`) matches any record during which it began.
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

/** Merges candidates with the same key: fields of the first, sources of all. */
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

/** The best matching record: one with the same areas has priority, then the nearest start. */
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

/** Known areas exclude each other if they share nothing. A region and the whole country exclude each other, too. */
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

/** The starts of a record by all its sources. */
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
  // An inexact date that contains the other is no difference.
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
