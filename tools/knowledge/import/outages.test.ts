import { describe, expect, it } from 'vitest';
import type { SourceReading } from './reading.ts';
import { importIodaEvents, importRadarOutages, importText, MEGABYTE } from './testing/fixtures.ts';

describe('outages', () => {
  it('takes from Radar what a government directed, and nothing else', () => {
    const { candidates, refused } = importRadarOutages({}, { outage: { outageCause: 'CABLE_CUT' } });
    expect(candidates).toMatchObject([
      {
        country: 'IQ',
        scope: 'network',
        kind: 'shutdown',
        areaKnown: true,
        start: '2025-03-01',
        status: 'unclear',
        orderedBy: { actor: 'national-government' },
        sources: [{ url: 'https://radar.example/post', standing: 'measurement', read: false }],
      },
    ]);
    expect(refused).toEqual([
      { where: 'annotations[1]', reason: 'outage.outageCause: “CABLE_CUT” is no restriction' },
    ]);
    expect(JSON.stringify(candidates)).not.toContain('Somebody');
  });

  it('does not call a regional outage nationwide, and links to Radar where the link is none', () => {
    const [one] = importRadarOutages({
      outage: { outageCause: 'GOVERNMENT_DIRECTED' },
      linkedUrl: 'javascript:0',
    }).candidates;
    expect(one).toMatchObject({
      areaKnown: false,
      sources: [{ url: expect.stringMatching(/^https:\/\/radar\.cloudflare\.com\/iq\?/) }],
    });
  });

  it('takes IODA as a witness only', () => {
    const { candidates, corroboratesOnly: witness } = importIodaEvents({});
    expect(witness).toBe(true);
    expect(candidates).toMatchObject([
      { country: 'PK', scope: 'network', start: '2025-03-01', end: '2025-03-01' },
    ]);
  });

  it.each<[string, SourceReading, RegExp]>([
    ['a location that is no country', importIodaEvents({ location: 'asn/1' }), /location: “asn\/1”/],
    ['a country that is none', importIodaEvents({ location: 'country/QX' }), /“QX” is no country/],
    ['a start in the far future', importIodaEvents({ start: 8_640_000_000 }), /start/],
    ['a time that is none', importIodaEvents({ start: 'now' }), /start/],
    [
      'a day that is none',
      importRadarOutages({ startDate: '2025-02-30T00:00:00Z' }),
      /startDate: 2025-02-30 is no day/,
    ],
    ['an end before the start', importRadarOutages({ endDate: '2025-01-01' }), /endDate/],
    ['no country', importRadarOutages({ locations: [] }), /names no country/],
    ['a cell of a megabyte', importRadarOutages({ startDate: MEGABYTE }), /too long/],
  ])('refuses %s', (_, { candidates, refused }, reason) => {
    expect(candidates).toEqual([]);
    expect(refused[0]?.reason).toMatch(reason);
  });

  it('refuses another answer as a whole', () => {
    expect(() => importText('outages', '{"data":{}}')).toThrow(/neither|It/);
  });
});
