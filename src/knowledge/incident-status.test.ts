import { describe, expect, it } from 'vitest';
import type { Incident, Source } from './incident.ts';
import { applicabilityAt, isUnverified, lastConfirmedDay, supportsBlock } from './incident-status.ts';
import { makeIncident } from './testing/fixtures.ts';

const NOW = Date.parse('2026-11-24');
const [source] = makeIncident().sources as [Source];
const withSources = (...sources: Partial<Source>[]) =>
  makeIncident({ sources: sources.map((given) => ({ ...source, ...given })) });

describe('a record is weak', () => {
  it.each<[string, boolean, Incident]>([
    [
      'when all its sources are without standing',
      true,
      withSources({ standing: 'other' }, { standing: 'other' }),
    ],
    ['when nobody opened those that have one', true, withSources({ standing: 'other' }, { read: false })],
    [
      'not when one that has standing was read',
      false,
      withSources({ standing: 'other' }, { standing: 'tracker' }),
    ],
  ])('%s', (_, weak, record) => {
    expect(isUnverified(record)).toBe(weak);
  });
});

describe('what goes on is told as of', () => {
  it.each<[string, string, Incident]>([
    ['its newest source', '2025-03', withSources({ date: '2024-04-17' }, { date: '2025-03' })],
    [
      'the newest that somebody read',
      '2024-04-17',
      withSources({ date: '2024-04-17' }, { date: '2026', read: false }),
    ],
    ['the exact day of a month', '2025-03-02', withSources({ date: '2025-03' }, { date: '2025-03-02' })],
    ['its beginning, where no source has a date', '2024-02-17', withSources({ date: null })],
    ['its beginning, where sources are of before', '2024-02-17', withSources({ date: '2024-02-16' })],
  ])('%s: %s', (_, day, record) => {
    expect(lastConfirmedDay(record)).toBe(day);
  });
});

describe('holdOf', () => {
  const sindh = { regions: ['Sindh'], subdivisions: ['PK-SD'] };
  it.each<[string, ReturnType<typeof applicabilityAt>, Partial<Incident>, string?]>([
    ['nationwide and going on', 'here', {}],
    ['nobody knows where', 'elsewhere', { areaKnown: false }],
    ['of a region, asked from nowhere in particular', 'elsewhere', sindh],
    ['of a region, asked from it', 'here', sindh, 'PK-SD'],
    ['of a region, asked from another', 'elsewhere', sindh, 'PK-PB'],
    ['of a region without a code', 'elsewhere', { regions: ['Somewhere'] }, 'PK-SD'],
    ['ended', 'over', { status: 'ended', end: '2026-11-01' }],
    ['ended, nobody knows when', 'over', { status: 'ended' }],
    ['unclear for a month', 'here', { status: 'unclear', start: '2026-10-20' }],
    ['unclear for more than a year', 'over', { status: 'unclear', start: '2025-11-01' }],
    ['of a region, and unclear for years', 'over', { ...sindh, status: 'unclear', start: '2020' }, 'PK-SD'],
  ])('%s: %s', (_, hold, given, region) => {
    expect(
      applicabilityAt(makeIncident(given), region === undefined ? { now: NOW } : { now: NOW, region }),
    ).toBe(hold);
  });
});

describe('supportsBlock', () => {
  const disputedEnd = (says: string | null): Partial<Incident> => ({
    disputed: [{ field: 'end', says, source: 0 }],
  });
  it.each<[string, boolean, Partial<Incident>]>([
    ['a block in force', true, {}],
    ['a slow-down in force', true, { kind: 'throttle' }],
    ['an app that was removed', false, { kind: 'app-removal' }],
    ['a block that is over', false, { status: 'ended', end: '2025-05-07' }],
    ['a block in a part of the country', false, { regions: ['Sindh'], subdivisions: ['PK-SD'] }],
    ['a block somewhere', false, { areaKnown: false }],
    ['a block by a blog', false, { sources: [{ ...source, standing: 'other' }] }],
    ['a block that others call lifted', false, disputedEnd('2026-01')],
    ['a block whose start is disputed', true, { disputed: [{ field: 'start', says: '2023', source: 0 }] }],
  ])('%s: %s', (_, supports, given) => {
    expect(supportsBlock(makeIncident(given), NOW)).toBe(supports);
  });
});
