/** A middlebox that drops packets. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const tlsOutcome = f.failedWith('tls');
const retryTimedOut = [f.observedRetry(f.timedOut), ...f.workingControls];
/** A timeout for every request that names the host, while other sites answer, and the site's address too. */
const timedOutByName = [
  f.observedRetry(f.timedOut),
  ...f.workingControls,
  ...f.matchingLookups,
  f.observedPlainHttp(f.timedOut),
  f.observedIpLiteral(f.failedWith('other')),
];

export const TIMEOUT_CASES: readonly RuleCase[] = [
  [
    'the system resolver does not answer the name, DoH resolvers know it',
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
    'a timeout, no resolver for the address, and the site works elsewhere',
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
    'likely',
  ],
  [
    'a timeout, and a resolver that does not even deny a missing name of the platform',
    [f.hangSymptom, [...timedOutByName, f.observedSystemResolver(false), f.timedOutSystemLookup]],
    'dns-timeout-here-only',
    'likely',
  ],
  [
    'missing names time out, and the browser does not tell whether they have no answer or a dead address',
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
    'the same, but a server answers the name over plain HTTP',
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
    'possible',
  ],
  [
    'a resolver that answers no name, while open connections still carry other sites',
    [f.hangSymptom, [...timedOutByName, f.observedSystemResolver(false, false)]],
    'system-resolver-down',
    'possible',
  ],
  [
    'a timeout, but not without the name',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'timeout-here-only',
    'possible',
  ],
  [
    'the same, the browser sends nothing but https (HSTS), and the resolver denies made-up names at once',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
        f.observedPlainHttp({ kind: 'void', why: 'hsts' }),
        f.observedSystemResolver(true),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'the same, and the site works elsewhere: as surely blocked as any site that is silent here',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
        f.observedPlainHttp({ kind: 'void', why: 'hsts' }),
        f.observedSystemResolver(true),
        f.observedTestHelper(),
      ],
    ],
    'tls-timeout-after-client-hello',
    'likely',
  ],
  [
    'a server answers at the address over plain HTTP, and the site works elsewhere',
    [
      f.hangSymptom,
      [
        f.observedStaticFile(f.timedOut),
        ...f.workingControls,
        f.failedLookup('a'),
        f.redirectToHttps,
        f.observedTestHelper(),
      ],
    ],
    'tls-timeout-after-client-hello',
    'likely',
  ],
  [
    'an address that times out',
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
    'there is no route to the address: as good as silence',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('unreachable')),
      ],
    ],
    'address-timeout',
    'possible',
  ],
  [
    'a timeout with the name, no resolver for the address, plain HTTP answers',
    [
      f.hangSymptom,
      [...retryTimedOut, f.failedLookup('a'), f.redirectToHttps, f.observedStaticFile(f.timedOut)],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'timeouts on all ports by name, and the true address answers: a dead address, or filtered everywhere',
    [f.hangSymptom, [...retryTimedOut, ...f.matchingLookups, f.observedIpLiteral(tlsOutcome)]],
    'timeout-here-only',
    'possible',
  ],
  [
    'the same, and the browser reports that it tries the true address',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedIpLiteral(tlsOutcome),
        f.observedSystemLookup(f.SITE_IPV4),
      ],
    ],
    'tls-timeout-after-client-hello',
    'possible',
  ],
  [
    'the system resolver does not answer a lookup of the host, others know it',
    [
      f.hangSymptom,
      [...retryTimedOut, ...f.matchingLookups, f.observedPlainHttp(f.timedOut), f.timedOutSystemLookup],
    ],
    'dns-timeout-here-only',
    'likely',
  ],
  [
    'two domains time out, and no vantage point',
    [
      f.hangSymptom,
      [...retryTimedOut, ...f.unreachableVantagePoints, f.failedLookup('a'), f.observedAlternate(f.timedOut)],
    ],
    'timeout-on-all-domains',
    'possible',
  ],
];
