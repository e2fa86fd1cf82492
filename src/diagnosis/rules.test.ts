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

const refusedTwice = [...f.twoRetries(f.failedWith('refused', f.SITE_IPV4)), ...f.workingControls];
const diagnoseRefusal = (...seen: Parameters<typeof f.diagnosisInput>[1]) =>
  diagnose(f.diagnosisInput(f.errorSymptom('refused', f.SITE_IPV4), [...refusedTwice, ...seen]));

test('a restriction in force makes a possible block a likely one, with evidence, and nothing else a block', () => {
  const blocked = diagnoseRefusal();
  expect(blocked).toMatchObject({ kind: 'blocked', confidence: 'possible' });
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toMatchObject({ confidence: 'likely' });
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true).evidence.at(-1)?.key).toBe('known-incident');
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, false)).toEqual(blocked);
  const fine = diagnose(f.diagnosisInput(f.errorSymptom('reset'), [f.observedRetry(f.answeredWith())]));
  expect(raiseForKnownIncident(fine, { country: 'PK' }, true)).toEqual(fine);
});

test('a restriction in the clock’s country does not count on a network in another country', () => {
  const blocked = diagnoseRefusal();
  expect(raiseForKnownIncident(blocked, { country: 'PK', probeCc: 'PK' }, true).confidence).toBe('likely');
  expect(raiseForKnownIncident(blocked, { country: 'PK', probeCc: 'DE' }, true)).toEqual(blocked);
});

test('a restriction makes nothing certain, and does not count beside a filter nearby', () => {
  const likely = diagnoseRefusal(...f.matchingLookups, f.observedTestHelper());
  expect(likely).toMatchObject({ kind: 'blocked', confidence: 'likely' });
  expect(raiseForKnownIncident(likely, { country: 'PK' }, true).confidence).toBe('likely');
  const page = { secure: false, blockPage: 'family_filter', blockPageScope: 'prod' } as const;
  const filtered = diagnose(
    f.diagnosisInput(f.plainPageSymptom, [
      ...f.twoRetries(f.failedWith('reset')),
      ...f.workingControls,
      f.observedPlainHttp(f.answeredWith(403, page)),
    ]),
  );
  expect(filtered).toMatchObject({ kind: 'blocked', mechanism: 'http-blockpage' });
  expect(raiseForKnownIncident(filtered, { country: 'PK' }, true)).toEqual(filtered);
});

test('a restriction makes no likely block of a page that may be one for paying or logging in', () => {
  const redirected = f.observedPlainHttp(f.answeredWith(302, { secure: false, redirectHost: 'pay.example' }));
  const wall = diagnose(
    f.diagnosisInput(f.errorSymptom('reset'), [
      ...f.twoRetries(f.failedWith('reset')),
      ...f.workingControls,
      redirected,
    ]),
  );
  expect(wall).toMatchObject({ mechanism: 'http-blockpage', confidence: 'possible' });
  expect(raiseForKnownIncident(wall, { country: 'PK' }, true)).toEqual(wall);
});

const evidenceKeysFor = (...seen: Parameters<typeof f.diagnosisInput>[1]) =>
  diagnoseRefusal(...seen).evidence.map(({ key }) => key);

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
  const blocked = diagnoseRefusal(f.unreachableVantagePoints[0], f.observedVolunteers({ PK: undefined }));
  expect(blocked.kind).toBe('blocked');
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toEqual(blocked);
});

test('measurements of others and a known restriction raise a block by one step, not two', () => {
  const likely = diagnoseRefusal(...f.unreachableVantagePoints, f.observedAggregation(40, 36, 5));
  const both = raiseForKnownIncident(likely, { country: 'PK' }, true);
  expect(both.confidence).toBe('likely');
  expect(both.evidence.slice(-2).map(({ key }) => key)).toEqual(['aggregation-anomalies', 'known-incident']);
});

test('measurements of others are no evidence for a block that is likely without them', () => {
  const seen = [
    ...f.twoRetries(f.failedWith('reset')),
    ...f.workingControls,
    ...f.matchingLookups,
    f.observedTestHelper(),
    f.observedAggregation(40, 40, 5),
  ];
  const likely = diagnose(f.diagnosisInput(f.errorSymptom('reset'), seen));
  expect(likely.confidence).toBe('likely');
  expect(likely.evidence.map(({ key }) => key)).not.toContain('aggregation-anomalies');
});
