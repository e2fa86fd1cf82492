/** What looks like a block and is none, or shows a block and not how. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const twice = (...args: Parameters<typeof f.failedWith>) => [
  ...f.twoRetries(f.failedWith(...args)),
  ...f.workingControls,
];
/** Of the site's own other domain. */
const otherDomain = f.answeredWith(301, {
  secure: false,
  redirectHost: 'other-domain.example',
  redirectSecure: true,
});

export const INNOCENT_CASES: readonly RuleCase[] = [
  [
    'the name gets no answer here, and elsewhere only from caches: the domain’s own name servers fail',
    [
      f.errorSymptom('timeout'),
      [
        ...f.twoRetries(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.timedOutSystemLookup,
        f.nameServersFail,
        f.observedTestHelper(),
      ],
    ],
    'dns-timeout-here-only',
    'possible',
  ],
  [
    'a site without https, whose own page comes over plain HTTP',
    [
      f.plainPageSymptom,
      [
        ...twice('refused'),
        f.observedPlainHttp(f.answeredWith(200, { secure: false })),
        f.observedTestHelper('connection_refused'),
        f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'asked-in-clear',
    'possible',
  ],
  [
    'the name is not found here, two resolvers know it, and the test helper has no luck with names: not down',
    [
      f.errorSymptom('dns'),
      [...twice('dns'), ...f.matchingLookups, f.observedTestHelper('dns_server_misbehaving')],
    ],
    'nxdomain-here-only',
    'possible',
  ],
  [
    'the address that this network gives is silent, and the site’s own answers: not the name in TLS',
    [
      f.errorSymptom('timeout'),
      [
        ...f.twoRetries(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.observedSystemLookup('198.51.101.9'),
        { ...f.observedIpLiteral(f.timedOut, '198.51.101.9'), key: 'ip-literal:198.51.101.9' },
        f.observedIpLiteral(f.failedWith('other')),
        f.redirectToHttps,
        f.observedTestHelper(),
      ],
    ],
    'timeout-here-only',
    'likely',
  ],
  [
    'the name has only IPv6 addresses, and this network has none',
    [
      f.errorSymptom('dns'),
      [
        ...twice('dns'),
        f.observedLookup('a', []),
        f.observedLookup('b', []),
        f.observedTestHelper(undefined, [f.SITE_IPV6]),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'one resolver elsewhere fails at the name as well: the site’s own name servers',
    [
      f.errorSymptom('dns'),
      [
        ...twice('dns'),
        f.observedLookup('a', [f.SITE_IPV4]),
        f.observedLookup('b', [], 'SERVFAIL'),
        f.observedTestHelper(),
      ],
    ],
    'nxdomain-here-only',
    'possible',
  ],
  [
    'the name is not found after a wait, and the site refuses the test helper',
    [f.slowDnsError, [...twice('dns'), ...f.matchingLookups, f.observedTestHelper('connection_refused')]],
    'dns-timeout-here-only',
    'possible',
  ],
  [
    'a redirect to https on another domain is the site’s own way: that https is cut is what is known',
    [f.errorSymptom('reset'), [...twice('reset'), f.observedPlainHttp(otherDomain), f.observedTestHelper()]],
    'tls-reset-after-client-hello',
    'likely',
  ],
  [
    'port 443 is silent with the name and without it, and port 80 answers: the address, not the name',
    [
      f.errorSymptom('timeout'),
      [
        ...f.twoRetries(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        f.redirectToHttps,
        f.observedIpLiteral(f.timedOut),
        f.observedTestHelper(),
      ],
    ],
    'address-timeout',
    'possible',
  ],
];
