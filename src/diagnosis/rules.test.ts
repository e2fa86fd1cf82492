import { expect, test } from 'vitest';
import { diagnose, raiseForKnownIncident } from './diagnose.ts';
import { RULES } from './rules.ts';
import * as f from './testing/observations.ts';
import { RULE_CASES } from './testing/rule-cases.ts';

test.each(RULE_CASES)('%s', (_name, given, rule, confidence) => {
  const verdict = diagnose(f.diagnosisInput(...given));
  expect([verdict.rule, verdict.confidence]).toEqual([rule, confidence]);
});

test('every rule of the table has its case here', () => {
  expect(RULES.map((r) => r.name).filter((name) => !RULE_CASES.some((row) => row[2] === name))).toEqual([]);
});

test('names are unique, and every verdict shows evidence', () => {
  expect(new Set(RULES.map((r) => r.name)).size).toBe(RULES.length);
  for (const [, given] of RULE_CASES)
    expect(diagnose(f.diagnosisInput(...given)).evidence.length).toBeGreaterThan(0);
});

test('a restriction in force makes a block one step surer, visibly, and makes nothing else a block', () => {
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

test('the history of the country of the clock does not count on a network of another country', () => {
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

test('who looked from outside is said one by one, and so is that nobody could be asked', () => {
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

test('where it works on another network of the country, the history of the country says nothing of this one', () => {
  const seen = [...refusedTwice, f.unreachableVantagePoints[0], f.observedVolunteers({ PK: undefined })];
  const blocked = diagnose(f.diagnosisInput(f.errorSymptom('refused'), seen));
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toEqual(blocked);
});

test('what others measured and what is on record are one reason, not two', () => {
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

test('what others measured is no reason where there is a better one', () => {
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
