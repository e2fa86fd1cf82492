/** Cases that an earlier version stored are read under the names of today. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { EvidenceSchema } from './evidence.ts';
import { CHECK_NAMES, ObservationSchema } from './observation.ts';

const stored = (check: string, outcome: object) => ({
  check,
  key: `${check}:x.com:1`,
  host: 'x.com',
  at: 0,
  ms: 40,
  outcome,
});
const answered = { kind: 'answered', status: 414, secure: true };

test('a request with an oversized address asked what a small file asks now', () => {
  const read = v.parse(ObservationSchema, stored('oversized-request', answered));
  expect(read).toEqual({ ...stored('static-file', answered), key: 'oversized-request:x.com:1' });
  const evidence = { key: 'oversized-request-ok', tone: 'fine', params: {}, from: [read.key] };
  expect(v.parse(EvidenceSchema, evidence)).toEqual({ ...evidence, key: 'static-file-ok' });
});

test('the names of today stay, and no other name is read', () => {
  for (const check of CHECK_NAMES)
    expect(v.parse(ObservationSchema, stored(check, answered)).check).toBe(check);
  expect(v.is(ObservationSchema, stored('oversized-request-ok', answered))).toBe(false);
  const evidence = { key: 'oversized-request', tone: 'fine', params: {}, from: [] };
  expect(v.is(EvidenceSchema, evidence)).toBe(false);
});

test('a sample of which an earlier version did not tell how it ended was cut off by the clock', () => {
  const sample = { kind: 'measured', of: 'platform', bytes: 12_000, bodyMs: 3_000 };
  expect(v.parse(ObservationSchema, stored('throughput', sample)).outcome).toEqual({
    ...sample,
    end: 'time',
  });
  const stopped = { ...sample, end: 'stopped' };
  expect(v.parse(ObservationSchema, stored('throughput', stopped)).outcome).toEqual(stopped);
});
