/** Somebody on the way who says nothing. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const tlsOutcome = f.failedWith('tls');
const retryTimedOut = [f.observedRetry(f.timedOut), ...f.workingControls];
const DEAD_ADDRESS = '198.51.101.9';
const publicControls = ['google', 'apple'].map((name) =>
  f.observedControl(name, f.answeredWith(204, { ip: '17.253.1.1' })),
);
/** Silence wherever the name is said, while others answer and somebody lives at the site's address. */
const timedOutByName = [
  f.observedRetry(f.timedOut),
  ...f.workingControls,
  ...f.matchingLookups,
  f.observedPlainHttp(f.timedOut),
  f.observedIpLiteral(f.failedWith('other')),
];

export const TIMEOUT_CASES: readonly RuleCase[] = [
  [
    'a name that the resolver says nothing about, and others know',
    [
      f.slowDnsError,
      [
        f.observedRetry(f.timedOut),
        f.observedRetry(f.failedWith('dns'), 2),
        ...f.workingControls,
        ...f.matchingLookups,
      ],
    ],
    'dns-timeout-here-only',
    'likely',
  ],
  [
    'silence, no resolver to ask for the address, and it works from outside',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedPlainHttp(f.timedOut),
        f.observedTestHelper(),
      ],
    ],
    'timeout-here-only',
    'certain',
  ],
  [
    'silence, and a resolver that does not even deny a name of the platform’s that nobody has',
    [f.hangSymptom, [...timedOutByName, f.observedSystemResolver(false), f.timedOutSystemLookup]],
    'dns-timeout-here-only',
    'likely',
  ],
  [
    'names that nobody has are silent, and the browser does not tell why: no answer, or a dead address for all of them',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedPlainHttp(f.timedOut),
        f.observedSystemResolver(false),
      ],
    ],
    'timeout-here-only',
    'possible',
  ],
  [
    'the same, but somebody answers by that name over plain http',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.redirectToHttps,
        f.observedSystemResolver(false),
      ],
    ],
    'tls-timeout-after-client-hello',
    'likely',
  ],
  [
    'a resolver that answers nobody, while standing connections still carry others',
    [f.hangSymptom, [...timedOutByName, f.observedSystemResolver(false, false)]],
    'system-resolver-down',
    'possible',
  ],
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
    'silent, but not without the name',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'silent address',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.timedOut),
      ],
    ],
    'address-timeout',
    'possible',
  ],
  [
    'a wrong certificate for a moment, then a lost packet',
    [
      f.errorSymptom('certificate'),
      [
        f.observedRetry(f.failedWith('certificate')),
        f.observedRetry(f.timedOut, 2),
        ...f.workingControls,
        ...f.matchingLookups,
        f.redirectToHttps,
      ],
    ],
    'invalid-certificate',
    'possible',
  ],
  [
    'silence when the name is said, nobody to ask for the address, another port answers',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        f.failedLookup('a'),
        f.observedPort80(tlsOutcome),
        f.observedOversizedRequest(f.timedOut),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'silence on all ports by the name, and the true address answers: a dead address, or followed everywhere',
    [
      f.hangSymptom,
      [...retryTimedOut, ...f.matchingLookups, f.observedIpLiteral(tlsOutcome), f.observedPort80(f.timedOut)],
    ],
    'timeout-here-only',
    'possible',
  ],
  [
    'the same, and the browser says that it looks at the true address',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedIpLiteral(tlsOutcome),
        f.observedPort80(f.timedOut),
        f.observedSystemLookup(f.SITE_IPV4),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'silence at an address that nobody else knows, while the true one answers',
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
    'inconsistent-dns-answer',
    'possible',
  ],
  [
    'another address that answers whoever does not say the name is a server of content, not a dead end',
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
    'silence at an address of no public site, as the own resolver says',
    [f.hangSymptom, [...retryTimedOut, ...f.matchingLookups, f.observedSystemLookup('10.66.34.9')]],
    'inconsistent-dns-answer',
    'certain',
  ],
  [
    'the same, nobody else to ask, and other sites have public addresses',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...publicControls,
        f.failedLookup('a'),
        f.observedSystemLookup('10.66.34.9'),
      ],
    ],
    'inconsistent-dns-answer',
    'likely',
  ],
  [
    'an address of no public site where all sites have such: a lab, a VPN',
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
    'certain',
  ],
  [
    'the address of the own resolver is silent, and nobody says where the site is: it may be led astray',
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
    'certain',
  ],
  [
    'the own resolver says nothing of the name, others know it',
    [
      f.hangSymptom,
      [...retryTimedOut, ...f.matchingLookups, f.observedPlainHttp(f.timedOut), f.timedOutSystemLookup],
    ],
    'dns-timeout-here-only',
    'likely',
  ],
  [
    'two domains silent, and nobody elsewhere to ask',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.unreachableVantagePoints,
        f.failedLookup('a'),
        f.observedPort80(f.timedOut),
        f.observedAlternate(f.timedOut),
      ],
    ],
    'timeout-on-all-domains',
    'possible',
  ],
];
