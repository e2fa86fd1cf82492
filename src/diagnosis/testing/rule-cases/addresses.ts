/** Silence at an address that may not be the site's. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const tlsOutcome = f.failedWith('tls');
const retryTimedOut = [f.observedRetry(f.timedOut), ...f.workingControls];
const DEAD_ADDRESS = '198.51.101.9';

export const ADDRESS_CASES: readonly RuleCase[] = [
  [
    'a bogus address',
    [
      f.errorSymptom('timeout', '10.10.34.35'),
      [f.observedRetry(f.timedOut), ...f.workingControls, ...f.matchingLookups],
    ],
    'inconsistent-dns-answer',
    'certain',
  ],
  [
    'another address that answers without the name is a content network’s server, not a dead end',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedIpLiteral(tlsOutcome),
        f.observedIpLiteral(tlsOutcome, DEAD_ADDRESS),
        f.observedSystemLookup(DEAD_ADDRESS),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'a timeout at a bogon that the system resolver gives',
    [f.hangSymptom, [...retryTimedOut, ...f.matchingLookups, f.observedSystemLookup('10.66.34.9')]],
    'inconsistent-dns-answer',
    'possible',
  ],
  [
    'the same, no other resolver, and other sites have public addresses',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.publicControls,
        f.failedLookup('a'),
        f.observedSystemLookup('10.66.34.9'),
      ],
    ],
    'inconsistent-dns-answer',
    'possible',
  ],
  [
    'another’s public address, seen from elsewhere: no router has it at home',
    [
      f.errorSymptom('timeout', DEAD_ADDRESS),
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedTestHelper(undefined, [f.SITE_IPV4], {
          endpoints: [{ address: DEAD_ADDRESS, connects: true, validForName: false }],
        }),
      ],
    ],
    'inconsistent-dns-answer',
    'likely',
  ],
  [
    'a bogon where all sites have one: a lab, a VPN',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...['google', 'apple'].map((name) =>
          f.observedControl(name, f.answeredWith(204, { ip: '10.0.0.1' })),
        ),
        f.failedLookup('a'),
        f.observedSystemLookup('10.66.34.9'),
        f.observedTestHelper(undefined, ['10.66.34.9']),
        f.observedIpLiteral(f.timedOut, '10.66.34.9'),
      ],
    ],
    'address-timeout',
    'likely',
  ],
  [
    'the resolved address times out and the true one is unknown: the resolver may be wrong',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedSystemLookup('104.16.0.9'),
        f.observedTestHelper(),
        f.observedIpLiteral(f.timedOut, '104.16.0.9'),
      ],
    ],
    'timeout-here-only',
    'likely',
  ],
  [
    'a timeout at an address that answers nothing at all, while the true one answers: the name may not matter',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedIpLiteral(tlsOutcome),
        f.observedIpLiteral(f.timedOut, DEAD_ADDRESS),
        f.observedSystemLookup(DEAD_ADDRESS),
      ],
    ],
    'timeout-here-only',
    'possible',
  ],
];
