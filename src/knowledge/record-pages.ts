import { groupIntoMap } from '../base/group-by.ts';
import type { StoredPage } from '../storage/database.ts';
import type { Incident } from './incident.ts';

/** The subject of a shutdown of a whole network, in the place of a platform's slug. */
export const WHOLE_NETWORK = '*';
/** Incidents per page. Each stored record costs a browser far more than its bytes, and a reader needs few incidents. */
export const PAGE_SIZE = 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A page before encoding. Encoding takes time, so an import encodes each page when it writes it. */
export type RecordPage = Omit<StoredPage, 'incidents'> & { incidents: Incident[] };

export function encodePage(page: RecordPage): StoredPage {
  return { ...page, incidents: encoder.encode(JSON.stringify(page.incidents)) };
}

/** The subjects by which readers look up an incident: its platforms, or the whole network. */
function indexedSubjects({ scope, platforms }: Incident): string[] {
  return scope === 'network' ? [WHOLE_NETWORK] : platforms;
}

/**
 * The incidents of a set as pages, ordered by country, first subject and `sortKeyOf`. The index has a key
 * `<generation>|<country>|<subject>` for every subject in a page. It returns the pages of one key in the order of their
 * numbers, so that ongoing and new incidents come first.
 */
export function toPages(generation: number, incidents: readonly Incident[]): RecordPage[] {
  const pages: RecordPage[] = [];
  for (const [country, ofCountry] of groupIntoMap(incidents, (incident) => incident.country)) {
    const sorted = ofCountry
      .map((incident) => ({ incident, place: `${indexedSubjects(incident)[0]}|${sortKeyOf(incident)}` }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .map(({ incident }) => incident);
    for (let from = 0; from < sorted.length; from += PAGE_SIZE) {
      const pageIncidents = sorted.slice(from, from + PAGE_SIZE);
      const subjectKeys = new Set(
        pageIncidents.flatMap(indexedSubjects).map((subject) => indexKey(generation, country, subject)),
      );
      pages.push({
        generation,
        page: pages.length,
        country,
        subjects: [...subjectKeys],
        incidents: pageIncidents,
      });
    }
  }
  return pages;
}

/** The incidents of some pages, in their order; with `subject`, only those about it. */
export function incidentsInPages(pages: readonly StoredPage[], subject?: string): Incident[] {
  return pages
    .flatMap(({ incidents }): Incident[] => JSON.parse(decoder.decode(incidents)))
    .filter((incident) => subject === undefined || indexedSubjects(incident).includes(subject));
}

/** Index key of the pages about a platform, or about `WHOLE_NETWORK`, in a country. */
export function indexKey(generation: number, country: string, subject: string): string {
  return `${generation}|${country}|${subject}`;
}

/**
 * Puts possibly ongoing incidents of the whole country first, then ongoing ones of regions, then all others; within a rank
 * the newest first, and an inexact date after the exact ones of its year or month. Regions have hundreds of shutdowns
 * without a recorded end (`unclear`): these do not count as ongoing here.
 */
function sortKeyOf({ status, start, regions }: Incident): string {
  return `${rankOf({ status, regions })}${[...start.padEnd(10, '-')].map(invertDigit).join('')}`;
}

function rankOf({ status, regions }: Pick<Incident, 'status' | 'regions'>): 0 | 1 | 2 {
  if (status !== 'ended' && regions.length === 0) return 0;
  return status === 'ongoing' ? 1 : 2;
}

function invertDigit(char: string): string {
  return char === '-' ? '~' : String(9 - Number(char));
}
