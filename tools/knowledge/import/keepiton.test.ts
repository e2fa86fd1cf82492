import { describe, expect, it } from 'vitest';
import { importStopRows, importText, MEGABYTE, type STOP_ROW } from './testing/fixtures.ts';

describe('the KeepItOn table', () => {
  it('gives fields, not sentences, and two references at most', () => {
    expect(importStopRows({})).toMatchObject({
      refused: [],
      candidates: [
        {
          country: 'PK',
          regions: [],
          areaKnown: true,
          scope: 'platform',
          platforms: ['facebook', 'x', 'tiktok'],
          kind: 'block',
          start: '2025-03-01',
          end: '2025-03-04',
          status: 'ended',
          trigger: 'protest',
          orderedBy: { actor: 'national-government' },
          acknowledged: { state: 'not-admitted' },
          sources: [
            { publisher: 'Access Now', standing: 'tracker', read: true },
            { url: 'https://news.example/a', standing: 'agency-press', read: false },
            { url: 'https://ministry.gov.pk/c', standing: 'official', read: false },
          ],
        },
      ],
    });
  });

  it.each<[string, Partial<typeof STOP_ROW>, object]>([
    ['a slow-down', { shutdown_type: 'Throttle' }, { kind: 'throttle' }],
    [
      'a cut of the network',
      { shutdown_extent: 'Full network' },
      { scope: 'network', kind: 'shutdown', platforms: [] },
    ],
    [
      'an ongoing restriction',
      { end_date: '', shutdown_status: 'Ongoing' },
      { end: null, status: 'ongoing' },
    ],
    ['an unknown end', { end_date: '', shutdown_status: 'Unknown' }, { end: null, status: 'unclear' }],
    ['an area', { area_name: 'Karachi, Sindh' }, { regions: ['Karachi, Sindh'], subdivisions: ['PK-SD'] }],
    ['several areas', { area_name: 'Lahore; Karachi' }, { regions: ['Lahore', 'Karachi'] }],
    ['all of it by name', { area_name: 'Entire Pakistan' }, { regions: [], areaKnown: true }],
    ['all of it and more', { area_name: 'Nationwide, especially Karachi' }, { regions: [], areaKnown: true }],
    ['all but a part', { area_name: 'Nationwide except Sindh' }, { regions: ['Nationwide except Sindh'] }],
    ['no area', { area_name: '' }, { regions: [], areaKnown: false }],
    [
      'a list of areas too long for a name',
      { area_name: `Karachi, ${'Hyderabad, '.repeat(10)}Sindh` },
      { regions: ['Parts of Sindh'], subdivisions: ['PK-SD'] },
    ],
    [
      'two countries: each, the area open',
      { country: 'India; Pakistan' },
      { country: 'IN', areaKnown: false },
    ],
    [
      'a reason of security',
      { actual_cause: 'Political instability', gov_justification: 'National security/ Counter-terrorism' },
      { trigger: 'security' },
    ],
    ['a cause that it does not know', { actual_cause: 'constructor' }, { trigger: 'unknown' }],
  ])('reads %s', (_, row, expected) => {
    expect(importStopRows(row).candidates[0]).toMatchObject(expected);
  });

  it('makes two of what was both', () => {
    const { candidates } = importStopRows({ shutdown_extent: 'Full network, Service-based' });
    expect(candidates.map(({ scope }) => scope).sort()).toEqual(['network', 'platform']);
  });

  it('takes the newest year’s word for how it ended', () => {
    const { candidates } = importStopRows(
      { count_year: '2023', end_date: '', shutdown_status: 'Ongoing' },
      { count_year: '2025' },
    );
    expect(candidates.map(({ status }) => status)).toEqual(['ended', 'ongoing']);
  });

  it.each<[string, Partial<typeof STOP_ROW>, RegExp]>([
    ['a day that is none', { start_date: '2025-02-30' }, /start_date: 2025-02-30 is no day/],
    ['a day to come', { start_date: '2031-01-01', end_date: '' }, /in the future/],
    ['a day that may be another', { start_date: '03/01/2025' }, /start_date: “03\/01\/2025” is no date/],
    ['no day', { start_date: '' }, /start_date: “” is no date/],
    ['an end before the start', { end_date: '2025-02-01' }, /end_date: 2025-02-01 is before/],
    ['a country that is none', { country: 'Atlantis' }, /country: “Atlantis” is no country/],
    ['a formula for a country', { country: '=HYPERLINK("https://evil.example")' }, /country: “=HYPERLINK/],
    ['no country', { country: '' }, /country: “” is no country/],
    [
      'unknown platforms',
      { facebook_affected: 'No', twitter_affected: '', other_affected: '=1+1' },
      /other_affected: “=1\+1” names no platform/,
    ],
    ['a cell of a megabyte', { area_name: MEGABYTE }, /area_name: 1,048,576 characters are no cell/],
    ['a key of every object', { country: 'constructor' }, /is no country/],
  ])('refuses %s, and reads the next row', (_, row, reason) => {
    const { candidates, refused } = importStopRows(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'row 2', reason: expect.stringMatching(reason) }]);
    expect(refused[0]?.reason.length).toBeLessThan(200);
  });

  it.each<[string, string, RegExp]>([
    ['another table', 'a,b\n1,2', /no column country/],
    ['an open quote', 'country,start_date\n"Paki', /quote never closes/],
    ['nothing', '', /no header/],
  ])('refuses %s as a whole', (_, text, reason) => {
    expect(() => importText('keepiton', text)).toThrow(reason);
  });
});
