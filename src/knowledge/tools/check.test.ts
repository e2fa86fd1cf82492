import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { platformBySlug } from '../../platforms/catalogue.ts';
import { BundleEnvelopeSchema } from '../bundle.ts';
import { incident } from '../fixtures.ts';
import type { Incident, Source } from '../incident.ts';
import { buildBundle } from './build.ts';
import { checkFiles } from './check.ts';
import { readDataFiles } from './files.ts';

const TODAY = new Date('2026-11-24');
const [source] = incident().sources;
const file = (given: Partial<Incident>, name = 'PK.json', country = 'PK', entities = {}) => ({
  name,
  text: JSON.stringify({ country, entities, incidents: [incident(given)] }),
});
const from = (given: Partial<Source>) => ({ sources: [{ ...(source as Source), ...given }] });
const event = { date: '2024-02-17', what: 'restricted', source: 0 } as const;

it('finds nothing wrong with a sound file', () => {
  expect(checkFiles([file({})], TODAY)).toEqual([]);
});

describe('checkFiles says file, field, reason and fix of', () => {
  it.each<[string, ReturnType<typeof file>, RegExp]>([
    ['a broken file', { name: 'PK.json', text: '{"country":' }, /is no JSON/],
    ['a missing field', { name: 'PK.json', text: '{"country":"PK","incidents":[]}' }, /entities/],
    ['an unknown field', { name: 'PK.json', text: file({}).text.replace('"kind"', '"kynd"') }, /kynd|kind/],
    ['no country of that code', file({ country: 'QX', id: 'qx-1' }, 'QX.json', 'QX'), /QX is no country/],
    ['a file under another name', file({}, 'IN.json'), /country is PK/],
    ['a record of another country', file({ country: 'IN' }), /country is IN/],
    ['an id without its country', file({ id: 'x-2024' }), /id does not begin/],
    ['an end before the start', file({ end: '2024-02-16', status: 'ended' }), /end 2024-02-16 is before/],
    ['an end in the year before', file({ end: '2023', status: 'ended' }), /end 2023 is before/],
    ['an end of what goes on', file({ end: '2024-03' }), /status is ongoing, yet/],
    ['a day that is none', file({ start: '2023-02-29' }), /start 2023-02-29 is no day/],
    ['a day to come', file({ start: '2026-11-25' }), /start 2026-11-25 is in the future/],
    ['a check to come', file({ verified: '2027-01-01' }), /verified 2027-01-01 is in the future/],
    ['an unknown platform', file({ platforms: ['friendster'] }), /platforms friendster is no platform/],
    ['a platform twice', file({ platforms: ['x', 'x'] }), /names one twice/],
    ['no platform', file({ platforms: [] }), /platforms is empty/],
    ['a network with platforms', file({ scope: 'network', kind: 'shutdown' }), /platforms is not empty/],
    ['a blocked network', file({ scope: 'network', platforms: [] }), /kind is block/],
    ['regions that are not known', file({ areaKnown: false, regions: ['Sindh'] }), /areaKnown is false/],
    [
      'an entity without a name',
      file({ orderedBy: { actor: 'regulator', entity: 'pta' } }),
      /pta has no name/,
    ],
    ['an entity never mentioned', file({}, 'PK.json', 'PK', { pta: { name: 'PTA' } }), /no record mentions/],
    [
      'a date of nothing',
      file({ acknowledged: { state: 'not-recorded', date: '2024' } }),
      /acknowledged\.date/,
    ],
    ['events out of order', file({ events: [{ ...event, date: '2024-03' }, event] }), /events\[1\]\.date/],
    ['an event years off', file({ events: [{ ...event, date: '2021-02' }] }), /is far from/],
    ['an event without source', file({ events: [{ ...event, source: 1 }] }), /there is no source 1/],
    ['only weak sources', file(from({ standing: 'other' })), /none has standing/],
    ['a homepage', file(from({ url: 'https://news.example/' })), /only a homepage/],
    ['a tracked link', file(from({ url: 'https://news.example/a?utm_source=b' })), /parameter utm_source/],
    ['a link without encryption', file(from({ url: 'http://news.example/a' })), /sources\.0\.url/],
    ['a source twice', file({ sources: [source as Source, source as Source] }), /listed twice/],
  ])('%s', (_, broken, expected) => {
    const problems = checkFiles([broken], TODAY);
    expect(problems.map(({ field, reason }) => `${field} ${reason}`).join('\n')).toMatch(expected);
    for (const problem of problems) {
      expect(problem.file).toBe(broken.name);
      expect(problem.fix).not.toBe('');
    }
  });

  it('an id in two places and a record that says the same', () => {
    const twice = {
      name: 'PK.json',
      text: JSON.stringify({ country: 'PK', entities: {}, incidents: [incident(), incident()] }),
    };
    expect(checkFiles([twice], TODAY).map(({ field }) => field)).toEqual([
      'incidents[1] pk-x-2024 · id',
      'incidents[1] pk-x-2024 · start',
    ]);
  });

  it('one slug that names two offices', () => {
    const by = (country: string, name: string) =>
      file(
        { country, id: `${country.toLowerCase()}-1`, orderedBy: { actor: 'court', entity: 'high-court' } },
        `${country}.json`,
        country,
        { 'high-court': { name } },
      );
    expect(checkFiles([by('IN', 'Delhi High Court'), by('PK', 'Lahore High Court')], TODAY)).toMatchObject([
      { file: 'PK.json', field: 'entities.high-court' },
    ]);
  });
});

describe('the data set', () => {
  it('passes its own check', () => {
    expect(checkFiles(readDataFiles())).toEqual([]);
  });

  it('makes the same bundle of the same files, however they are listed', () => {
    const files = readDataFiles();
    const text = buildBundle(files);
    expect(buildBundle(files.toReversed())).toBe(text);
    const { version } = v.parse(BundleEnvelopeSchema, JSON.parse(text));
    expect(buildBundle(files.slice(1))).not.toContain(version);
  });

  it('tells of at least 1,900 incidents in 120 countries', () => {
    const { incidents } = JSON.parse(buildBundle()) as { incidents: Incident[] };
    expect(incidents.length).toBeGreaterThanOrEqual(1900);
    expect(new Set(incidents.map(({ country }) => country)).size).toBeGreaterThanOrEqual(120);
  });

  it('refuses to bundle a wrong file', () => {
    expect(() => buildBundle([file({ platforms: ['friendster'] })])).toThrow(/PK\.json.*friendster/);
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
