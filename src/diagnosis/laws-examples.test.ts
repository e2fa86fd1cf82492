/** Inputs that once broke a law. */
import { expect, test } from 'vitest';
import type { Verdict } from '../model/verdict.ts';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

test.each<[string, Parameters<typeof f.diagnosisInput>, Verdict['kind']]>([
  [
    'refused at another loopback address',
    [
      f.errorSymptom('refused', '127.0.0.53'),
      [...f.twoRetries(f.failedWith('refused', '127.0.0.53')), ...f.publicControls, ...f.matchingLookups],
    ],
    'blocked',
  ],
  [
    'the head of the page is cached, its body hangs in the server, and nobody elsewhere was asked',
    [
      f.hangSymptom,
      [
        ...f.workingControls,
        f.observedStaticFile(),
        f.timedOutSample(),
        f.observedPageHead(90),
        f.quickControl(),
      ],
    ],
    'blocked',
  ],
])('%s', (_, given, claim) => {
  expect(diagnose(f.diagnosisInput(...given)).kind).not.toBe(claim);
});

test('measurements of others in the country raise no confidence beside a filter nearby', () => {
  const ip = '192.168.1.2';
  const verdict = diagnose(
    f.diagnosisInput(f.errorSymptom('refused', ip), [
      ...f.twoRetries(f.failedWith('refused', ip)),
      ...f.publicControls,
      f.observedAggregation(40, 36, 5),
    ]),
  );
  expect(verdict.evidence.map(({ key }) => key)).toContain('filter-nearby');
  expect(verdict.confidence).toBe('possible');
});

test('a reset is certain to be by name only if the request went to the site’s address', () => {
  const verdict = diagnose(
    f.diagnosisInput(f.errorSymptom('reset'), [
      // The browser names no address: the name may lead to a server that closes all TLS.
      ...f.twoRetries(f.failedWith('reset')),
      ...f.workingControls,
      ...f.matchingLookups,
      f.observedPlainHttp({ kind: 'void', why: 'hsts' }),
      f.observedIpLiteral(f.failedWith('other')),
      f.observedTestHelper(),
    ]),
  );
  expect(verdict.confidence).not.toBe('certain');
});
