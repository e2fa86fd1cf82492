import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/knowledge/incident.ts';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { describeStats, drawSample, formatForReview } from './stats.ts';

const [source] = makeIncident().sources as [Source];
const sampleIncidents = [
  makeIncident({ id: 'pk-1' }),
  makeIncident({ id: 'pk-2', start: '2020-01', regions: ['Sindh'], subdivisions: ['PK-SD'] }),
  makeIncident({
    id: 'in-1',
    country: 'IN',
    scope: 'network',
    platforms: [],
    kind: 'shutdown',
    areaKnown: false,
  }),
  makeIncident({ id: 'in-2', country: 'IN', platforms: ['x', 'tiktok'], regions: ['Somewhere'] }),
  makeIncident({ id: 'in-3', country: 'IN', sources: [{ ...source, standing: 'other' }] }),
];

describe('describeStats', () => {
  const lines = describeStats(sampleIncidents);
  const lineBelow = (title: RegExp) => lines[lines.findIndex((line) => title.test(line)) + 1];
  it.each<[RegExp, string]>([
    [/^countries \(2\)/, 'IN 3 · PK 2'],
    [/^platforms/, 'x 4 · (network) 1 · tiktok 1'],
    [/^years/, '2024 4 · 2020 1'],
    [/^level of knowledge/, 'agency-press 4 · other 1'],
    [/^where/, 'nationwide 2 · in regions, with codes 1 · in regions, without a code 1 · not recorded 1'],
  ])('counts %s', (title, expected) => {
    expect(lineBelow(title)).toBe(expected);
  });
  it('counts what is weak', () => {
    expect(lines.at(-1)).toMatch(/^weak: 1 · disputed: 0/);
  });
});

describe('drawSample', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i);
  it('draws each once, the same for the same seed', () => {
    const drawn = drawSample(hundred, 30, 7);
    expect(new Set(drawn).size).toBe(30);
    expect(drawSample(hundred, 30, 7)).toEqual(drawn);
    expect(drawSample(hundred, 30, 8)).not.toEqual(drawn);
    expect(drawSample(sampleIncidents, 30, 7)).toHaveLength(sampleIncidents.length);
  });
});

it('shows a record with every source, which were read, and what is disputed', () => {
  const record = makeIncident({
    sources: [source, { ...source, read: false, url: 'https://news.example/other' }],
    disputed: [{ field: 'end', says: '2025-01', source: 1 }],
  });
  const text = formatForReview(record).join('\n');
  for (const { url } of record.sources) expect(text).toContain(url);
  expect(text).toContain('(unread)');
  expect(text).toContain('disputed: end 2025-01');
});
