import type { Database } from '../storage/database.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from './active-generation.ts';
import type { Incident } from './incident.ts';
import { type Applicability, applicabilityAt, type Viewpoint } from './incident-status.ts';
import { incidentsInPages, indexKey, PAGE_SIZE, WHOLE_NETWORK } from './record-pages.ts';

/** The incidents of a platform in a country; each list has the newest first. */
export interface KnownIncidents {
  /** Ongoing at the person's place. */
  current: Incident[];
  /** Ongoing in another, or an unknown, part of the country. */
  elsewhere: Incident[];
  /** Ended, or too old to be called ongoing. */
  past: Incident[];
  /** Shutdowns of networks: ongoing ones here, then elsewhere, then past ones; at most `MAX_NETWORK_INCIDENTS`. */
  network: Incident[];
  /** The day of the active set, `2026-11-23`; empty before the first import. */
  asOf: string;
  /** Number of records about this platform in this country. */
  total: number;
}

/** A country, a platform (slug), and the viewpoint of the person. */
export interface IncidentQuery extends Viewpoint {
  country: string;
  platform: string;
}

const MAX_NETWORK_INCIDENTS = 30;
const APPLICABILITY_ORDER: readonly Applicability[] = ['here', 'elsewhere', 'past'];

/** Reads by the index in one transaction, so that the result is of one set even while an import runs. */
export async function lookUpIncidents(
  db: Database,
  { country, platform, ...viewpoint }: IncidentQuery,
): Promise<KnownIncidents> {
  const tx = db.transaction(['meta', 'incidents']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  if (!active) return { current: [], elsewhere: [], past: [], network: [], asOf: '', total: 0 };
  const subjectIndex = tx.objectStore('incidents').index('subjects');
  const [platformPages, networkPages] = await Promise.all([
    subjectIndex.getAll(indexKey(active.generation, country, platform)),
    subjectIndex.getAll(
      indexKey(active.generation, country, WHOLE_NETWORK),
      Math.ceil(MAX_NETWORK_INCIDENTS / PAGE_SIZE),
    ),
  ]);
  const incidents = incidentsInPages(platformPages, platform).sort(newestFirst);
  const withApplicability = (applicability: Applicability, among: Incident[]) =>
    among.filter((one) => applicabilityAt(one, viewpoint) === applicability);
  const network = incidentsInPages(networkPages, WHOLE_NETWORK)
    .slice(0, MAX_NETWORK_INCIDENTS)
    .sort(newestFirst);
  return {
    current: withApplicability('here', incidents),
    elsewhere: withApplicability('elsewhere', incidents),
    past: withApplicability('past', incidents),
    network: APPLICABILITY_ORDER.flatMap((applicability) => withApplicability(applicability, network)),
    asOf: active.asOf,
    total: incidents.length,
  };
}

/** All incidents of a country, newest first. */
export async function countryHistory(db: Database, country: string): Promise<Incident[]> {
  const tx = db.transaction(['meta', 'incidents']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  const pages = await tx.objectStore('incidents').index('country').getAll(country);
  return incidentsInPages(pages.filter(({ generation }) => generation === active?.generation)).sort(
    newestFirst,
  );
}

/** The name of an office or a court in its country's file. */
export async function entityName(db: Database, slug: string): Promise<string | undefined> {
  const tx = db.transaction(['meta', 'entities']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  return active && (await tx.objectStore('entities').get([active.generation, slug]))?.name;
}

/** Compares by start, then by id, so that the order does not depend on the input. */
export function newestFirst(a: Incident, b: Incident): number {
  if (a.start !== b.start) return a.start < b.start ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
