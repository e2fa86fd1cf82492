/** The site itself. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];
const tlsOutcome = f.failedWith('tls');
const retryTimedOut = [f.observedRetry(f.timedOut), ...f.workingControls];
const publicControls = ['google', 'apple'].map((name) =>
  f.observedControl(name, f.answeredWith(204, { ip: '17.253.1.1' })),
);

export const SITE_CASES: readonly RuleCase[] = [
  [
    '451',
    [f.statusSymptom(451), [f.observedRetry(f.answeredWith(451)), ...f.workingControls]],
    'unavailable-for-legal-reasons',
    'certain',
  ],
  [
    '451 over plain http, https cut: the provider says so',
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
    'expired, and the whole world sees it',
    [
      f.errorSymptom('certificate'),
      [
        ...f.twoRetries(f.failedWith('certificate')),
        ...f.workingControls,
        f.observedAlternate(f.failedWith('certificate')),
        f.observedTestHelper('ssl_invalid_certificate'),
      ],
    ],
    'invalid-certificate-everywhere',
    'certain',
  ],
  [
    '403 twice',
    [f.statusSymptom(403), [f.observedRetry(f.answeredWith(403)), ...f.workingControls]],
    'site-forbids',
    'certain',
  ],
  [
    '503 twice',
    [f.statusSymptom(503), [f.observedRetry(f.answeredWith(503)), ...f.workingControls]],
    'site-server-error',
    'certain',
  ],
  ['503, nothing asked', [f.statusSymptom(503), [], 'quiet'], 'site-server-error', 'possible'],
  [
    'no such name',
    [
      f.errorSymptom('dns'),
      [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.nxdomainLookups],
    ],
    'nxdomain-everywhere',
    'certain',
  ],
  [
    'a name that nobody anywhere knows, after a wait',
    [f.slowDnsError, [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.nxdomainLookups]],
    'nxdomain-everywhere',
    'certain',
  ],
  [
    'silence, no resolver to ask, and silence to the world',
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
    'certain',
  ],
  [
    'refused here and there',
    [
      f.errorSymptom('refused'),
      [
        ...f.twoRetries(f.failedWith('refused')),
        ...f.workingControls,
        f.observedTestHelper('connection_refused'),
      ],
    ],
    'same-failure-everywhere',
    'certain',
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
    'certain',
  ],
  [
    'refused here and for OONI, but volunteers abroad get it',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('connection_refused'), f.observedVolunteers({ US: undefined })],
    ],
    'same-failure-everywhere',
    'possible',
  ],
  [
    'OONI fails otherwise, volunteers abroad fail as here',
    [
      f.errorSymptom('refused'),
      [
        ...refusedTwice,
        f.observedTestHelper('generic_timeout_error'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'same-failure-everywhere',
    'certain',
  ],
  [
    'a certificate that fails volunteers abroad as well',
    [
      f.errorSymptom('certificate'),
      [
        ...f.twoRetries(f.failedWith('certificate')),
        ...f.workingControls,
        f.observedAlternate(f.failedWith('certificate')),
        f.observedVolunteers({ US: 'ssl_invalid_certificate', JP: 'ssl_invalid_certificate' }),
      ],
    ],
    'invalid-certificate-everywhere',
    'certain',
  ],
  [
    'nor one that is down for everybody',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, f.observedTestHelper('connection_refused'), f.observedAggregation(400, 400, 9)],
    ],
    'same-failure-everywhere',
    'certain',
  ],
  [
    'silence, but the front door answers at once: the site keeps people waiting',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.matchingLookups,
        f.observedIpLiteral(tlsOutcome),
        f.observedPort80(tlsOutcome),
        f.observedOversizedRequest(),
      ],
    ],
    'slow-site',
    'likely',
  ],
  [
    'the same, and no other site was asked yet',
    [f.hangSymptom, [f.observedRetry(f.timedOut), f.observedOversizedRequest()]],
    'slow-site',
    'possible',
  ],
  [
    'the owner leads the whole world to an address of nobody',
    [
      f.errorSymptom('refused'),
      [
        ...f.twoRetries(f.failedWith('refused')),
        ...publicControls,
        ...['a', 'b'].map((name) => f.observedLookup(name, ['127.0.0.1'])),
      ],
    ],
    'bogon-everywhere',
    'certain',
  ],
  [
    'made by nobody known, all over the world',
    [
      f.errorSymptom('untrusted'),
      [
        ...f.twoRetries(f.failedWith('untrusted')),
        ...f.workingControls,
        f.observedTestHelper('ssl_unknown_authority'),
      ],
    ],
    'invalid-certificate-everywhere',
    'certain',
  ],
  [
    'a known block page over TLS, with the status of a refusal',
    [
      f.statusSymptom(403),
      [f.observedRetry(f.answeredWith(403, { blockPage: 'filter' })), ...f.workingControls],
    ],
    'blockpage-over-tls',
    'likely',
  ],
  [
    'sent away to a bare address over TLS',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: '10.66.34.9' })), ...f.workingControls],
    ],
    'blockpage-over-tls',
    'likely',
  ],
];
