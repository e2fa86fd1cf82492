/** Somebody on the way who answers: denies, refuses, cuts, or plays the site. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];
const openPortal = f.observedPortal('firefox', true);

export const NETWORK_CASES: readonly RuleCase[] = [
  [
    'one forged probe while all else works is no portal',
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
    '403 over plain http, a known block page, https cut',
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
    '403 over plain http from nobody known: the cut alone counts',
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
    'a name denied, resolvers mute, fine from outside',
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
    'two names denied, nobody to ask',
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
    'a stranger with a bad certificate',
    [
      f.errorSymptom('tls', '36.86.63.185'),
      [...f.twoRetries(f.failedWith('tls', '36.86.63.185')), ...f.workingControls, ...f.matchingLookups],
    ],
    'inconsistent-dns-answer',
    'certain',
  ],
  [
    'another edge of the same network, reset',
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
    'two domains without an identity',
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
    'an expired certificate',
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
    'reset, port 80 leads home',
    [
      f.errorSymptom('reset'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups, f.redirectToHttps],
    ],
    'tls-reset-after-client-hello',
    'certain',
  ],
  [
    'reset and closed are one way of being cut',
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
    'refused here, fine there',
    [
      f.errorSymptom('refused'),
      [...f.twoRetries(f.failedWith('refused')), ...f.workingControls, f.observedTestHelper()],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'reset here, silent there: it may refuse data centres',
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
    'refused, OONI out of reach, and it works abroad',
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
    'refused, and of two volunteers abroad one is refused as well, the other otherwise',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedVolunteers({ US: 'connection_refused', JP: 'unknown_failure' })],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'cut here, silent abroad: it may refuse those who ask',
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
    'refused, and nobody outside could be asked',
    [f.errorSymptom('refused'), [...refusedTwice, ...f.unreachableVantagePoints]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, nobody outside to ask, and others in the country are kept away all week',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(40, 36, 5)],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'too few others to speak of',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(19, 19, 5)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'many others, on two networks alone',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(400, 400, 2)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'every third of the others gets it',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(90, 60, 3)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'others were kept away all week, but on another network of the country it works now',
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
    'others were kept away all week, but it fails otherwise from outside',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('generic_timeout_error'), f.observedAggregation(40, 40, 5)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'no way to the address, said at once: as good as refused',
    [
      f.errorSymptom('unreachable'),
      [...f.twoRetries(f.failedWith('unreachable')), ...f.workingControls, ...f.matchingLookups],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'out of date on all domains: the owner forgot them',
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
    'made by nobody known, and from outside it is in order',
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
    'made by nobody known, and nobody outside to ask: one host of the site may be set up wrongly',
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
    'of another name, and from outside it is in order: one server of the site’s may be set up wrongly',
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
    'https cut as well: that outranks it',
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
    'refused at the site’s own address, and it works from outside',
    [f.errorSymptom('refused', f.SITE_IPV4), [...refusedTwice, ...f.matchingLookups, f.observedTestHelper()]],
    'connection-refused',
    'certain',
  ],
];
