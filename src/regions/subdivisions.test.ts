import { describe, expect, it, test } from 'vitest';
import table from './subdivisions.json' with { type: 'json' };
import { findSubdivisions, subdivisionName } from './subdivisions.ts';

describe('findSubdivisions', () => {
  it.each([
    ['IN', 'Shopian, Jammu and Kashmir', ['IN-JK']],
    ['IN', 'Parts of Rājasthān', ['IN-RJ']],
    ['PK', 'Karachi, Lahore, and Rawalpindi', ['PK-PB', 'PK-SD']],
    ['PK', 'Islamabad/Rawalpindi', ['PK-IS', 'PK-PB']],
    ['TD', "The capital city of N'djamena", ['TD-ND']],
    ['MM', 'Kachin’s Hpakant', ['MM-11']],
    ['IN', "Odisha's Bhadrak district", ['IN-OD']],
    ['PS', 'Gaza Strip', ['PS-DEB', 'PS-GZA', 'PS-KYS', 'PS-NGZ', 'PS-RFH']],
    ['PS', 'Gaza City', ['PS-GZA']],
    ['IN', 'Punjab', ['IN-PB']],
    ['PK', 'Punjab', ['PK-PB']],
  ])('%s: %s', (country, area, codes) => {
    expect(findSubdivisions(country, area)).toEqual(codes);
  });

  it.each([
    ['PK', 'Major cities in Pakistan'],
    ['ET', 'All regions except Addis Ababa'],
    ['MM', 'Monywa'],
    ['IN', ''],
    ['ZZ', 'Punjab'],
    ['constructor', 'name'],
  ])('%s: “%s” names none', (country, area) => {
    expect(findSubdivisions(country, area)).toEqual([]);
  });
});

test('every part is listed under its own country, with a unique name', () => {
  for (const [country, parts] of Object.entries(table)) {
    const names = Object.values(parts).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const code of Object.keys(parts)) expect(code).toMatch(new RegExp(`^${country}-[A-Z0-9]{1,3}$`));
  }
  expect(subdivisionName('PK-SD')).toBe('Sindh');
  expect(subdivisionName('PK-XX')).toBe('PK-XX');
});
