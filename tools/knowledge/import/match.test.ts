import { describe, expect, it } from 'vitest';
import type { Incident, Source } from '../../../src/knowledge/incident.ts';
import { makeIncident } from '../../../src/knowledge/testing/fixtures.ts';
import { proposeChanges } from './match.ts';
import type { Candidate } from './reading.ts';

const [source] = makeIncident().sources as [Source];
const other: Source = { ...source, url: 'https://another.example/report', publisher: 'Another newspaper' };
const makeRecord = (given: Partial<Incident> = {}) =>
  makeIncident({ end: '2024-05-01', status: 'ended', ...given });
const makeCandidate = (given: Partial<Candidate> = {}): Candidate => {
  const { id, events, verified, ...rest } = makeRecord();
  return { ...rest, sources: [other], ...given };
};
const proposedFor = (theirs: Partial<Candidate>, ours: Partial<Incident> = {}, witness = false) =>
  proposeChanges({ candidates: [makeCandidate(theirs)], refused: [], corroboratesOnly: witness }, [
    makeRecord(ours),
  ]).map((one) => (one.what === 'conflict' ? one.differences.map(({ field }) => field).join() : one.what));
const sindh = { regions: ['Karachi, Sindh'], subdivisions: ['PK-SD'] };
const network = { scope: 'network' as const, platforms: [], kind: 'shutdown' as const };

describe('the merge rule', () => {
  it.each<[string, string[], Partial<Candidate>, Partial<Incident>?]>([
    ['the same again, from another source', ['source'], {}],
    ['the same again, from the same source', [], { sources: [source] }],
    [
      'the same page under another address',
      [],
      { sources: [{ ...source, url: 'https://www.news.example/report/' }] },
    ],
    ['one of its platforms', ['source'], { platforms: ['x', 'tiktok'] }],
    ['another platform', ['new'], { platforms: ['tiktok'] }],
    ['another country', ['new'], { country: 'IN' }],
    ['a network for a platform', ['new'], network],
    ['a network for a network', ['source'], network, network],
    ['three days later', ['start'], { start: '2024-02-20' }],
    ['four days later', ['new'], { start: '2024-02-21' }],
    [
      'a beginning that is on record as disputed',
      ['source'],
      { start: '2024-01-04' },
      { disputed: [{ field: 'start', says: '2024-01-04', source: 0 }] },
    ],
    ['the month in which it began', ['source'], { start: '2024-02' }],
    ['a day of the month in which it began', ['start'], {}, { start: '2024-02' }],
    ['another month', ['new'], { start: '2024-03' }],
    ['another end', ['end'], { end: '2024-06' }],
    ['the month in which it ended', ['source'], { end: '2024-05' }],
    ['an end of what is open here', ['end'], {}, { end: null, status: 'unclear' }],
    ['no end where there is one', ['source'], { end: null, status: 'unclear' }],
    ['that it is ongoing', ['status'], { end: null, status: 'ongoing' }],
    ['that it was slowed down only', ['kind'], { kind: 'throttle' }],
    [
      'an end that is on record as disputed',
      ['source'],
      { end: '2024-06' },
      { disputed: [{ field: 'end', says: '2024-06', source: 0 }] },
    ],
    ['a region, of what was nationwide', ['new'], sindh],
    ['the same region', ['source'], sindh, sindh],
    ['another town of the same region', ['source'], { ...sindh, regions: ['Sukkur'] }, sindh],
    ['another region', ['new'], { regions: ['Lahore'], subdivisions: ['PK-PB'] }, sindh],
    ['nobody knows where', ['source'], { areaKnown: false }, sindh],
  ])('%s: %j', (_, expected, theirs, ours) => {
    expect(proposedFor(theirs, ours)).toEqual(expected);
  });

  it('lets a witness join what was going on, and make nothing', () => {
    const then = { ...network, areaKnown: false, start: '2024-04-02', end: '2024-04-02' };
    expect(proposedFor(then, network, true)).toEqual(['source']);
    expect(proposedFor({ ...then, start: '2024-08-01', end: null }, network, true)).toEqual([]);
    expect(proposedFor({ ...then, country: 'IN' }, network, true)).toEqual([]);
    expect(proposedFor(then, network)).toEqual(['new']);
  });

  it('makes one of what a file tells several times, with every source', () => {
    const proposals = proposeChanges(
      {
        candidates: [
          makeCandidate(),
          makeCandidate({ sources: [other, { ...other, url: 'https://third.example/a' }] }),
        ],
        refused: [],
        corroboratesOnly: false,
      },
      [],
    );
    expect(proposals).toHaveLength(1);
    expect(proposals[0]).toMatchObject({
      what: 'new',
      candidate: { sources: [{ url: other.url }, { url: 'https://third.example/a' }] },
    });
  });

  it('chooses the record of the same area before a nearer beginning', () => {
    const proposals = proposeChanges(
      { candidates: [makeCandidate({ areaKnown: false })], refused: [], corroboratesOnly: false },
      [makeRecord({ id: 'pk-near', ...sindh }), makeRecord({ id: 'pk-same', start: '2024-02-18' })],
    );
    expect(proposals).toMatchObject([{ id: 'pk-same' }]);
  });
});
