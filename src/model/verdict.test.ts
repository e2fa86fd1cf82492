import { expect, test } from 'vitest';
import { diagnose } from '../diagnosis/diagnose.ts';
import * as f from '../diagnosis/testing/observations.ts';
import { looksBlocked, mayBeBlock } from './verdict.ts';

const reset = f.failedWith('reset');
const seenFromOutside = [
  ...f.workingControls,
  ...f.matchingLookups,
  f.redirectToHttps,
  f.observedTestHelper(),
];
const looksBlockedAfter = (...given: Parameters<typeof f.diagnosisInput>) =>
  looksBlocked(diagnose(f.diagnosisInput(...given)));

test('a block is named early only once it was repeated and the site works elsewhere', () => {
  expect(looksBlockedAfter(f.errorSymptom('reset'), [...f.twoRetries(reset), ...seenFromOutside])).toBe(true);
  expect(looksBlockedAfter(f.errorSymptom('reset'), [f.observedRetry(reset), ...seenFromOutside])).toBe(
    false,
  );
  expect(looksBlockedAfter(f.errorSymptom('reset'), [...f.twoRetries(reset), ...f.workingControls])).toBe(
    false,
  );
});

test('a silent host looks blocked only while no small file of it has come', () => {
  const silent = [...seenFromOutside, f.observedIpLiteral(f.failedWith('other'))];
  expect(looksBlockedAfter(f.hangSymptom, [f.observedStaticFile(f.timedOut), ...silent])).toBe(true);
  expect(looksBlockedAfter(f.hangSymptom, [f.observedStaticFile(), ...silent])).toBe(false);
});

test.each(['127.0.0.1', '0.0.0.0'])(
  'a name that leads to %s can be reported: the answer may be a provider’s',
  (ip) => {
    const refused = { ...f.failedWith('refused'), ip };
    const verdict = diagnose(
      f.diagnosisInput(f.errorSymptom('refused'), [
        ...f.workingControls,
        ...f.twoRetries(refused),
        ...f.matchingLookups,
      ]),
    );
    expect(verdict).toMatchObject({ kind: 'local-block', confidence: 'possible' });
    expect(mayBeBlock(verdict)).toBe(true);
  },
);

test('what something on this device itself refused is no report', () => {
  const verdict = diagnose(f.diagnosisInput(f.errorSymptom('local'), []));
  expect(verdict).toMatchObject({ kind: 'local-block', confidence: 'likely' });
  expect(mayBeBlock(verdict)).toBe(false);
});
