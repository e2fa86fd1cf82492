/** Queries of pages. Each reads in one transaction by indexes, and holds only the records that it returns. */
import type { Database } from '../storage/database.ts';
import { ACTIVE_GENERATION_KEY, parseActiveGeneration } from './active-generation.ts';
import type { Bundle } from './bundle.ts';
import type { Incident } from './incident.ts';
import { applicabilityAt, isOngoing, type Viewpoint } from './incident-status.ts';
import { newestFirst } from './lookup.ts';
import { incidentsInPages, indexKey } from './record-pages.ts';

/** The overview of a country. */
export interface CountryOverview {
  /** The day of the active set, `2026-11-23`; empty before the first import. */
  asOf: string;
  /** Number of records. */
  total: number;
  /** Ongoing at the person's place; newest first. */
  here: Incident[];
  /** Ongoing in another, or an unknown, part of the country; newest first. */
  elsewhere: Incident[];
  /** Number of ended records by the year of their start, newest first. */
  years: { year: string; count: number }[];
  /** Slugs of the platforms in the records, the most frequent first. */
  platforms: string[];
  /** ISO 3166-2 codes of the parts of the country in the records, sorted. */
  subdivisions: string[];
}

/** A country, and the ongoing incident of a platform there. */
export interface CountryIncident {
  country: string;
  incident: Incident;
}

/** The newest matching records, and the number of all matching records. */
export interface IncidentSearchResult {
  incidents: Incident[];
  total: number;
}

export interface IncidentFilter {
  matches(incident: Incident): boolean;
  /** Maximum number of returned records. A query holds only these and one page in memory. */
  limit: number;
}

/**
 * Visits all records of a country, page by page in one transaction, so that they are of one set even while an import runs.
 * Returns the day of that set; empty before the first import.
 */
async function forEachIncidentPage(
  db: Database,
  country: string,
  visit: (incidents: readonly Incident[]) => void,
): Promise<string> {
  const tx = db.transaction(['meta', 'incidents']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  if (!active) return '';
  let cursor = await tx.objectStore('incidents').index('country').openCursor(country);
  // The index may also hold pages of earlier imports, before ours, and of a running one, after ours.
  if (cursor && cursor.primaryKey[0] < active.generation)
    cursor = await cursor.continuePrimaryKey(country, [active.generation, 0]);
  while (cursor?.primaryKey[0] === active.generation) {
    visit(incidentsInPages([cursor.value]));
    cursor = await cursor.continue();
  }
  return active.asOf;
}

export async function loadCountryOverview(
  db: Database,
  country: string,
  viewpoint: Viewpoint,
): Promise<CountryOverview> {
  const current = { here: [] as Incident[], elsewhere: [] as Incident[] };
  const [years, platforms] = [new Map<string, number>(), new Map<string, number>()];
  const subdivisions = new Set<string>();
  let total = 0;
  const asOf = await forEachIncidentPage(db, country, (incidents) => {
    total += incidents.length;
    for (const incident of incidents) {
      const applicability = applicabilityAt(incident, viewpoint);
      if (applicability === 'past') incrementCount(years, incident.start.slice(0, 4));
      else current[applicability].push(incident);
      for (const slug of incident.platforms) incrementCount(platforms, slug);
      for (const code of incident.subdivisions ?? []) subdivisions.add(code);
    }
  });
  return {
    asOf,
    total,
    here: current.here.sort(newestFirst),
    elsewhere: current.elsewhere.sort(newestFirst),
    years: [...years].map(([year, n]) => ({ year, count: n })).sort((a, b) => (a.year < b.year ? 1 : -1)),
    platforms: [...platforms].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([slug]) => slug),
    subdivisions: [...subdivisions].sort(),
  };
}

/** The records of a country that match a filter: by year, region, platform or words (`search.ts`). */
export async function findIncidents(
  db: Database,
  country: string,
  { matches, limit }: IncidentFilter,
): Promise<IncidentSearchResult> {
  let newest: Incident[] = [];
  let total = 0;
  await forEachIncidentPage(db, country, (incidents) => {
    const matching = incidents.filter(matches);
    total += matching.length;
    if (matching.length > 0) newest = [...newest, ...matching].sort(newestFirst).slice(0, limit);
  });
  return { incidents: newest, total };
}

/** Other countries where a platform is restricted now, each with its newest record; a nationwide record has priority. */
export async function otherCountries(
  db: Database,
  { platform, besides, now }: { platform: string; besides: string; now: number },
): Promise<CountryIncident[]> {
  const tx = db.transaction(['meta', 'incidents']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  if (!active) return [];
  const store = tx.objectStore('incidents');
  const newestOngoingIn = async (country: string): Promise<CountryIncident[]> => {
    const pages = await store.index('subjects').getAll(indexKey(active.generation, country, platform));
    const [incident] = incidentsInPages(pages, platform)
      .filter((one) => isOngoing(one, now))
      .sort((a, b) => a.regions.length - b.regions.length || newestFirst(a, b));
    return incident ? [{ country, incident }] : [];
  };
  const pending: Promise<CountryIncident[]>[] = [];
  let country = await store.index('country').openKeyCursor(null, 'nextunique');
  while (country) {
    if (country.key !== besides) pending.push(newestOngoingIn(country.key));
    country = await country.continue();
  }
  return (await Promise.all(pending)).flat();
}

/** Other platforms that are restricted in a country now, each with its newest record. */
export async function otherPlatforms(
  db: Database,
  { country, besides, now }: { country: string; besides: string; now: number },
): Promise<Map<string, Incident>> {
  const newestByPlatform = new Map<string, Incident>();
  await forEachIncidentPage(db, country, (incidents) => {
    for (const incident of incidents.filter((one) => isOngoing(one, now)))
      for (const slug of incident.platforms) {
        const newest = newestByPlatform.get(slug);
        if (slug !== besides && (!newest || newestFirst(incident, newest) < 0))
          newestByPlatform.set(slug, incident);
      }
  });
  return newestByPlatform;
}

/** Names of all offices and courts in the records, by slug. */
export async function entityNames(db: Database): Promise<Map<string, string>> {
  const tx = db.transaction(['meta', 'entities']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  const all = active ? await tx.objectStore('entities').getAll(keysOfGeneration(active.generation)) : [];
  return new Map(all.map(({ slug, name }) => [slug, name]));
}

/** The active set as it was imported: the base of a delta. */
export async function loadActiveBundle(db: Database): Promise<Bundle | undefined> {
  const tx = db.transaction(['meta', 'incidents', 'entities']);
  const active = parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY));
  if (!active) return undefined;
  const { generation, version } = active;
  const [pages, names] = await Promise.all([
    tx.objectStore('incidents').getAll(keysOfGeneration(generation)),
    tx.objectStore('entities').getAll(keysOfGeneration(generation)),
  ]);
  const entities = Object.fromEntries(names.map(({ slug, name }) => [slug, { name }]));
  return { version, incidents: incidentsInPages(pages), entities };
}

/** Codes of all countries with records. */
export async function countriesOnRecord(db: Database): Promise<string[]> {
  const countries: string[] = [];
  let cursor = await db.transaction('incidents').store.index('country').openKeyCursor(null, 'nextunique');
  while (cursor) {
    countries.push(cursor.key);
    cursor = await cursor.continue();
  }
  return countries;
}

const keysOfGeneration = (generation: number) =>
  IDBKeyRange.bound([generation], [generation + 1], false, true);

function incrementCount(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
