import type { Incident } from '../../src/knowledge/incident.ts';
import { findSubdivisions } from '../../src/regions/subdivisions.ts';

type AreaRecord = Pick<Incident, 'country' | 'regions'> & { subdivisions?: readonly string[] };

/** Missing ISO 3166-2 codes of a record: those of the parts of the country that its areas name. */
export function missingSubdivisions({ country, regions, subdivisions = [] }: AreaRecord): string[] {
  const named = regions.flatMap((region) => findSubdivisions(country, region));
  return [...new Set(named)].filter((code) => !subdivisions.includes(code)).sort();
}

/** A record with its missing codes, in the usual order of fields. */
export function withAllSubdivisions(incident: Incident): Incident {
  const missing = missingSubdivisions(incident);
  if (missing.length === 0) return incident;
  const { id, country, regions, subdivisions = [], ...rest } = incident;
  return { id, country, regions, subdivisions: [...subdivisions, ...missing].sort(), ...rest };
}
