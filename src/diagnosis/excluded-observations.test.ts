import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import * as f from './testing/observations.ts';

test('requests of the extension that this device stopped are evidence', () => {
  const stopped = f.observedRetry(f.failedWith('local'));
  const { evidence } = diagnose(f.diagnosisInput(f.errorSymptom('reset'), [stopped, ...f.workingControls]));
  expect(evidence).toContainEqual(expect.objectContaining({ key: 'stopped-locally', from: [stopped.key] }));
});

test.each([
  ['sooner than anything answers here', 1_000, 2_000, false],
  ['after twice the time that answers take', 1_000, 2_500, false],
  ['after three times as long', 1_000, 3_500, true],
])('a request given up %s', (_, answerMs, ms, isSilence) => {
  const late = { ...f.observedRetry(f.timedOut), ms };
  const slowControls = f.workingControls.map((control) => ({ ...control, ms: answerMs + 100 }));
  const { retryFailureClasses, prematureTimeouts } = deriveFindings(
    f.diagnosisInput(f.hangSymptom, [late, ...slowControls]),
  );
  expect(retryFailureClasses).toEqual(isSilence ? ['timeout'] : []);
  expect(prematureTimeouts).toEqual(isSilence ? [] : [late]);
});

test('a test helper that was given up early still counts as asked, so that others are asked', () => {
  const lost = { ...f.observedTestHelper(), ms: 2_000, outcome: f.timedOut };
  const slowControls = f.workingControls.map((control) => ({ ...control, ms: 1_900 }));
  expect(deriveFindings(f.diagnosisInput(f.hangSymptom, [lost, ...slowControls])).remoteResult).toBe(
    'unknown',
  );
});
