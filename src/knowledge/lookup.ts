import type { Database } from '../storage/database.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from './active-generation.ts';
import type { Incident } from './incident.ts';
import { type Applicability, applicabilityAt, type Viewpoint } from './incident-status.ts';
import { incidentsInPages, indexKey, PAGE_SIZE, WHOLE_NETWORK } from './record-pages.ts';

/** What is known of a platform in a country; each list newest first. */
export interface KnownIncidents {
  /** Goes on where the asker is, as far as is known. */
  current: Incident[];
  /** Goes on in another part of the country, or nobody recorded in which. */
  elsewhere: Incident[];
  /** Is over, or so old that nobody can tell. */
  past: Incident[];
  /** Cuts of networks: those that go on here first, then those elsewhere, then the past ones; at most `NETWORK_SHOWN`. */
  network: Incident[];
  /** The day of the data, `2026-11-23`; empty: there is none yet. */
  asOf: string;
  /** How many records there are about this platform in this country. */
  total: number;
}

/** Which country, which platform (slug), and who asks. */
export interface IncidentQuery extends Viewpoint {
  country: string;
  platform: string;
}

const MAX_NETWORK_INCIDENTS = 30;
const APPLICABILITY_ORDER: readonly Applicability[] = ['here', 'elsewhere', 'over'];

/** One transaction, answered by the index alone: whatever an import does meanwhile, this is one whole set. */
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
    past: withApplicability('over', incidents),
    network: APPLICABILITY_ORDER.flatMap((hold) => withApplicability(hold, network)),
    asOf: active.asOf,
    total: incidents.length,
  };
}

/** The whole record of a country, newest first. */
export async function countryHistory(db: Database, country: string): Promise<Incident[]> {
  const tx = db.transaction(['meta', 'incidents']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  const pages = await tx.objectStore('incidents').index('country').getAll(country);
  return incidentsInPages(pages.filter(({ generation }) => generation === active?.generation)).sort(
    newestFirst,
  );
}

/** The name of an office or a court, as its country's file has it. */
export async function entityName(db: Database, slug: string): Promise<string | undefined> {
  const tx = db.transaction(['meta', 'entities']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  return active && (await tx.objectStore('entities').get([active.generation, slug]))?.name;
}

/** Sorts by start; the same order for the same records, whatever order they came in. */
export function newestFirst(a: Incident, b: Incident): number {
  if (a.start !== b.start) return a.start < b.start ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
