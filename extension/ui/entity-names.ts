import { signal } from '@preact/signals-core';
import { hasMessage, translate } from '../i18n/messages.ts';

/** Names of offices and courts that records mention, by slug, as far as the page has read them. */
export const officeNames = signal<ReadonlyMap<string, string>>(new Map());

/** In the language of the page where it has the name, else as the records have it. */
export function officeName(slug: string): string {
  const key = `entity_${slug.replaceAll('-', '_')}`;
  return hasMessage(key) ? translate(key) : (officeNames.value.get(slug) ?? slug.replaceAll('-', ' '));
}
