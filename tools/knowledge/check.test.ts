import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../src/knowledge/incident.ts';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { checkFiles, fixCountryFile } from './check.ts';
import type { CountryFileText } from './files.ts';
import { countryFile, describeProblems, pakistanFile, TODAY } from './testing/country-file.ts';

it('finds no problem in a good file', () => {
  expect(checkFiles([countryFile({})], TODAY)).toEqual([]);
});

it('finds no problem in the example file of docs/facts.md', () => {
  const [text] = /^ {7}\{$[\s\S]*?^ {7}\}$/m.exec(readFileSync('docs/facts.md', 'utf8')) ?? [];
  expect(checkFiles([{ name: 'AQ.json', text: text ?? '' }], TODAY)).toEqual([]);
});

describe('checkFiles reports', () => {
  it.each<[string, CountryFileText, RegExp]>([
    ['a broken file', { name: 'PK.json', text: '{"country":' }, /is no JSON/],
    ['a missing field', { name: 'PK.json', text: '{"country":"PK","incidents":[]}' }, /entities/],
    [
      'an unknown field',
      { name: 'PK.json', text: countryFile({}).text.replace('"kind"', '"kynd"') },
      /kynd|kind/,
    ],
    [
      'no country of that code',
      countryFile({ country: 'QX', id: 'qx-1' }, { name: 'QX.json', country: 'QX' }),
      /QX is no country/,
    ],
    ['a file under another name', countryFile({}, { name: 'IN.json' }), /country is PK/],
    ['a record of another country', countryFile({ country: 'IN' }), /country is IN/],
    [
      'an entity without a name',
      countryFile({ orderedBy: { actor: 'regulator', entity: 'pta' } }),
      /pta has no name/,
    ],
    [
      'an entity never mentioned',
      countryFile({}, { entities: { pta: { name: 'PTA' } } }),
      /no record mentions/,
    ],
    [
      'a note',
      { name: 'PK.json', text: countryFile({}).text.replace('"kind"', '"note":"Bad.","kind"') },
      /note/,
    ],
    [
      'an office that is a sentence',
      countryFile(
        { orderedBy: { actor: 'court', entity: 'court' } },
        { entities: { court: { name: 'The court said no, it was told.' } } },
      ),
      /entities\.court reads as a sentence/,
    ],
  ])('%s', (_, broken, expected) => {
    expect(describeProblems(broken)).toMatch(expected);
  });

  it('an id that is used twice, and a record that repeats another', () => {
    const twice = pakistanFile(makeIncident(), makeIncident());
    expect(checkFiles([twice], TODAY).map(({ field }) => field)).toEqual([
      'incidents[1] pk-x-2024 · id',
      'incidents[1] pk-x-2024 · start',
    ]);
  });

  it('two records that differ only in their ends, and accepts them when kind, place or platform differs', () => {
    const twoRecords = (given: Partial<Incident>) =>
      pakistanFile(
        makeIncident(),
        makeIncident({ id: 'pk-2', end: '2024-03-01', status: 'ended', ...given }),
      );
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
  ])('two records of one place, however it is written: %j and %j', (ours, theirs, twins) => {
    const placedInSindh = (regions: string[]) => ({ regions, subdivisions: ['PK-SD'] });
    const file = pakistanFile(
      makeIncident(placedInSindh(ours)),
      makeIncident({ id: 'pk-2', ...placedInSindh(theirs) }),
    );
    expect(checkFiles([file], TODAY)).toHaveLength(twins);
  });

  it('an ongoing record that another one contradicts, unless it states the dispute', () => {
    const over = makeIncident({ id: 'pk-over', start: '2024-02-01', end: '2024-12', status: 'ended' });
    const reasons = (goesOn: Partial<Incident>, ended: Partial<Incident> = {}) =>
      checkFiles([pakistanFile({ ...over, ...ended }, makeIncident(goesOn))], TODAY).map(
        ({ field, reason }) => `${field} ${reason}`,
      );
    expect(reasons({})).toEqual([
      'incidents[1] pk-x-2024 · disputed is missing: by pk-over it ended on 2024-12',
    ]);
    expect(reasons({ disputed: [{ field: 'end', says: '2024-12', source: 0 }] })).toEqual([]);
    // No contradiction: the other began later, or is about another platform or place.
    expect(reasons({}, { start: '2024-03' })).toEqual([]);
    expect(reasons({}, { platforms: ['tiktok'] })).toEqual([]);
    expect(reasons({}, { regions: ['Sindh'], subdivisions: ['PK-SD'] })).toEqual([]);
  });

  it('a slug that names two offices', () => {
    const orderedByCourt = (country: string, name: string) =>
      countryFile(
        { country, id: `${country.toLowerCase()}-1`, orderedBy: { actor: 'court', entity: 'high-court' } },
        { name: `${country}.json`, country, entities: { 'high-court': { name } } },
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
  it('adds the codes of the named areas, keeps existing codes, and does not touch complete files', () => {
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
