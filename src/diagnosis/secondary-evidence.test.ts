/** Several causes at once: one is the verdict, the others stand beside it as evidence. */
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const additionalEvidence = (...given: Parameters<typeof f.diagnosisInput>) =>
  diagnose(f.diagnosisInput(...given)).evidence.filter(({ key }) => key.startsWith('also-'));

test('this name is denied, and connections to another domain are cut', () => {
  const denied = [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.matchingLookups];
  expect(
    additionalEvidence(f.errorSymptom('dns'), [...denied, f.observedAlternate(f.failedWith('reset'))]),
  ).toMatchObject([{ key: 'also-reset', params: { host: 'twitter.com' } }]);
  expect(
    additionalEvidence(f.errorSymptom('dns'), [...denied, f.observedAlternate(f.failedWith('dns'))]),
  ).toEqual([]);
});

test('connections here are cut, and the name of another domain is denied', () => {
  const cut = [...f.twoRetries(f.failedWith('reset')), ...f.workingControls, ...f.matchingLookups];
  expect(
    additionalEvidence(f.errorSymptom('reset'), [...cut, f.observedAlternate(f.failedWith('dns'))]),
  ).toMatchObject([{ key: 'also-nxdomain', params: { host: 'twitter.com' } }]);
});

test('plain HTTP shows a block page, and https connections are cut', () => {
  const seen = [...f.twoRetries(f.failedWith('reset')), ...f.workingControls];
  const page = f.observedPlainHttp(f.answeredWith(200, { secure: false, blockPage: 'pta' }));
  expect(additionalEvidence(f.plainPageSymptom, [...seen, page])).toMatchObject([{ key: 'also-reset' }]);
});

test('a sinkhole that closes connections is not a second interference', () => {
  const astray = f.errorSymptom('reset', '10.10.34.36');
  const seen = [
    ...f.twoRetries(f.failedWith('reset', '10.10.34.36')),
    ...f.workingControls,
    ...f.matchingLookups,
  ];
  expect(additionalEvidence(astray, [...seen, f.observedAlternate(f.failedWith('reset'))])).toEqual([]);
});
