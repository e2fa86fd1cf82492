import type { StoredPage } from '../storage/database.ts';
import type { Incident } from './incident.ts';

/** Stands for a cut of the whole network where a platform would stand. */
export const WHOLE_NETWORK = '*';
/** Incidents a page: a record costs a browser far more than its bytes, and a reader wants a handful of them. */
export const PAGE_SIZE = 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A page before it is packed, which takes its time: it is done page by page, as they are written. */
export type RecordPage = Omit<StoredPage, 'incidents'> & { incidents: Incident[] };

export function encodePage(page: RecordPage): StoredPage {
  return { ...page, incidents: encoder.encode(JSON.stringify(page.incidents)) };
}

/** What an incident is asked for by: its platforms, or the network. */
function indexedSubjects({ scope, platforms }: Incident): string[] {
  return scope === 'network' ? [WHOLE_NETWORK] : platforms;
}

/**
 * The incidents of a set as pages: by country, then by their first platform, then by rank. Each is found by
 * `<import>|<country>|<platform>` for every platform in it. Pages of one key come in the order of their numbers, so the
 * index itself hands out first what goes on or is newest.
 */
export function toPages(generation: number, incidents: readonly Incident[]): RecordPage[] {
  const shelves = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const shelf = shelves.get(incident.country);
    if (shelf) shelf.push(incident);
    else shelves.set(incident.country, [incident]);
  }
  const pages: RecordPage[] = [];
  for (const [country, shelf] of shelves) {
    const sorted = shelf
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

/** The incidents of some pages, in their order; with a subject only those about it. */
export function incidentsInPages(pages: readonly StoredPage[], subject?: string): Incident[] {
  return pages
    .flatMap(({ incidents }): Incident[] => JSON.parse(decoder.decode(incidents)))
    .filter((incident) => subject === undefined || indexedSubjects(incident).includes(subject));
}

/** Key of the pages about a platform, or `NETWORK`, of a country in one import. */
export function indexKey(generation: number, country: string, subject: string): string {
  return `${generation}|${country}|${subject}`;
}

/**
 * Sorts first what may go on for the whole country, then what goes on in parts of it, then the newest; a date that is less exact after
 * the exact ones of its year or month. Regions have hundreds of cuts whose end nobody recorded: those stand by their date.
 */
function sortKeyOf({ status, start, regions }: Incident): string {
  const first = status !== 'ended' && regions.length === 0;
  return `${first ? 0 : status === 'ongoing' ? 1 : 2}${[...start.padEnd(10, '-')].map(invertDigit).join('')}`;
}

function invertDigit(char: string): string {
  return char === '-' ? '~' : String(9 - Number(char));
}
