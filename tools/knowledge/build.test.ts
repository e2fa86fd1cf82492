import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { BundleEnvelopeSchema } from '../../src/knowledge/bundle.ts';
import type { Incident } from '../../src/knowledge/incident.ts';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { platformBySlug } from '../../src/platforms/catalogue.ts';
import { buildBundle, describeBundleSize } from './build.ts';
import { checkFiles } from './check.ts';
import { readCountryFiles } from './files.ts';

describe('the data set', () => {
  it('passes its own check', () => {
    expect(checkFiles(readCountryFiles())).toEqual([]);
  });

  it('makes the same bundle of the same files, however they are listed', () => {
    const files = readCountryFiles();
    const text = buildBundle(files);
    expect(buildBundle(files.toReversed())).toBe(text);
    const { version } = v.parse(BundleEnvelopeSchema, JSON.parse(text));
    expect(buildBundle(files.slice(1))).not.toContain(version);
  });

  it('takes little room: a hundred bytes an incident, once it is zipped', () => {
    const [, each] =
      /gzipped [\d.]+ KB \((\d+) bytes an incident\)$/.exec(describeBundleSize(buildBundle())) ?? [];
    expect(Number(each)).toBeLessThan(100);
    expect(describeBundleSize('{"version":"2026-11-25-0","incidents":[],"entities":{}}')).toMatch(
      /^0 incidents/,
    );
  });

  it('tells of at least 1,900 incidents in 120 countries', () => {
    const { incidents } = JSON.parse(buildBundle()) as { incidents: Incident[] };
    expect(incidents.length).toBeGreaterThanOrEqual(1900);
    expect(new Set(incidents.map(({ country }) => country)).size).toBeGreaterThanOrEqual(120);
  });

  it('refuses to bundle a wrong file', () => {
    const incidents = [makeIncident({ platforms: ['friendster'] })];
    const text = JSON.stringify({ country: 'PK', entities: {}, incidents });
    expect(() => buildBundle([{ name: 'PK.json', text }])).toThrow(/PK\.json.*friendster/);
  });

  it('tells the story of X in Pakistan, each step with a source that was read', () => {
    const { incidents } = JSON.parse(buildBundle()) as { incidents: Incident[] };
    const story = incidents.find(({ id }) => id === 'pk-x-2024-02-17');
    expect(story).toMatchObject({
      platforms: ['x'],
      start: '2024-02-17',
      end: '2025-05-07',
      trigger: 'election',
      orderedBy: { entity: 'interior-ministry' },
      acknowledged: { state: 'admitted', date: '2024-04-17' },
    });
    expect(story?.events.find(({ what }) => what === 'admitted')).toMatchObject({
      date: '2024-04-17',
      by: 'interior-ministry',
      to: 'islamabad-high-court',
    });
    for (const { source: at } of story?.events ?? []) expect(story?.sources[at]?.read).toBe(true);
    expect(platformBySlug('x')).toBeDefined();
  });
});
