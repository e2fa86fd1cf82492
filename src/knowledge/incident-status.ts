import { DAY_MS } from '../base/time.ts';
import type { Incident } from './incident.ts';

/**
 * Whether a record has only sources without standing (mirrors, blogs, tag pages), or that no person of this project has read.
 * Pages mark such a record as weak, and it never supports a verdict.
 */
export function isUnverified({ sources }: Pick<Incident, 'sources'>): boolean {
  return !sources.some(({ read, standing }) => read && standing !== 'other');
}

/**
 * The newest day for which a source that was read confirms an ongoing incident; the start, if no source has a date. A later
 * verification of old sources (`verified`) confirms nothing newer.
 */
export function lastConfirmedDay({ sources, start }: Pick<Incident, 'sources' | 'start'>): string {
  const days = sources.flatMap(({ read, date }) => (read && date !== null ? [date] : []));
  return [start, ...days].sort().at(-1) ?? start;
}

/** When a person asks (Unix epoch, ms), and from which region (ISO 3166-2), if the person chose one. */
export interface Viewpoint {
  now: number;
  region?: string;
}

/** How long an incident without a recorded end counts as ongoing. */
const UNCLEAR_VALID_MS = 365 * DAY_MS;

/** Whether pages may show a record as current. */
export function isOngoing(
  { status, end, start }: Pick<Incident, 'status' | 'end' | 'start'>,
  now: number,
): boolean {
  if (end !== null || status === 'ended') return false;
  return status === 'ongoing' || now - Date.parse(start) <= UNCLEAR_VALID_MS;
}

/** `here`: ongoing at the person's place; `elsewhere`: ongoing in another, or an unknown, part of the country; `over`: ended. */
export type Applicability = 'here' | 'elsewhere' | 'past';

/** How pages may show a record. One of a region counts as `here` only for a person who chose that region. */
export function applicabilityAt(incident: Incident, { now, region = '' }: Viewpoint): Applicability {
  if (!isOngoing(incident, now)) return 'past';
  return appliesToRegion(incident, region) ? 'here' : 'elsewhere';
}

/** Whether a record, current or past, is about the whole country or about a region (ISO 3166-2). */
export function appliesToRegion(
  { regions, areaKnown, subdivisions = [] }: Incident,
  region: string,
): boolean {
  return regions.length === 0 ? areaKnown : subdivisions.includes(region);
}

/**
 * Whether a record supports the verdict that its platforms are blocked: an undisputed, ongoing block or throttling in the whole
 * country. A record of a region does not, because most are about a few towns in it.
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
