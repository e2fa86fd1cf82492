import { signal } from '@preact/signals-core';
import type { Incident } from '../../../src/knowledge/incident.ts';

/** Ids of the records that lie open. The rest is not even made: a country may have hundreds. */
export const openRecordIds = signal<ReadonlySet<string>>(new Set());

/** Opens, of some records, the newest that is told step by step; without one the newest. */
export function openNewestStory(incidents: readonly Incident[]): void {
  const story = incidents.find(({ events }) => events.length > 0) ?? incidents[0];
  if (story) setRecordOpen(story.id, true);
}

export function setRecordOpen(id: string, open: boolean): void {
  if (openRecordIds.value.has(id) === open) return;
  const next = new Set(openRecordIds.value);
  if (open) next.add(id);
  else next.delete(id);
  openRecordIds.value = next;
}
