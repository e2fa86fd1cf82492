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
    'possible',
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
    'likely',
  ],
  [
    'the same, from the site’s own address',
    [
      f.statusSymptom(403, false),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedPlainHttp(f.answeredWith(403, { secure: false, blockPage: 'uae', ip: f.SITE_IPV4 })),
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
    'possible',
  ],
  [
    'a name that is denied while the system reports no network',
    [
      f.errorSymptom('offline'),
      [...f.twoRetries(f.failedWith('offline')), ...f.workingControls, ...f.matchingLookups],
    ],
    'nxdomain-here-only',
    'likely',
  ],
  [
    'a name denied',
    [
      f.errorSymptom('dns'),
      [...f.twoRetries(f.failedWith('dns')), ...f.workingControls, ...f.matchingLookups],
    ],
    'nxdomain-here-only',
    'likely',
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
    'a reset at another address of the site’s network',
    [
      f.errorSymptom('reset', '104.244.9.9'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups],
    ],
    'tls-reset-after-client-hello',
    'possible',
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
    'possible',
  ],
  [
    'reset, port 80 redirects to https',
    [
      f.errorSymptom('reset'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups, f.redirectToHttps],
    ],
    'tls-reset-after-client-hello',
    'possible',
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
    'possible',
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
    'https refused, plain http cut, twice',
    [f.errorSymptom('reset'), [...refusedTwice, f.observedPlainHttp(resetOutcome)], 'standard', false],
    'plain-http-reset',
    'possible',
  ],
  [
    'plain HTTP was asked for, and is cut as https is',
    [
      f.errorSymptom('reset'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, f.observedPlainHttp(resetOutcome)],
      'standard',
      false,
    ],
    'plain-http-reset',
    'possible',
  ],
  [
    'cut with the name, not without it, and the site works elsewhere',
    [
      f.errorSymptom('reset'),
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        ...f.matchingLookups,
        f.redirectToHttps,
        f.observedIpLiteral(f.failedWith('other')),
        f.observedTestHelper(),
      ],
    ],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'the known page of a filter product over plain HTTP, https cut',
    [
      f.plainPageSymptom,
      [
        ...f.twoRetries(resetOutcome),
        ...f.workingControls,
        f.observedPlainHttp(
          f.answeredWith(403, { secure: false, blockPage: 'family_filter', blockPageScope: 'prod' }),
        ),
      ],
    ],
    'blockpage-over-http',
    'likely',
  ],
  [
    'the page that was asked for over plain HTTP comes, as another one, and the site works elsewhere',
    [
      f.plainPageSymptom,
      [
        ...f.workingControls,
        f.observedTestHelper(),
        f.observedPlainHttp(f.answeredWith(302, { secure: false, redirectHost: 'warning.example' })),
      ],
      'standard',
      false,
    ],
    'blockpage-over-http',
    'likely',
  ],
  [
    'an address that differs is no evidence: only the cut counts',
    [
      f.errorSymptom('reset', '198.51.101.9'),
      [...f.twoRetries(resetOutcome), ...f.workingControls, ...f.matchingLookups],
    ],
    'tls-reset-after-client-hello',
    'possible',
  ],
  [
    'a server with a bad certificate, at an address to which a provider is known to lead names',
    [
      f.errorSymptom('tls', '36.86.63.185'),
      [...f.twoRetries(f.failedWith('tls', '36.86.63.185')), ...f.workingControls, ...f.matchingLookups],
    ],
    'inconsistent-dns-answer',
    'certain',
  ],
];
