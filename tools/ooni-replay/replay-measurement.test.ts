import { expect, test } from 'vitest';
import rows from '../../src/checks/fingerprints.json' with { type: 'json' };
import { Fingerprints } from '../../src/checks/fingerprints.ts';
import { readMeasurement } from './read-measurement.ts';
import { replayMeasurement } from './replay-measurement.ts';
import { GIVEN_CASES, type ReplayCase } from './testing/given-cases.ts';
import { OTHER_CASES } from './testing/other-cases.ts';
import { REDIRECT_CASES } from './testing/redirect-cases.ts';

const fingerprints = new Fingerprints(rows);

/** Cases in which the rules do not say yet what is true. Take a name out once its verdict is right. */
const AWAITING_RULES: string[] = [];

const isRight = ({ text, verdicts, mechanisms }: ReplayCase): boolean => {
  const { kind, mechanism } = replayMeasurement(readMeasurement(text), fingerprints);
  return verdicts.includes(kind) && (mechanisms ?? [null]).includes(mechanism);
};
const cases = [...GIVEN_CASES, ...OTHER_CASES, ...REDIRECT_CASES];

test('all 24 published cases are here, each name once', () => {
  expect(GIVEN_CASES).toHaveLength(24);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every case is answered truthfully, except where a rule is missing', () => {
  expect(cases.filter((one) => !isRight(one)).map(({ name }) => name)).toEqual(AWAITING_RULES);
});
