import { describe, expect, it, test } from 'vitest';
import table from './subdivisions.json' with { type: 'json' };
import { concerns, subdivisionName, subdivisionsNamed } from './subdivisions.ts';

describe('subdivisionsNamed', () => {
  it.each([
    ['IN', 'Shopian, Jammu and Kashmir', ['IN-JK']],
    ['IN', 'Parts of Rājasthān', ['IN-RJ']],
    ['PK', 'Karachi, Lahore, and Rawalpindi', ['PK-PB', 'PK-SD']],
    ['PK', 'Islamabad/Rawalpindi', ['PK-IS', 'PK-PB']],
    ['TD', "The capital city of N'djamena", ['TD-ND']],
    ['IN', 'Punjab', ['IN-PB']],
    ['PK', 'Punjab', ['PK-PB']],
  ])('%s: %s', (country, area, codes) => {
    expect(subdivisionsNamed(country, area)).toEqual(codes);
  });

  it.each([
    ['PK', 'Major cities in Pakistan'],
    ['ET', 'All regions except Addis Ababa'],
    ['MM', 'Monywa'],
    ['IN', ''],
    ['ZZ', 'Punjab'],
    ['constructor', 'name'],
  ])('%s: “%s” tells none', (country, area) => {
    expect(subdivisionsNamed(country, area)).toEqual([]);
  });
});

describe('concerns', () => {
  it('is everybody’s where the whole country is meant, and the chosen region’s where that is meant', () => {
    expect(concerns({ regions: [] }, '')).toBe(true);
    expect(concerns({ regions: ['Quetta'], subdivisions: ['PK-BA'] }, 'PK-BA')).toBe(true);
  });

  it('is nobody’s who chose no region, or another, or where no region could be told', () => {
    expect(concerns({ regions: ['Quetta'], subdivisions: ['PK-BA'] }, '')).toBe(false);
    expect(concerns({ regions: ['Quetta'], subdivisions: ['PK-BA'] }, 'PK-SD')).toBe(false);
    expect(concerns({ regions: ['Border towns'] }, 'PK-BA')).toBe(false);
    expect(concerns({ regions: ['Border towns'] }, '')).toBe(false);
  });
});

test('every part stands under its own country, and is called by one name', () => {
  for (const [country, parts] of Object.entries(table)) {
    const names = Object.values(parts).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const code of Object.keys(parts)) expect(code).toMatch(new RegExp(`^${country}-[A-Z0-9]{1,3}$`));
  }
  expect(subdivisionName('PK-SD')).toBe('Sindh');
  expect(subdivisionName('PK-XX')).toBe('PK-XX');
});
