/** Interference that answers: a denied name, a refused or cut connection, an impostor. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];
const openPortal = f.observedPortal('firefox', true);

export const NETWORK_CASES: readonly RuleCase[] = [
  [
    'one forged portal answer while all else works is no captive portal',
    [
      f.errorSymptom('reset'),
      [
        f.observedPortal('firefox', false),
        ...f.workingControls,
        ...f.twoRetries(resetOutcome),
        ...f.matchingLookups,
      ],
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    '403 over plain HTTP, a known block page, https cut',
    [
      f.statusSymptom(403, false),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.observedPlainHttp(f.answeredWith(403, { secure: false, blockPage: 'uae' })),
      ],
    ],
    'blockpage-over-http',
    'certain',
  ],
  [
    '403 over plain HTTP without a known fingerprint: only the cut counts',
    [
      f.statusSymptom(403, false),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.observedPlainHttp(f.answeredWith(403, { secure: false })),
      ],
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'a name that is denied while the system reports no network',
    [
      f.errorSymptom('offline'),
      [...f.twoRetries(f.failedWith('offline')), ...f.workingControls, ...f.matchingLookups],
    ],
    'nxdomain-here-only',
    'certain',
  ],
  [
    'a name denied',
    [
      f.errorSymptom('dns'),
      [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.matchingLookups],
    ],
    'nxdomain-here-only',
    'certain',
  ],
  [
    'a name denied, no resolver answers, the site works elsewhere',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedTestHelper(),
      ],
    ],
    'nxdomain-here-only',
    'likely',
  ],
  [
    'two names denied, no resolver to ask',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedAlternate(f.failedWith('dns')),
      ],
    ],
    'nxdomain-on-all-domains',
    'possible',
  ],
  [
    'a server on another network with a bad certificate',
    [
      f.errorSymptom('tls', '36.86.63.185'),
      [...f.twoRetries(f.failedWith('tls', '36.86.63.185')), ...f.workingControls, ...f.matchingLookups],
    ],
    'inconsistent-dns-answer',
    'certain',
  ],
  [
    'a reset at another address of the site’s network',
    [
      f.errorSymptom('reset', '104.244.9.9'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups],
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'a block page',
    [
      f.plainPageSymptom,
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedPlainHttp(f.answeredWith(302, { secure: false, redirectHost: 'warning.example' })),
      ],
    ],
    'blockpage-over-http',
    'likely',
  ],
  [
    'two domains with a bad certificate',
    [
      f.errorSymptom('certificate'),
      [
        ...f.twoRetries(f.failedWith('certificate')),
        ...f.workingControls,
        f.observedAlternate(f.failedWith('certificate')),
      ],
    ],
    'invalid-certificate-on-all-domains',
    'likely',
  ],
  [
    'a bad certificate on one domain alone',
    [
      f.errorSymptom('certificate'),
      [
        ...f.twoRetries(f.failedWith('certificate')),
        ...f.workingControls,
        f.observedAlternate(f.answeredWith()),
      ],
    ],
    'invalid-certificate',
    'likely',
  ],
  [
    'refused',
    [
      f.errorSymptom('refused'),
      [...f.twoRetries(f.failedWith('refused')), ...f.workingControls, ...f.matchingLookups],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'reset, port 80 redirects to https',
    [
      f.errorSymptom('reset'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups, f.redirectToHttps],
    ],
    'tls-reset-after-client-hello',
    'certain',
  ],
  [
    'reset and closed are one failure class',
    [
      f.errorSymptom('reset'),
      [
        f.observedRetry(f.failedWith('closed')),
        f.observedRetry(resetOutcome, 2),
        ...f.workingControls,
        openPortal,
      ],
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'refused here, works for the test helper',
    [
      f.errorSymptom('refused'),
      [...f.twoRetries(f.failedWith('refused')), ...f.workingControls, f.observedTestHelper()],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'reset here, a timeout for the test helper: the site may refuse data centres',
    [
      f.errorSymptom('reset'),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.redirectToHttps,
        f.observedTestHelper('generic_timeout_error'),
      ],
    ],
    'tls-reset-after-client-hello',
    'possible',
  ],
  [
    'refused, OONI out of reach, and the site works abroad',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.unreachableVantagePoints[0],
        f.observedVolunteers({ US: undefined, JP: 'connection_refused' }),
      ],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'refused, and one volunteer alone is refused as well: its own line may be down',
    [f.errorSymptom('refused'), [...refusedTwice, f.observedVolunteers({ US: 'connection_refused' })]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, and of two volunteers abroad one is refused as well, the other fails in another way',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedVolunteers({ US: 'connection_refused', JP: 'unknown_failure' })],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'cut here, a timeout abroad: the site may refuse the volunteers',
    [
      f.errorSymptom('reset'),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.redirectToHttps,
        f.observedVolunteers({ US: 'generic_timeout_error', JP: 'unknown_failure' }),
      ],
    ],
    'tls-reset-after-client-hello',
    'possible',
  ],
  [
    'refused, and no vantage point could be asked',
    [f.errorSymptom('refused'), [...refusedTwice, ...f.unreachableVantagePoints]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, no vantage point, and others in the country failed all week',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(40, 36, 5)],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'too few measurements of others',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(19, 19, 5)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'many measurements of others, but on two networks only',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(400, 400, 2)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'one in three measurements of others works',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(90, 60, 3)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'others failed all week, but the site works now on another network of the country',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.unreachableVantagePoints[0],
        f.observedVolunteers({ PK: undefined }),
        f.observedAggregation(40, 40, 5),
      ],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'others failed all week, but the test helper fails in another way',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('generic_timeout_error'), f.observedAggregation(40, 40, 5)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'no route to the address, reported at once: as good as refused',
    [
      f.errorSymptom('unreachable'),
      [...f.twoRetries(f.failedWith('unreachable')), ...f.workingControls, ...f.matchingLookups],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'expired on all domains: the owner forgot them',
    [
      f.errorSymptom('expired'),
      [
        ...f.twoRetries(f.failedWith('expired')),
        ...f.workingControls,
        f.observedAlternate(f.failedWith('expired')),
      ],
    ],
    'invalid-certificate',
    'possible',
  ],
  [
    'an unknown authority here, a valid certificate elsewhere',
    [
      f.errorSymptom('untrusted'),
      [
        ...f.twoRetries(f.failedWith('untrusted')),
        ...f.workingControls,
        f.observedAlternate(f.answeredWith()),
        f.observedTestHelper(),
      ],
    ],
    'untrusted-issuer-here-only',
    'certain',
  ],
  [
    'an unknown authority, no vantage point: one host of the site may be set up wrongly',
    [
      f.errorSymptom('untrusted'),
      [
        ...f.twoRetries(f.failedWith('untrusted')),
        ...f.workingControls,
        f.observedAlternate(f.answeredWith()),
      ],
    ],
    'invalid-certificate',
    'likely',
  ],
  [
    'a wrong name here, a valid certificate elsewhere: one server of the site may be set up wrongly',
    [
      f.errorSymptom('certificate'),
      [
        ...f.twoRetries(f.failedWith('certificate')),
        ...f.workingControls,
        f.observedAlternate(f.answeredWith()),
        f.observedTestHelper(),
      ],
    ],
    'invalid-certificate',
    'likely',
  ],
  [
    'https refused, plain http cut, twice',
    [f.errorSymptom('reset'), [...refusedTwice, f.observedPlainHttp(resetOutcome)], 'standard', false],
    'plain-http-reset',
    'possible',
  ],
  [
    'plain HTTP and https cut: the cut of https counts',
    [
      f.errorSymptom('reset'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, f.observedPlainHttp(resetOutcome)],
      'standard',
      false,
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'refused at the site’s own address, and the site works elsewhere',
    [f.errorSymptom('refused', f.SITE_IPV4), [...refusedTwice, ...f.matchingLookups, f.observedTestHelper()]],
    'connection-refused',
    'certain',
  ],
];
