import { expect, test } from 'vitest';
import { diagnose, raiseForKnownIncident } from './diagnose.ts';
import { RULES } from './rules.ts';
import * as f from './testing/observations.ts';
import { RULE_CASES } from './testing/rule-cases.ts';

test.each(RULE_CASES)('%s', (_name, given, rule, confidence) => {
  const verdict = diagnose(f.input(...given));
  expect([verdict.rule, verdict.confidence]).toEqual([rule, confidence]);
});

test('every rule of the table has its case here', () => {
  expect(RULES.map((r) => r.name).filter((name) => !RULE_CASES.some((row) => row[2] === name))).toEqual([]);
});

test('names are unique, and every verdict shows evidence', () => {
  expect(new Set(RULES.map((r) => r.name)).size).toBe(RULES.length);
  for (const [, given] of RULE_CASES) expect(diagnose(f.input(...given)).evidence.length).toBeGreaterThan(0);
});

test('a restriction in force makes a block one step surer, visibly, and makes nothing else a block', () => {
  const blocked = diagnose(f.input(f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls]));
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toMatchObject({ confidence: 'likely' });
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true).evidence.at(-1)?.sign).toBe('history-fits');
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, false)).toEqual(blocked);
  const fine = diagnose(f.input(f.error('reset'), [f.retry(f.answered())]));
  expect(raiseForKnownIncident(fine, { country: 'PK' }, true)).toEqual(fine);
});

test('the history of the country of the clock does not count on a network of another country', () => {
  const blocked = diagnose(f.input(f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls]));
  expect(raiseForKnownIncident(blocked, { country: 'PK', networkCountry: 'PK' }, true).confidence).toBe(
    'likely',
  );
  expect(raiseForKnownIncident(blocked, { country: 'PK', networkCountry: 'DE' }, true)).toEqual(blocked);
});

const refusedTwice = [...f.twice(f.failed('refused')), ...f.controls];
const evidenceKeysFor = (...seen: Parameters<typeof f.input>[1]) =>
  diagnose(f.input(f.error('refused'), [...refusedTwice, ...seen])).evidence.map(({ sign }) => sign);

test('who looked from outside is said one by one, and so is that nobody could be asked', () => {
  expect(evidenceKeysFor(...f.noOutside)).toContain('outside-unknown');
  expect(evidenceKeysFor(f.noOutside[0], f.places({ US: undefined, PK: 'connection_refused' }))).toEqual(
    expect.arrayContaining(['abroad-works', 'home-fails']),
  );
  expect(evidenceKeysFor(f.noOutside[0], f.places({ US: undefined }))).not.toContain('outside-unknown');
  expect(
    evidenceKeysFor(f.outside('connection_refused'), f.places({ JP: undefined, PK: undefined })),
  ).toEqual(expect.arrayContaining(['outside-fails', 'abroad-works', 'home-works']));
});

test('where it works on another network of the country, the history of the country says nothing of this one', () => {
  const seen = [...refusedTwice, f.noOutside[0], f.places({ PK: undefined })];
  const blocked = diagnose(f.input(f.error('refused'), seen));
  expect(raiseForKnownIncident(blocked, { country: 'PK' }, true)).toEqual(blocked);
});

test('what others measured and what is on record are one reason, not two', () => {
  const likely = diagnose(f.input(f.error('refused'), [...refusedTwice, ...f.noOutside, f.tally(40, 36, 5)]));
  const both = raiseForKnownIncident(likely, { country: 'PK' }, true);
  expect(both.confidence).toBe('likely');
  expect(both.evidence.slice(-2).map(({ sign }) => sign)).toEqual(['others-too', 'history-fits']);
});

test('what others measured is no reason where there is a better one', () => {
  const seen = [...f.twice(f.failed('reset')), ...f.controls, ...f.known, f.tally(40, 40, 5)];
  const likely = diagnose(f.input(f.error('reset'), seen));
  expect(likely.confidence).toBe('likely');
  expect(likely.evidence.map(({ sign }) => sign)).not.toContain('others-too');
});
