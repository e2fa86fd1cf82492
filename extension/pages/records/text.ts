import type { Incident } from '../../../src/knowledge/incident.ts';
import { platformBySlug } from '../../../src/platforms/catalogue.ts';
import { subdivisionName } from '../../../src/regions/subdivisions.ts';
import { formatList } from '../../i18n/intl.ts';
import { toMessageKey } from '../../i18n/keys.ts';
import { currentLanguage, translate } from '../../i18n/messages.ts';
import { officeName } from '../../ui/entity-names.ts';

/** A platform's name; the slug itself where the catalogue does not know it. */
export const platformName = (slug: string): string => platformBySlug(slug)?.name ?? slug;

/** The platforms that a record is about, as a list of words; empty for a cut of the whole network. */
export function recordSubject({ scope, platforms }: Incident): string {
  return scope === 'network' ? '' : formatList(platforms.map(platformName), currentLanguage());
}

/** All words that a record is found by, in the language of the page and as the records have them. */
export function searchableText(incident: Incident): string {
  const { platforms, kind, trigger, orderedBy, regions, subdivisions = [], start, end, events } = incident;
  const offices = [orderedBy?.entity, ...events.flatMap(({ by, to }) => [by, to])].filter(
    (slug) => slug !== undefined,
  );
  return [
    ...platforms,
    ...platforms.map(platformName),
    // The words of the data are English, and people who read another language search in English too.
    kind,
    trigger,
    orderedBy?.actor ?? '',
    translate(`kind_${toMessageKey(kind)}`),
    translate(`trigger_${toMessageKey(trigger)}`),
    translate(`actor_${toMessageKey(orderedBy?.actor ?? 'unknown')}`),
    ...offices.flatMap((slug) => [slug, officeName(slug)]),
    ...regions,
    ...subdivisions.map(subdivisionName),
    start,
    end ?? '',
  ].join(' · ');
}
