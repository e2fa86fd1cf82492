import type { Incident } from '../../src/knowledge/incident.ts';
import { normalizeWords } from '../../src/regions/subdivisions.ts';

/** Words that say what kind of place it is, or tie others together: one table writes them or not, as it comes. */
const AREA_FILLER_WORDS =
  /^(district|state|province|region|oblast|city|town|township|area)s?$|^(of|in|the|and)$/;

/** Areas by the words that tell them apart: “Pulwama district, Jammu and Kashmir” is “Pulwama (Jammu and Kashmir)”. */
function areaKey(regions: readonly string[]): string {
  const words = regions.flatMap((region) => normalizeWords(region).match(/\S+/g) ?? [region]);
  return [...new Set(words.filter((word) => !AREA_FILLER_WORDS.test(word)))].sort().join(' ');
}

/** Two records with the same likeness tell of one incident: what, of what, where, since when. Only their ends may differ. */
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
 * The record by which an incident that is said to go on has ended: the same kind, in the same area, of all its platforms,
 * from before it began until after. (One that began later was another cut on top, and says nothing about the first.)
 * An incident that states the dispute is contradicted by none.
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
