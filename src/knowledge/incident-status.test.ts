import { describe, expect, it } from 'vitest';
import type { Incident, Source } from './incident.ts';
import { applicabilityAt, isUnverified, lastConfirmedDay, supportsBlock } from './incident-status.ts';
import { makeIncident } from './testing/fixtures.ts';

const NOW = Date.parse('2026-11-24');
const [source] = makeIncident().sources as [Source];
const withSources = (...sources: Partial<Source>[]) =>
  makeIncident({ sources: sources.map((given) => ({ ...source, ...given })) });

describe('a record is unverified', () => {
  it.each<[string, boolean, Incident]>([
    [
      'when all its sources are without standing',
      true,
      withSources({ standing: 'other' }, { standing: 'other' }),
    ],
    ['when no source with standing was read', true, withSources({ standing: 'other' }, { read: false })],
    [
      'not when a source with standing was read',
      false,
      withSources({ standing: 'other' }, { standing: 'tracker' }),
    ],
  ])('%s', (_, weak, record) => {
    expect(isUnverified(record)).toBe(weak);
  });
});

describe('the last confirmed day is', () => {
  it.each<[string, string, Incident]>([
    ['that of the newest source', '2025-03', withSources({ date: '2024-04-17' }, { date: '2025-03' })],
    [
      'that of the newest source that was read',
      '2024-04-17',
      withSources({ date: '2024-04-17' }, { date: '2026', read: false }),
    ],
    [
      'the exact day rather than its month',
      '2025-03-02',
      withSources({ date: '2025-03' }, { date: '2025-03-02' }),
    ],
    ['the start, if no source has a date', '2024-02-17', withSources({ date: null })],
    ['the start, if the sources are older', '2024-02-17', withSources({ date: '2024-02-16' })],
  ])('%s: %s', (_, day, record) => {
    expect(lastConfirmedDay(record)).toBe(day);
  });
});

describe('applicabilityAt', () => {
  const sindh = { regions: ['Sindh'], subdivisions: ['PK-SD'] };
  it.each<[string, ReturnType<typeof applicabilityAt>, Partial<Incident>, string?]>([
    ['nationwide and ongoing', 'here', {}],
    ['in an unknown area', 'elsewhere', { areaKnown: false }],
    ['of a region, without a region of the person', 'elsewhere', sindh],
    ['of the region of the person', 'here', sindh, 'PK-SD'],
    ['of another region', 'elsewhere', sindh, 'PK-PB'],
    ['of a region without a code', 'elsewhere', { regions: ['Somewhere'] }, 'PK-SD'],
    ['ended', 'past', { status: 'ended', end: '2026-11-01' }],
    ['ended on an unknown day', 'past', { status: 'ended' }],
    ['unclear for a month', 'here', { status: 'unclear', start: '2026-10-20' }],
    ['unclear for more than a year', 'past', { status: 'unclear', start: '2025-11-01' }],
    ['of a region, and unclear for years', 'past', { ...sindh, status: 'unclear', start: '2020' }, 'PK-SD'],
  ])('%s: %s', (_, expected, given, region) => {
    expect(
      applicabilityAt(makeIncident(given), region === undefined ? { now: NOW } : { now: NOW, region }),
    ).toBe(expected);
  });
});

describe('supportsBlock', () => {
  const disputedEnd = (says: string | null): Partial<Incident> => ({
    disputed: [{ field: 'end', says, source: 0 }],
  });
  it.each<[string, boolean, Partial<Incident>]>([
    ['a block in force', true, {}],
    ['throttling in force', true, { kind: 'throttle' }],
    ['the removal of an app', false, { kind: 'app-removal' }],
    ['a block that is over', false, { status: 'ended', end: '2025-05-07' }],
    ['a block in a part of the country', false, { regions: ['Sindh'], subdivisions: ['PK-SD'] }],
    ['a block in an unknown area', false, { areaKnown: false }],
    ['a block that only a blog reports', false, { sources: [{ ...source, standing: 'other' }] }],
    ['a block with a disputed end', false, disputedEnd('2026-01')],
    ['a block whose start is disputed', true, { disputed: [{ field: 'start', says: '2023', source: 0 }] }],
  ])('%s: %s', (_, supports, given) => {
    expect(supportsBlock(makeIncident(given), NOW)).toBe(supports);
  });
});
