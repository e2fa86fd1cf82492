import { expect, test } from 'vitest';
import { diagnose, raiseForKnownIncident } from './diagnose.ts';
import { RULES } from './rules.ts';
import * as f from './testing/observations.ts';
import { RULE_CASES } from './testing/rule-cases.ts';

test.each(RULE_CASES)('%s', (_name, given, rule, confidence) => {
  const verdict = diagnose(f.diagnosisInput(...given));
  expect([verdict.rule, verdict.confidence]).toEqual([rule, confidence]);
});

test('every rule of the table has a case', () => {
  expect(RULES.map((r) => r.name).filter((name) => !RULE_CASES.some((row) => row[2] === name))).toEqual([]);
});

test('names are unique, and every verdict shows evidence', () => {
  expect(new Set(RULES.map((r) => r.name)).size).toBe(RULES.length);
  for (const [, given] of RULE_CASES)
    expect(diagnose(f.diagnosisInput(...given)).evidence.length).toBeGreaterThan(0);
});

test('a restriction in force raises a block by one step, with evidence, and makes nothing else a block', () => {
  const blocked = diagnose(
    f.diagnosisInput(f.errorSymptom('refused'), [
      ...f.twoRetries(f.failedWith('refused')),
      ...f.workingControls,
    ]),
  );
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toMatchObject({ confidence: 'likely' });
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true).evidence.at(-1)?.key).toBe('known-incident');
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, false)).toEqual(blocked);
  const fine = diagnose(f.diagnosisInput(f.errorSymptom('reset'), [f.observedRetry(f.answeredWith())]));
  expect(raiseForKnownIncident(fine, { country: 'PK' }, true)).toEqual(fine);
});

test('a restriction in the clock’s country does not count on a network in another country', () => {
  const blocked = diagnose(
    f.diagnosisInput(f.errorSymptom('refused'), [
      ...f.twoRetries(f.failedWith('refused')),
      ...f.workingControls,
    ]),
  );
  expect(raiseForKnownIncident(blocked, { country: 'PK', probeCc: 'PK' }, true).confidence).toBe('likely');
  expect(raiseForKnownIncident(blocked, { country: 'PK', probeCc: 'DE' }, true)).toEqual(blocked);
});

const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];
const evidenceKeysFor = (...seen: Parameters<typeof f.diagnosisInput>[1]) =>
  diagnose(f.diagnosisInput(f.errorSymptom('refused'), [...refusedTwice, ...seen])).evidence.map(
    ({ key }) => key,
  );

test('each vantage point has its own evidence, and so has the lack of any', () => {
  expect(evidenceKeysFor(...f.unreachableVantagePoints)).toContain('vantage-points-unknown');
  expect(
    evidenceKeysFor(
      f.unreachableVantagePoints[0],
      f.observedVolunteers({ US: undefined, PK: 'connection_refused' }),
    ),
  ).toEqual(expect.arrayContaining(['abroad-works', 'same-country-fails']));
  expect(
    evidenceKeysFor(f.unreachableVantagePoints[0], f.observedVolunteers({ US: undefined })),
  ).not.toContain('vantage-points-unknown');
  expect(
    evidenceKeysFor(
      f.observedTestHelper('connection_refused'),
      f.observedVolunteers({ JP: undefined, PK: undefined }),
    ),
  ).toEqual(expect.arrayContaining(['test-helper-fails', 'abroad-works', 'same-country-works']));
});

test('a restriction does not count if the site works on another network of the country', () => {
  const seen = [...refusedTwice, f.unreachableVantagePoints[0], f.observedVolunteers({ PK: undefined })];
  const blocked = diagnose(f.diagnosisInput(f.errorSymptom('refused'), seen));
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toEqual(blocked);
});

test('measurements of others and a known restriction raise a block by one step, not two', () => {
  const likely = diagnose(
    f.diagnosisInput(f.errorSymptom('refused'), [
      ...refusedTwice,
      ...f.unreachableVantagePoints,
      f.observedAggregation(40, 36, 5),
    ]),
  );
  const both = raiseForKnownIncident(likely, { country: 'PK' }, true);
  expect(both.confidence).toBe('likely');
  expect(both.evidence.slice(-2).map(({ key }) => key)).toEqual(['aggregation-anomalies', 'known-incident']);
});

test('measurements of others are no evidence for a block that is likely without them', () => {
  const seen = [
    ...f.twoRetries(f.failedWith('reset')),
    ...f.workingControls,
    ...f.matchingLookups,
    f.observedAggregation(40, 40, 5),
  ];
  const likely = diagnose(f.diagnosisInput(f.errorSymptom('reset'), seen));
  expect(likely.confidence).toBe('likely');
  expect(likely.evidence.map(({ key }) => key)).not.toContain('aggregation-anomalies');
});
