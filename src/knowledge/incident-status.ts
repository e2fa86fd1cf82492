import { DAY_MS } from '../base/time.ts';
import type { Incident } from './incident.ts';

/**
 * Whether a record rests on sources without standing alone: mirrors, blogs, tag pages. What nobody of this project has
 * opened counts as little. A weak record is shown as weak, and never makes anything surer.
 */
export function isUnverified({ sources }: Pick<Incident, 'sources'>): boolean {
  return !sources.some(({ read, standing }) => read && standing !== 'other');
}

/**
 * The day of which a record tells that it goes on: that of the newest source that somebody read. Holding old sources against a
 * record (`verified`) makes them no newer. Where none has a date, nobody knows more than that it began.
 */
export function lastConfirmedDay({ sources, start }: Pick<Incident, 'sources' | 'start'>): string {
  const days = sources.flatMap(({ read, date }) => (read && date !== null ? [date] : []));
  return [start, ...days].sort().at(-1) ?? start;
}

/** Who asks: when (Unix epoch, ms), and from where in the country, by ISO 3166-2, if the person has said so. */
export interface Viewpoint {
  now: number;
  region?: string;
}

/** An end that nobody recorded: after a year it is history. */
const UNCLEAR_VALID_MS = 365 * DAY_MS;

/** Whether a record may be shown as what happens now. */
export function isOngoing(
  { status, end, start }: Pick<Incident, 'status' | 'end' | 'start'>,
  now: number,
): boolean {
  if (end !== null || status === 'ended') return false;
  return status === 'ongoing' || now - Date.parse(start) <= UNCLEAR_VALID_MS;
}

/** `here`: goes on where the asker is; `elsewhere`: goes on in some part of the country; `over`: is history. */
export type Applicability = 'here' | 'elsewhere' | 'over';

/** What a record may be shown as. That of a region, or of nobody knows where, is never shown as the asker's own unasked. */
export function applicabilityAt(incident: Incident, { now, region = '' }: Viewpoint): Applicability {
  if (!isOngoing(incident, now)) return 'over';
  return appliesToRegion(incident, region) ? 'here' : 'elsewhere';
}

/** Whether a record, of now or of then, is about the whole country, or about the region (ISO 3166-2) of the asker. */
export function appliesToRegion(
  { regions, areaKnown, subdivisions = [] }: Incident,
  region: string,
): boolean {
  return regions.length === 0 ? areaKnown : subdivisions.includes(region);
}

/**
 * Whether a record makes a block of its platforms surer: it goes on in the whole country, of that there is no doubt, and
 * it is no app's removal. One of a region does not: most are of a few towns in it.
 */
export function supportsBlock(incident: Incident, now: number): boolean {
  const { kind, regions, disputed = [] } = incident;
  return (
    (kind === 'block' || kind === 'throttle') &&
    regions.length === 0 &&
    applicabilityAt(incident, { now }) === 'here' &&
    !isUnverified(incident) &&
    !disputed.some(({ field, says }) => field === 'end' && says !== null)
  );
}
