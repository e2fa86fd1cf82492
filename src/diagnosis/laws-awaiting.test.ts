/**
 * Inputs for which the rules still break a law. Each of these tests fails; once its rule is mended it says so, and goes to
 * the laws as an ordinary test.
 */
import { expect, test } from 'vitest';
import type { Verdict } from '../model/verdict.ts';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const addressTook = (ms: number) => ({ ...f.observedIpLiteral(f.failedWith('other')), ms });
const refusedAt = (ip: string) => [
  ...f.twoRetries(f.failedWith('refused', ip)),
  ...f.publicControls,
  ...f.matchingLookups,
];
/** The server thinks for two seconds and then drips; its small file came by name at once. */
const thinkingServer = [
  ...f.workingControls,
  f.observedStaticFile(),
  f.observedSample('platform', 'time', 8_000, { id: 'page:1', headMs: 2_000 }),
  f.quickControl(),
  ...f.matchingLookups,
  addressTook(50),
];

test.fails.each<[string, Parameters<typeof f.diagnosisInput>, Verdict['kind']]>([
  [
    'refused after 1 ms, while the site’s near address takes TLS in 40 ms and a far control in 200 ms',
    [
      f.errorSymptom('refused'),
      [
        ...f.twoRetries(f.failedWith('refused')).map((retry) => ({ ...retry, ms: 1 })),
        ...f.publicControls,
        ...f.matchingLookups,
        addressTook(40),
        f.observedControlLiteral(200),
      ],
    ],
    'blocked',
  ],
  [
    'refused at another loopback address',
    [f.errorSymptom('refused', '127.0.0.53'), refusedAt('127.0.0.53')],
    'blocked',
  ],
  [
    'refused at a home filter’s address',
    [f.errorSymptom('refused', '192.168.1.2'), refusedAt('192.168.1.2')],
    'blocked',
  ],
  ['one sample of a server that thinks and drips', [f.stalledSymptom, thinkingServer], 'throttled'],
  [
    'the small file came over TLS by name, so no filter drops the name',
    [
      f.hangSymptom,
      [f.observedRetry(f.timedOut), ...f.workingControls, f.observedStaticFile(), f.redirectToHttps],
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
