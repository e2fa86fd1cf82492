import type { Incident } from '../../src/knowledge/incident.ts';
import { normalizeWords } from '../../src/regions/subdivisions.ts';

/** Words for kinds of places, and connecting words: tables write or omit them inconsistently. */
const AREA_FILLER_WORDS =
  /^(district|state|province|region|oblast|city|town|township|area)s?$|^(of|in|the|and)$/;

/** The distinctive words of areas: “Pulwama district, Jammu and Kashmir” equals “Pulwama (Jammu and Kashmir)”. */
function areaKey(regions: readonly string[]): string {
  const words = regions.flatMap((region) => normalizeWords(region).match(/\S+/g) ?? [region]);
  return [...new Set(words.filter((word) => !AREA_FILLER_WORDS.test(word)))].sort().join(' ');
}

/** Two records with the same key are of one incident: same kind, platforms, place and start. Only their ends may differ. */
export function identityKeyOf({
  country,
  scope,
  kind,
  platforms,
  start,
  regions,
}: Omit<Incident, 'id' | 'events' | 'disputed' | 'verified'>): string {
  return JSON.stringify([country, scope, kind, platforms.toSorted(), start, areaKey(regions)]);
}

/**
 * The record that contradicts an ongoing incident: it has an end, the same kind and area, all its platforms, and it began no
 * later. (A record that began later is another incident.) An incident that states the dispute has no contradiction.
 */
export function findContradiction(incident: Incident, all: readonly Incident[]): Incident | undefined {
  const { scope, kind, platforms, regions, start, status, disputed } = incident;
  if (status !== 'ongoing' || disputed?.some(({ field }) => field === 'end')) return undefined;
  return all.find(
    (other) =>
      other !== incident &&
      other.scope === scope &&
      other.kind === kind &&
      other.start <= start &&
      other.end !== null &&
      other.end > start &&
      platforms.every((slug) => other.platforms.includes(slug)) &&
      areaKey(other.regions) === areaKey(regions),
  );
}
