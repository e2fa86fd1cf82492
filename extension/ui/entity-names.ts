import { signal } from '@preact/signals-core';
import { hasMessage, translate } from '../i18n/messages.ts';

/** Names of offices and courts that records mention, by slug, of the records that the page has read. */
export const officeNames = signal<ReadonlyMap<string, string>>(new Map());

/** The name in the language of the page, else the name in the records, else the slug as words. */
export function officeName(slug: string): string {
  const key = `entity_${slug.replaceAll('-', '_')}`;
  return hasMessage(key) ? translate(key) : (officeNames.value.get(slug) ?? slug.replaceAll('-', ' '));
}
