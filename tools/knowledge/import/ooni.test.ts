import { describe, expect, it } from 'vitest';
import { importOoniFindings, importText, MEGABYTE } from './testing/fixtures.ts';

describe('OONI findings', () => {
  it('gives platforms of hosts and tests, as measurements that were not read here', () => {
    const { candidates, refused } = importOoniFindings({});
    expect(refused).toEqual([]);
    expect(candidates).toMatchObject([
      {
        country: 'PK',
        areaKnown: false,
        platforms: ['x', 'facebook', 'signal'],
        kind: 'block',
        start: '2025-03-01',
        end: '2025-03-04',
        sources: [
          { url: 'https://explorer.ooni.org/findings/273244099200', standing: 'measurement', read: false },
        ],
      },
    ]);
    expect(JSON.stringify(candidates)).not.toContain('Somebody');
  });

  it('calls open what has no end, and slowed down what is tagged so', () => {
    expect(importOoniFindings({ end_time: null, tags: ['throttling'] }).candidates).toMatchObject([
      { kind: 'throttle', end: null, status: 'unclear' },
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['a time that is none', { start_time: 'yesterday' }, /start_time: “yesterday”/],
    ['an end before the start', { end_time: '2025-01-01T00:00:00Z' }, /end_time/],
    ['a country that is none', { CCs: ['QX'] }, /CCs: “QX”/],
    ['no country', { CCs: [] }, /CCs: names no country/],
    [
      'no platform',
      { domains: ['nobody.example'], test_names: ['constructor'] },
      /no platforms that we know/,
    ],
    ['an id that is an address', { id: '../../../etc' }, /id/],
    ['a cell of a megabyte', { start_time: MEGABYTE }, /start_time: “too long”/],
    ['a number for a list', { CCs: 7 }, /CCs/],
  ])('refuses %s, and reads the next', (_, row, reason) => {
    const { candidates, refused } = importOoniFindings(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'incidents[0]', reason: expect.stringMatching(reason) }]);
  });

  it.each(['{"incidents":', '[]', '{"incidents":{}}', '<!doctype html>'])('refuses %s as a whole', (text) => {
    expect(() => importText('ooni', text)).toThrow(/JSON|incidents|It:/);
  });
});
