import type { Bundle } from '../bundle.ts';
import type { Incident } from '../incident.ts';

/** A valid incident; a test overrides the fields that matter to it. */
export function makeIncident(overrides: Partial<Incident> = {}): Incident {
  return {
    id: 'pk-x-2024',
    country: 'PK',
    regions: [],
    areaKnown: true,
    scope: 'platform',
    platforms: ['x'],
    kind: 'block',
    start: '2024-02-17',
    end: null,
    status: 'ongoing',
    trigger: 'election',
    orderedBy: null,
    acknowledged: { state: 'not-recorded', date: null },
    events: [],
    sources: [
      {
        title: 'A report',
        publisher: 'A newspaper',
        url: 'https://news.example/report',
        date: null,
        standing: 'agency-press',
        read: true,
      },
    ],
    verified: '2026-11-23',
    ...overrides,
  };
}

/** The JSON text of a bundle. */
export function makeBundleText(
  version: string,
  incidents: Incident[],
  entities: Bundle['entities'] = {},
): string {
  return JSON.stringify({ version, incidents, entities } satisfies Bundle);
}
