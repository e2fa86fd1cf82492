import { signal } from '@preact/signals-core';
import type { Incident } from '../../../src/knowledge/incident.ts';

/** Ids of the opened records. Only these have a body: a country may have hundreds of records. */
export const openRecordIds = signal<ReadonlySet<string>>(new Set());

/** Opens the newest record with a timeline; where none has one, the newest. Expects the newest first. */
export function openNewestStory(incidents: readonly Incident[]): void {
  const story = incidents.find(({ events }) => events.length > 0) ?? incidents[0];
  if (story) setRecordOpen(story.id, { isOpen: true });
}

export function setRecordOpen(id: string, { isOpen }: { isOpen: boolean }): void {
  if (openRecordIds.value.has(id) === isOpen) return;
  const next = new Set(openRecordIds.value);
  if (isOpen) next.add(id);
  else next.delete(id);
  openRecordIds.value = next;
}
