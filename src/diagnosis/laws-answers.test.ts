/** An answer counts as one only after TLS that holds: whatever can be forged without a certificate acquits nobody. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Failure } from '../model/failure.ts';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import * as f from './testing/observations.ts';

const notFromSite = ['site-down', 'reachable', 'refused-by-site', 'no-such-site'];
/** What a network can do to a connection without any certificate. */
const cuts: Failure[] = ['reset', 'closed', 'refused', 'timeout', 'tls', 'untrusted', 'http'];

test('a host that is only cut, in whatever order, never counts as answering', () => {
  const anyCut = fc.constantFrom(...cuts).map((failure) => f.failedWith(failure));
  const anyOutcome = fc.oneof(anyCut, fc.constant(f.timedOut));
  const outside = fc.subarray([
    ...f.matchingLookups,
    f.redirectToHttps,
    f.observedTestHelper(),
    f.observedIpLiteral(f.failedWith('other')),
  ]);
  fc.assert(
    fc.property(anyOutcome, anyOutcome, anyOutcome, outside, (first, second, third, known) => {
      const { kind } = diagnose(
        f.diagnosisInput(f.hangSymptom, [
          ...f.workingControls,
          f.observedStaticFile(first),
          f.observedRetry(second),
          f.observedRetry(third, 2),
          ...known,
        ]),
      );
      expect(notFromSite).not.toContain(kind);
    }),
  );
});

test('an answer of the host without TLS that holds is no answer', () => {
  const inTheClear = f.answeredWith(200, { secure: false });
  const observations = [f.observedStaticFile(inTheClear), f.observedRetry(inTheClear)];
  const { retryAnswers, staticFile } = deriveFindings(f.diagnosisInput(f.hangSymptom, observations));
  expect([retryAnswers, staticFile]).toEqual([[], 'fails']);
});
