import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Incident, Source } from '../../src/knowledge/incident.ts';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { checkFiles, fixCountryFile } from './check.ts';

const TODAY = new Date('2026-11-24');
const [source] = makeIncident().sources;
const countryFile = (given: Partial<Incident>, name = 'PK.json', country = 'PK', entities = {}) => ({
  name,
  text: JSON.stringify({ country, entities, incidents: [makeIncident(given)] }),
});
const withSource = (given: Partial<Source>) => ({ sources: [{ ...(source as Source), ...given }] });
const event = { date: '2024-02-17', what: 'restricted', source: 0 } as const;

it('finds nothing wrong with a sound file', () => {
  expect(checkFiles([countryFile({})], TODAY)).toEqual([]);
});

it('finds nothing wrong with the file that CONTRIBUTING.md begins with', () => {
  const [text] = /^ {7}\{$[\s\S]*?^ {7}\}$/m.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? [];
  expect(checkFiles([{ name: 'AQ.json', text: text ?? '' }], TODAY)).toEqual([]);
});

describe('checkFiles says file, field, reason and fix of', () => {
  it.each<[string, ReturnType<typeof countryFile>, RegExp]>([
    ['a broken file', { name: 'PK.json', text: '{"country":' }, /is no JSON/],
    ['a missing field', { name: 'PK.json', text: '{"country":"PK","incidents":[]}' }, /entities/],
    [
      'an unknown field',
      { name: 'PK.json', text: countryFile({}).text.replace('"kind"', '"kynd"') },
      /kynd|kind/,
    ],
    [
      'no country of that code',
      countryFile({ country: 'QX', id: 'qx-1' }, 'QX.json', 'QX'),
      /QX is no country/,
    ],
    ['a file under another name', countryFile({}, 'IN.json'), /country is PK/],
    ['a record of another country', countryFile({ country: 'IN' }), /country is IN/],
    ['an id without its country', countryFile({ id: 'x-2024' }), /id does not begin/],
    [
      'an end before the start',
      countryFile({ end: '2024-02-16', status: 'ended' }),
      /end 2024-02-16 is before/,
    ],
    ['an end in the year before', countryFile({ end: '2023', status: 'ended' }), /end 2023 is before/],
    ['an end of what goes on', countryFile({ end: '2024-03' }), /status is ongoing, yet/],
    ['a day that is none', countryFile({ start: '2023-02-29' }), /start 2023-02-29 is no day/],
    ['a day to come', countryFile({ start: '2026-11-25' }), /start 2026-11-25 is in the future/],
    ['a check to come', countryFile({ verified: '2027-01-01' }), /verified 2027-01-01 is in the future/],
    [
      'an unknown platform',
      countryFile({ platforms: ['friendster'] }),
      /platforms friendster is no platform/,
    ],
    ['a platform twice', countryFile({ platforms: ['x', 'x'] }), /names one twice/],
    ['no platform', countryFile({ platforms: [] }), /platforms is empty/],
    [
      'a network with platforms',
      countryFile({ scope: 'network', kind: 'shutdown' }),
      /platforms is not empty/,
    ],
    ['a blocked network', countryFile({ scope: 'network', platforms: [] }), /kind is block/],
    [
      'regions that are not known',
      countryFile({ areaKnown: false, regions: ['Sindh'] }),
      /areaKnown is false/,
    ],
    [
      'an entity without a name',
      countryFile({ orderedBy: { actor: 'regulator', entity: 'pta' } }),
      /pta has no name/,
    ],
    [
      'an entity never mentioned',
      countryFile({}, 'PK.json', 'PK', { pta: { name: 'PTA' } }),
      /no record mentions/,
    ],
    [
      'a date of nothing',
      countryFile({ acknowledged: { state: 'not-recorded', date: '2024' } }),
      /acknowledged\.date/,
    ],
    [
      'events out of order',
      countryFile({ events: [{ ...event, date: '2024-03' }, event] }),
      /events\[1\]\.date/,
    ],
    ['an event years off', countryFile({ events: [{ ...event, date: '2021-02' }] }), /is far from/],
    ['an event without source', countryFile({ events: [{ ...event, source: 1 }] }), /there is no source 1/],
    ['a platform by a former name', countryFile({ platforms: ['twitter'] }), /twitter is no platform/],
    ['a platform shut down', countryFile({ kind: 'shutdown' }), /kind is shutdown/],
    ['an area named twice', countryFile({ regions: ['Sindh', 'Sindh'] }), /regions\[1\] is named twice/],
    [
      'an area that is a sentence',
      countryFile({ regions: ['It was cut in all of Sindh.'] }),
      /reads as a sentence/,
    ],
    ['a code without an area', countryFile({ subdivisions: ['PK-SD'] }), /subdivisions are given, yet/],
    ['an area without its code', countryFile({ regions: ['Karachi, Sindh'] }), /subdivisions lack PK-SD/],
    [
      'a code of elsewhere',
      countryFile({ regions: ['Sindh'], subdivisions: ['PK-SD', 'IN-PB'] }),
      /IN-PB lies elsewhere/,
    ],
    ['a check before it began', countryFile({ verified: '2023-01-01' }), /verified 2023-01-01 is before/],
    [
      'an admission on no day',
      countryFile({ acknowledged: { state: 'admitted', date: '2024-02-30' } }),
      /acknowledged\.date 2024-02-30 is no day/,
    ],
    [
      'an event on no day',
      countryFile({ events: [{ ...event, date: '2024-02-30' }] }),
      /events\[0\]\.date .*no day/,
    ],
    [
      'a dispute about nothing',
      countryFile({ disputed: [{ field: 'start', says: '2024-02-17', source: 0 }] }),
      /record's own start/,
    ],
    [
      'a dispute without a day',
      countryFile({ disputed: [{ field: 'start', says: null, source: 0 }] }),
      /says is null/,
    ],
    [
      'a dispute on no day',
      countryFile({ disputed: [{ field: 'end', says: '2024-02-30', source: 0 }] }),
      /disputed\[0\]\.says .*no day/,
    ],
    [
      'a dispute without source',
      countryFile({ disputed: [{ field: 'end', says: '2024-03', source: 1 }] }),
      /disputed\[0\]\.source there is no source 1/,
    ],
    [
      'a note',
      { name: 'PK.json', text: countryFile({}).text.replace('"kind"', '"note":"Bad.","kind"') },
      /note/,
    ],
    [
      'a source of tomorrow',
      countryFile(withSource({ date: '2026-12' })),
      /sources\[0\]\.date 2026-12 is in the future/,
    ],
    ['a source on no day', countryFile(withSource({ date: '2024-02-30' })), /sources\[0\]\.date .*no day/],
    ['a homepage', countryFile(withSource({ url: 'https://news.example/' })), /only a homepage/],
    [
      'a tracked link',
      countryFile(withSource({ url: 'https://news.example/a?utm_source=b' })),
      /parameter utm_source/,
    ],
    [
      'a link without encryption',
      countryFile(withSource({ url: 'http://news.example/a' })),
      /sources\[0\]\.url/,
    ],
    [
      'a link within somebody’s network',
      countryFile(withSource({ url: 'https://intranet/a' })),
      /public web/,
    ],
    ['a link to an address', countryFile(withSource({ url: 'https://192.0.2.1/a' })), /public web/],
    [
      'a link to a port',
      countryFile(withSource({ url: 'https://news.example:8443/a' })),
      /asks for port 8443/,
    ],
    [
      'a link with a login',
      countryFile(withSource({ url: 'https://me:secret@news.example/a' })),
      /holds a login/,
    ],
    ['a shortened link', countryFile(withSource({ url: 'https://bit.ly/3abc' })), /is shortened/],
    [
      'a link through a search',
      countryFile(withSource({ url: 'https://www.google.com/url?q=a' })),
      /search engine/,
    ],
    [
      'a link into a cache',
      countryFile(withSource({ url: 'https://a-b.translate.goog/c' })),
      /cache that forgets/,
    ],
    [
      'a link that was cut',
      countryFile(withSource({ url: 'https://news.example/a-long-sto…' })),
      /looks cut off/,
    ],
    [
      'a link with a bracket too many',
      countryFile(withSource({ url: 'https://news.example/a)' })),
      /looks cut off/,
    ],
    [
      'a link to undefined',
      countryFile(withSource({ url: 'https://news.example/undefined/a' })),
      /program that failed/,
    ],
    [
      'a link into a session',
      countryFile(withSource({ url: 'https://news.example/a?PHPSESSID=1' })),
      /session/,
    ],
    [
      'a source twice, written otherwise',
      countryFile({
        sources: [source as Source, { ...(source as Source), url: 'https://www.news.example/report/' }],
      }),
      /sources\[1\]\.url is listed twice/,
    ],
    ['a title with HTML', countryFile(withSource({ title: 'X <b>blocked</b>' })), /title holds HTML/],
    ['a title that turns the line', countryFile(withSource({ title: 'X \u202eblocked' })), /nobody sees/],
    ['a title that was cut', countryFile(withSource({ title: 'X is blocked in…' })), /title is cut off/],
    ['a title that shouts', countryFile(withSource({ title: 'PAKISTAN BLOCKS X AGAIN' })), /title shouts/],
    [
      'a title with a link',
      countryFile(withSource({ title: 'See https://news.example/a' })),
      /title holds a link/,
    ],
    ['a title that is a formula', countryFile(withSource({ title: '=HYPERLINK("a")' })), /formula/],
    ['a title still to come', countryFile(withSource({ title: 'TODO' })), /title says nothing/],
    ['a title with gaps', countryFile(withSource({ title: 'X  is blocked' })), /space too many/],
    [
      'a title that tells the story',
      countryFile(withSource({ title: 'on '.repeat(40).trim() })),
      /40 words long/,
    ],
    ['a publisher with HTML', countryFile(withSource({ publisher: 'A &amp; B' })), /publisher holds HTML/],
    [
      'an office that is a sentence',
      countryFile({ orderedBy: { actor: 'court', entity: 'court' } }, 'PK.json', 'PK', {
        court: { name: 'The court said no, it was told.' },
      }),
      /entities\.court reads as a sentence/,
    ],
    ['a source twice', countryFile({ sources: [source as Source, source as Source] }), /listed twice/],
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
      text: JSON.stringify({ country: 'PK', entities: {}, incidents: [makeIncident(), makeIncident()] }),
    };
    expect(checkFiles([twice], TODAY).map(({ field }) => field)).toEqual([
      'incidents[1] pk-x-2024 · id',
      'incidents[1] pk-x-2024 · start',
    ]);
  });

  it('two records of one beginning whose ends differ, and takes them when something sets them apart', () => {
    const twoRecords = (given: Partial<Incident>) => ({
      name: 'PK.json',
      text: JSON.stringify({
        country: 'PK',
        entities: {},
        incidents: [
          makeIncident(),
          makeIncident({ id: 'pk-2', end: '2024-03-01', status: 'ended', ...given }),
        ],
      }),
    });
    const reasons = (given: Partial<Incident>) =>
      checkFiles([twoRecords(given)], TODAY).map(({ reason }) => reason);
    expect(reasons({})).toContain('begins as pk-x-2024 does, in the same place');
    expect(reasons({ regions: ['Sindh'], subdivisions: ['PK-SD'] })).toEqual([]);
    expect(reasons({ kind: 'throttle' })).toEqual([]);
    expect(reasons({ platforms: ['tiktok'] })).toEqual([]);
  });

  it.each([
    [['Thatta district, Sindh'], ['Thatta (Sindh)'], 1],
    [['Karachi, Thatta'], ['Thatta', 'Karachi'], 1],
    [['Thatta, Sindh'], ['Karachi, Sindh'], 0],
  ])('one place however it is written: %j is %j', (ours, theirs, twins) => {
    const placedInSindh = (regions: string[]) => ({ regions, subdivisions: ['PK-SD'] });
    const text = JSON.stringify({
      country: 'PK',
      entities: {},
      incidents: [makeIncident(placedInSindh(ours)), makeIncident({ id: 'pk-2', ...placedInSindh(theirs) })],
    });
    expect(checkFiles([{ name: 'PK.json', text }], TODAY)).toHaveLength(twins);
  });

  it('what goes on by one record and has ended by another, unless the first says so', () => {
    const over = makeIncident({ id: 'pk-over', start: '2024-02-01', end: '2024-12', status: 'ended' });
    const reasons = (goesOn: Partial<Incident>, ended: Partial<Incident> = {}) =>
      checkFiles(
        [
          {
            name: 'PK.json',
            text: JSON.stringify({
              country: 'PK',
              entities: {},
              incidents: [{ ...over, ...ended }, makeIncident(goesOn)],
            }),
          },
        ],
        TODAY,
      ).map(({ field, reason }) => `${field} ${reason}`);
    expect(reasons({})).toEqual([
      'incidents[1] pk-x-2024 · disputed is missing: by pk-over it ended on 2024-12',
    ]);
    expect(reasons({ disputed: [{ field: 'end', says: '2024-12', source: 0 }] })).toEqual([]);
    // Another cut on top of it, of another platform, or elsewhere: no contradiction.
    expect(reasons({}, { start: '2024-03' })).toEqual([]);
    expect(reasons({}, { platforms: ['tiktok'] })).toEqual([]);
    expect(reasons({}, { regions: ['Sindh'], subdivisions: ['PK-SD'] })).toEqual([]);
  });

  it('one slug that names two offices', () => {
    const orderedByCourt = (country: string, name: string) =>
      countryFile(
        { country, id: `${country.toLowerCase()}-1`, orderedBy: { actor: 'court', entity: 'high-court' } },
        `${country}.json`,
        country,
        { 'high-court': { name } },
      );
    expect(
      checkFiles(
        [orderedByCourt('IN', 'Delhi High Court'), orderedByCourt('PK', 'Lahore High Court')],
        TODAY,
      ),
    ).toMatchObject([{ file: 'PK.json', field: 'entities.high-court' }]);
  });
});

describe('--fix', () => {
  it('adds the codes that follow from the areas, keeps those that are there, and leaves what is whole alone', () => {
    const fixedSubdivisions = (given: Partial<Incident>) =>
      fixCountryFile(countryFile(given))?.incidents[0]?.subdivisions;
    expect(fixedSubdivisions({ regions: ['Lahore', 'Karachi'] })).toEqual(['PK-PB', 'PK-SD']);
    expect(fixedSubdivisions({ regions: ['Karachi'], subdivisions: ['PK-BA'] })).toEqual(['PK-BA', 'PK-SD']);
    expect(fixedSubdivisions({ regions: ['Karachi'], subdivisions: ['PK-SD'] })).toBeUndefined();
    expect(fixedSubdivisions({ regions: ['Nowhere in particular'] })).toBeUndefined();
    expect(fixedSubdivisions({ kind: 'slow' as Incident['kind'], regions: ['Karachi'] })).toBeUndefined();
    expect(fixCountryFile({ name: 'PK.json', text: '{"country":' })).toBeUndefined();
  });
});
