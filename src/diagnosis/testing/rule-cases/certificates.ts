/** Servers that do not prove that they are the site. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const failedTwice = (failure: Parameters<typeof f.failedWith>[0], ip?: string) => [
  ...f.twoRetries(f.failedWith(failure, ip)),
  ...f.workingControls,
];
const ISP_IP = '198.51.101.9';
const helperAt = (validForName: boolean, address = ISP_IP, connects = true) =>
  f.observedTestHelper(undefined, [f.SITE_IPV4], { endpoints: [{ address, connects, validForName }] });

export const CERTIFICATE_CASES: readonly RuleCase[] = [
  [
    'a certificate that fails the test helper as well',
    [
      f.errorSymptom('certificate'),
      [
        ...failedTwice('certificate'),
        f.observedAlternate(f.failedWith('certificate')),
        f.observedTestHelper('ssl_invalid_certificate'),
      ],
    ],
    'invalid-certificate-everywhere',
    'likely',
  ],
  [
    'a certificate that fails volunteers abroad as well',
    [
      f.errorSymptom('certificate'),
      [
        ...failedTwice('certificate'),
        f.observedAlternate(f.failedWith('certificate')),
        f.observedVolunteers({ US: 'ssl_invalid_certificate', JP: 'ssl_invalid_certificate' }),
      ],
    ],
    'invalid-certificate-everywhere',
    'likely',
  ],
  [
    'a certificate that fails the test helper and volunteers abroad',
    [
      f.errorSymptom('certificate'),
      [
        ...failedTwice('certificate'),
        f.observedTestHelper('ssl_invalid_certificate'),
        f.observedVolunteers({ US: 'ssl_invalid_certificate', JP: 'ssl_invalid_certificate' }),
      ],
    ],
    'invalid-certificate-everywhere',
    'likely',
  ],
  [
    'a certificate that is out of date here, for the test helper and for volunteers abroad',
    [
      f.errorSymptom('expired'),
      [
        ...failedTwice('expired'),
        f.observedTestHelper('ssl_invalid_certificate'),
        f.observedVolunteers({ US: 'ssl_invalid_certificate', JP: 'ssl_invalid_certificate' }),
      ],
    ],
    'invalid-certificate-everywhere',
    'certain',
  ],
  [
    'a certificate of an unknown authority, everywhere',
    [
      f.errorSymptom('untrusted'),
      [...failedTwice('untrusted'), f.observedTestHelper('ssl_unknown_authority')],
    ],
    'invalid-certificate-everywhere',
    'likely',
  ],
  [
    'an invalid certificate here, and the test helper finds a valid one at the very same address',
    [
      f.errorSymptom('certificate', f.SITE_IPV4),
      [...failedTwice('certificate', f.SITE_IPV4), ...f.matchingLookups, helperAt(true, f.SITE_IPV4)],
    ],
    'invalid-certificate-at-valid-address',
    'likely',
  ],
  [
    'Firefox does not say why the certificate is wrong: a valid one at the address decides',
    [f.errorSymptom('tls', ISP_IP), [...failedTwice('tls', ISP_IP), ...f.matchingLookups, helperAt(true)]],
    'invalid-certificate-at-valid-address',
    'likely',
  ],
  [
    'an address at which, seen from outside, no server proves the site’s name',
    [f.errorSymptom('tls', ISP_IP), [...failedTwice('tls', ISP_IP), ...f.matchingLookups, helperAt(false)]],
    'inconsistent-dns-answer',
    'likely',
  ],
  [
    'an address that is silent here and from outside: a content network’s server inside a provider is so, too',
    [
      f.errorSymptom('timeout', ISP_IP),
      [
        ...f.twoRetries(f.timedOut),
        ...f.workingControls,
        ...f.matchingLookups,
        helperAt(false, ISP_IP, false),
      ],
    ],
    'timeout-here-only',
    'likely',
  ],
  [
    'an address that differs, with a bad certificate: no evidence, and only a look from outside tells',
    [f.errorSymptom('tls', ISP_IP), [...failedTwice('tls', ISP_IP), ...f.matchingLookups]],
    'invalid-certificate-unconfirmed',
    'possible',
  ],
  [
    'an unknown authority here, a valid certificate elsewhere',
    [
      f.errorSymptom('untrusted'),
      [...failedTwice('untrusted'), f.observedAlternate(f.answeredWith()), f.observedTestHelper()],
    ],
    'untrusted-issuer-here-only',
    'possible',
  ],
  [
    'what answers here speaks no TLS, and the site works elsewhere',
    [f.errorSymptom('tls'), [...failedTwice('tls'), f.observedTestHelper()]],
    'untrusted-issuer-here-only',
    'possible',
  ],
  [
    'two domains with a bad certificate',
    [
      f.errorSymptom('certificate'),
      [...failedTwice('certificate'), f.observedAlternate(f.failedWith('certificate'))],
    ],
    'invalid-certificate-on-all-domains',
    'possible',
  ],
  [
    'a bad certificate on one domain alone',
    [f.errorSymptom('certificate'), [...failedTwice('certificate'), f.observedAlternate(f.answeredWith())]],
    'invalid-certificate-unconfirmed',
    'possible',
  ],
  [
    'expired on all domains: the owner forgot them, or not; nobody outside was asked',
    [
      f.errorSymptom('expired'),
      [...failedTwice('expired'), f.observedAlternate(f.failedWith('expired')), helperAt(true, f.SITE_IPV4)],
    ],
    'invalid-certificate-unconfirmed',
    'possible',
  ],
  [
    'an unknown authority, no vantage point: one host of the site may be set up wrongly',
    [f.errorSymptom('untrusted'), [...failedTwice('untrusted'), f.observedAlternate(f.answeredWith())]],
    'invalid-certificate-unconfirmed',
    'possible',
  ],
  [
    'a wrong name here, a valid certificate elsewhere: one server of the site may be set up wrongly',
    [
      f.errorSymptom('certificate'),
      [...failedTwice('certificate'), f.observedAlternate(f.answeredWith()), f.observedTestHelper()],
    ],
    'invalid-certificate-unconfirmed',
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
    'invalid-certificate-unconfirmed',
    'possible',
  ],
];
