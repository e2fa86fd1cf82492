/** Several causes at once: one is the headline, the others are said beside it. */
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const additionalEvidence = (...given: Parameters<typeof f.input>) =>
  diagnose(f.input(...given)).evidence.filter(({ sign }) => sign.startsWith('also-'));

test('a name denied here, connections to another domain cut', () => {
  const denied = [...f.twice(f.failed('dns')), ...f.controls, ...f.known];
  expect(additionalEvidence(f.error('dns'), [...denied, f.alternate(f.failed('reset'))])).toMatchObject([
    { sign: 'also-cut', params: { host: 'twitter.com' } },
  ]);
  expect(additionalEvidence(f.error('dns'), [...denied, f.alternate(f.failed('dns'))])).toEqual([]);
});

test('connections cut here, the name of another domain denied', () => {
  const cut = [...f.twice(f.failed('reset')), ...f.controls, ...f.known];
  expect(additionalEvidence(f.error('reset'), [...cut, f.alternate(f.failed('dns'))])).toMatchObject([
    { sign: 'also-denied', params: { host: 'twitter.com' } },
  ]);
});

test('a block page in the clear, and secure connections cut', () => {
  const seen = [...f.twice(f.failed('reset')), ...f.controls];
  const page = f.plain(f.answered(200, { secure: false, blockPage: 'pta' }));
  expect(additionalEvidence(f.plainPage, [...seen, page])).toMatchObject([{ sign: 'also-cut' }]);
});

test('who closes connections at a sinkhole is the sinkhole', () => {
  const astray = f.error('reset', '10.10.34.36');
  const seen = [...f.twice(f.failed('reset', '10.10.34.36')), ...f.controls, ...f.known];
  expect(additionalEvidence(astray, [...seen, f.alternate(f.failed('reset'))])).toEqual([]);
});
