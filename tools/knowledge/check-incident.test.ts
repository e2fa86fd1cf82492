import { describe, expect, it } from 'vitest';
import type { CountryFileText } from './files.ts';
import { countryFile, describeProblems } from './testing/country-file.ts';

const event = { date: '2024-02-17', what: 'restricted', source: 0 } as const;

describe('checkIncident reports', () => {
  it.each<[string, CountryFileText, RegExp]>([
    ['an id without its country', countryFile({ id: 'x-2024' }), /id does not begin/],
    [
      'an end before the start',
      countryFile({ end: '2024-02-16', status: 'ended' }),
      /end 2024-02-16 is before/,
    ],
    ['an end in the year before', countryFile({ end: '2023', status: 'ended' }), /end 2023 is before/],
    ['an end of an ongoing incident', countryFile({ end: '2024-03' }), /status is ongoing, yet/],
    ['a day that does not exist', countryFile({ start: '2023-02-29' }), /start 2023-02-29 is no day/],
    ['a future start', countryFile({ start: '2026-11-25' }), /start 2026-11-25 is in the future/],
    [
      'a verification in the future',
      countryFile({ verified: '2027-01-01' }),
      /verified 2027-01-01 is in the future/,
    ],
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
      'regions of an unknown area',
      countryFile({ areaKnown: false, regions: ['Sindh'] }),
      /areaKnown is false/,
    ],
    [
      'a date without an acknowledgement',
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
      'a code of another country',
      countryFile({ regions: ['Sindh'], subdivisions: ['PK-SD', 'IN-PB'] }),
      /IN-PB lies elsewhere/,
    ],
    [
      'a verification before the start',
      countryFile({ verified: '2023-01-01' }),
      /verified 2023-01-01 is before/,
    ],
    [
      'an admission on a day that does not exist',
      countryFile({ acknowledged: { state: 'admitted', date: '2024-02-30' } }),
      /acknowledged\.date 2024-02-30 is no day/,
    ],
    [
      'an event on a day that does not exist',
      countryFile({ events: [{ ...event, date: '2024-02-30' }] }),
      /events\[0\]\.date .*no day/,
    ],
    [
      'a dispute about nothing',
      countryFile({ disputed: [{ field: 'start', says: '2024-02-17', source: 0 }] }),
      /record's own start/,
    ],
    [
      'a disputed start without a date',
      countryFile({ disputed: [{ field: 'start', says: null, source: 0 }] }),
      /says is null/,
    ],
    [
      'a dispute with a day that does not exist',
      countryFile({ disputed: [{ field: 'end', says: '2024-02-30', source: 0 }] }),
      /disputed\[0\]\.says .*no day/,
    ],
    [
      'a dispute without source',
      countryFile({ disputed: [{ field: 'end', says: '2024-03', source: 1 }] }),
      /disputed\[0\]\.source there is no source 1/,
    ],
  ])('%s', (_, broken, expected) => {
    expect(describeProblems(broken)).toMatch(expected);
  });
});
