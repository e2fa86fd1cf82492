/** Failures of the site itself. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];

export const SITE_CASES: readonly RuleCase[] = [
  [
    '451 over TLS: the site says so itself',
    [f.statusSymptom(451), [f.observedRetry(f.answeredWith(451)), ...f.workingControls]],
    'withheld-for-legal-reasons',
    'likely',
  ],
  [
    '451 over plain HTTP, https cut: the provider says so',
    [
      f.statusSymptom(451, false),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.observedPlainHttp(f.answeredWith(451, { secure: false })),
      ],
    ],
    'unavailable-for-legal-reasons',
    'likely',
  ],
  [
    '403 twice',
    [f.statusSymptom(403), [f.observedRetry(f.answeredWith(403)), ...f.workingControls]],
    'site-forbids',
    'likely',
  ],
  [
    '503 twice',
    [f.statusSymptom(503), [f.observedRetry(f.answeredWith(503)), ...f.workingControls]],
    'site-server-error',
    'likely',
  ],
  ['503, nothing asked', [f.statusSymptom(503), [], 'quiet'], 'site-server-error', 'possible'],
  [
    'a name that does not exist',
    [
      f.errorSymptom('dns'),
      [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.nxdomainLookups],
    ],
    'nxdomain-everywhere',
    'likely',
  ],
  [
    'a name that does not exist, after a wait',
    [f.slowDnsError, [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.nxdomainLookups]],
    'nxdomain-everywhere',
    'likely',
  ],
  [
    'a timeout here and for the test helper, no resolver',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedPlainHttp(f.timedOut),
        f.observedTestHelper('generic_timeout_error'),
      ],
    ],
    'same-failure-everywhere',
    'likely',
  ],
  [
    'refused here and for the test helper',
    [
      f.errorSymptom('refused'),
      [
        ...f.twoRetries(f.failedWith('refused')),
        ...f.workingControls,
        f.observedTestHelper('connection_refused'),
      ],
    ],
    'same-failure-everywhere',
    'likely',
  ],
  [
    'refused, OONI out of reach, and volunteers abroad are refused as well',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        ...f.unreachableVantagePoints,
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'same-failure-everywhere',
    'likely',
  ],
  [
    'refused here and for OONI, but volunteers abroad load it',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('connection_refused'), f.observedVolunteers({ US: undefined })],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'OONI fails in another way, volunteers abroad fail as here',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.observedTestHelper('generic_timeout_error'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'same-failure-everywhere',
    'likely',
  ],
  [
    'measurements of others make no block of a site that is down for everyone',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('connection_refused'), f.observedAggregation(400, 400, 9)],
    ],
    'same-failure-everywhere',
    'likely',
  ],
  [
    'the owner’s own records give a bogon',
    [
      f.errorSymptom('refused'),
      [
        ...f.twoRetries(f.failedWith('refused')),
        ...f.publicControls,
        ...['a', 'b'].map((name) => f.observedLookup(name, ['127.0.0.1'])),
      ],
    ],
    'bogon-everywhere',
    'certain',
  ],
  [
    'a known block page over TLS, with status 403',
    [
      f.statusSymptom(403),
      [f.observedRetry(f.answeredWith(403, { blockPage: 'filter' })), ...f.workingControls],
    ],
    'blockpage-over-tls',
    'likely',
  ],
  [
    'a redirect over TLS to an address on record',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: '10.10.34.36' })), ...f.workingControls],
    ],
    'blockpage-over-tls',
    'likely',
  ],
  [
    'a redirect over TLS to another bare address: the site’s own doing',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: '198.51.101.9' })), ...f.workingControls],
    ],
    'site-answers',
    'possible',
  ],
  [
    'resolvers and the test helper do not know the name',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        ...f.nxdomainLookups,
        f.observedTestHelper('dns_nxdomain_error'),
      ],
    ],
    'nxdomain-everywhere',
    'certain',
  ],
  [
    'two resolvers do not know the name, and the test helper finds it',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        ...f.nxdomainLookups,
        f.observedTestHelper('connection_reset'),
      ],
    ],
    'nxdomain-everywhere',
    'likely',
  ],
  [
    'the site fails for everybody abroad, and a volunteer on another network of this country loads it',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.observedTestHelper('connection_refused'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused', PK: undefined }),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'https is refused for everybody, and here the name leads to an address on record: blocked as well',
    [
      f.errorSymptom('refused', '10.10.34.36'),
      [
        ...f.twoRetries(f.failedWith('refused', '10.10.34.36')),
        ...f.publicControls,
        ...f.matchingLookups,
        f.observedTestHelper('connection_refused'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'inconsistent-dns-answer',
    'likely',
  ],
  [
    'https is cut for everybody, and here plain HTTP shows a state’s page: blocked as well',
    [
      f.errorSymptom('reset'),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.observedPlainHttp(f.answeredWith(200, { secure: false, blockPage: 'n', blockPageScope: 'nat' })),
        f.observedTestHelper('connection_reset'),
        f.observedVolunteers({ US: 'connection_reset', JP: 'connection_reset' }),
      ],
    ],
    'blockpage-over-http',
    'likely',
  ],
  [
    'a site without https says 451 to everybody',
    [
      f.statusSymptom(451, false),
      [
        ...f.twoRetries(f.failedWith('refused')),
        ...f.workingControls,
        f.observedPlainHttp(f.answeredWith(451, { secure: false })),
        f.observedTestHelper('connection_refused'),
      ],
    ],
    'asked-in-clear',
    'possible',
  ],
  [
    'refused here, for the test helper and for volunteers abroad',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.observedTestHelper('connection_refused'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'same-failure-everywhere',
    'certain',
  ],
  [
    'silence, small files are answered, and the test helper waits in vain as well',
    [f.hangSymptom, [...f.workingControls, f.observedStaticFile(), f.patientTestHelper]],
    'slow-site',
    'possible',
  ],
  [
    'the same, and no other site was asked yet',
    [f.hangSymptom, [f.observedStaticFile(), f.patientTestHelper]],
    'slow-site',
    'possible',
  ],
  [
    'one resolver does not know the name, nor does the test helper; the provider leads it to a page of its own',
    [
      f.errorSymptom('certificate', '198.51.101.9'),
      [
        ...f.twoRetries(f.failedWith('certificate', '198.51.101.9')),
        ...f.workingControls,
        f.observedLookup('a', [], 'NXDOMAIN'),
        f.observedTestHelper('dns_nxdomain_error'),
      ],
    ],
    'nxdomain-everywhere',
    'likely',
  ],
];
