import type { Incident, Source } from '../../../src/knowledge/incident.ts';

/** References of a tracker that are taken along: enough to follow, no copy of its list. */
export const MAX_LINKS = 2;

/** The standing of a publisher by its host name. */
export type Standings = (host: string) => Source['standing'];

/** Learned from the reviewed records; a host that stands in none is official by its name, or `other`: nobody has looked yet. */
export function learnStandings(incidents: readonly Incident[]): Standings {
  const known = new Map(
    incidents
      .flatMap(({ sources }) => sources)
      .map(({ url, standing }) => [new URL(url).hostname.replace(/^www\./, ''), standing] as const),
  );
  return (host) =>
    known.get(host) ?? (/(^|\.)(gov|gob|gouv|govt|mil)(\.[a-z]{2})?$/.test(host) ? 'official' : 'other');
}
