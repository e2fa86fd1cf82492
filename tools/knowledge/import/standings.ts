import type { Incident, Source } from '../../../src/knowledge/incident.ts';

/** Number of references that an import takes from a tracker: enough to verify, but no copy of its list. */
export const MAX_LINKS = 2;

/** The standing of a publisher by its host name. */
export type Standings = (host: string) => Source['standing'];

/** Standings from the reviewed records. An unknown host is `official` if its name is of a government, otherwise `other`. */
export function learnStandings(incidents: readonly Incident[]): Standings {
  const known = new Map(
    incidents
      .flatMap(({ sources }) => sources)
      .map(({ url, standing }) => [new URL(url).hostname.replace(/^www\./, ''), standing] as const),
  );
  return (host) =>
    known.get(host) ?? (/(^|\.)(gov|gob|gouv|govt|mil)(\.[a-z]{2})?$/.test(host) ? 'official' : 'other');
}
