/** Causes near the person: the device, the line, the country. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
/** On record as a filter product's (`sinkholes.json`). */
const FILTER_IP = '146.112.61.106';

export const LOCAL_CASES: readonly RuleCase[] = [
  ['stopped by an extension', [f.errorSymptom('local'), [], 'quiet'], 'stopped-on-this-device', 'likely'],
  [
    'the proxy lets other sites pass: its owner’s filter, or another proxy for this site',
    [f.errorSymptom('proxy'), [...f.twoRetries(f.failedWith('proxy')), ...f.workingControls]],
    'proxy-refuses-this-site',
    'possible',
  ],
  ['a dead proxy', [f.errorSymptom('proxy'), f.timedOutControls], 'proxy-does-not-answer', 'likely'],
  [
    'the site works again',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(302))]],
    'site-answers',
    'likely',
  ],
  [
    'the site works one time in three',
    [
      f.errorSymptom('reset'),
      [f.observedRetry(resetOutcome), f.observedRetry(f.answeredWith(), 2), ...f.workingControls],
    ],
    'site-answers',
    'likely',
  ],
  [
    'no certificate at one address, an answer at another: a resolver that lies at times, or one bad server',
    [
      f.errorSymptom('certificate', '198.51.101.9'),
      [f.observedRetry(f.answeredWith(200, { ip: f.SITE_IPV4 })), ...f.workingControls],
    ],
    'answers-at-another-address',
    'possible',
  ],
  [
    'no certificate once, and an answer at the same network: one bad moment of the site',
    [
      f.errorSymptom('certificate', '104.244.42.9'),
      [f.observedRetry(f.answeredWith(200, { ip: f.SITE_IPV4 })), ...f.workingControls],
    ],
    'site-answers',
    'certain',
  ],
  [
    'cut at one address, an answer at another: a content network has many',
    [
      f.errorSymptom('reset', '198.51.101.9'),
      [f.observedRetry(f.answeredWith(200, { ip: f.SITE_IPV4 })), ...f.workingControls],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a bot challenge is an answer',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(403, { botChallenge: true }))]],
    'site-answers',
    'likely',
  ],
  [
    'a hotel’s log-in page',
    [f.errorSymptom('certificate'), [f.observedPortal('firefox', false), ...f.timedOutControls]],
    'captive-portal-found',
    'likely',
  ],
  [
    'a log-in page that lets one site through, which its own page needs',
    [
      f.errorSymptom('certificate'),
      [
        f.observedPortal('firefox', false),
        f.observedPortal('google', false),
        ...f.timedOutControls,
        f.observedForeign('fastly', f.answeredWith(200)),
        f.observedForeign('amazon'),
      ],
    ],
    'captive-portal-found',
    'likely',
  ],
  [
    'a forged log-in page beside controls that are cut, while sites at other networks answer',
    [
      f.errorSymptom('reset'),
      [
        f.observedPortal('firefox', false),
        f.observedPortal('google', false),
        ...f.timedOutControls,
        f.observedForeign('fastly', f.answeredWith(200)),
        f.observedForeign('amazon', f.answeredWith(200)),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'a clock that is weeks off, and a certificate out of date by it',
    [
      f.errorSymptom('expired'),
      [
        ...['google', 'apple'].map((n) => f.observedControl(n, f.answeredWith(204, { clockSkewMs: 2e9 }))),
        ...f.twoRetries(f.failedWith('expired')),
      ],
    ],
    'wrong-clock',
    'likely',
  ],
  [
    'the browser does not say what is wrong with TLS, and other sites’ certificates hold by the same wrong clock',
    [
      f.errorSymptom('tls'),
      [
        ...['google', 'apple'].map((n) => f.observedControl(n, f.answeredWith(204, { clockSkewMs: 2e9 }))),
        ...f.twoRetries(f.failedWith('tls')),
      ],
    ],
    'invalid-certificate-unconfirmed',
    'possible',
  ],
  [
    'the device itself says that it has no network, and nothing answers, inside the country either',
    [
      f.errorSymptom('offline'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai', f.timedOut),
        f.observedDomestic('ya.ru', f.timedOut),
        f.observedDomestic('www.rbc.ru', f.timedOut),
        f.observedRetry(f.timedOut),
      ],
    ],
    'nothing-answers',
    'certain',
  ],
  [
    'portal pages lead to an address on record: no log-in page',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        ...['firefox', 'google'].map((n) => f.observedPortalAt(n, '10.10.34.34')),
        f.observedRetry(f.timedOut),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'nothing abroad answers, and an operator’s page comes in its place: some sites may be free of charge',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedPortal('google', false),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'only-domestic-sites-answer',
    'possible',
  ],
  [
    'a proxy that refuses to connect and answers plain HTTP is there',
    [
      f.errorSymptom('proxy'),
      [
        ...f.twoRetries(f.failedWith('proxy')),
        ...['google', 'apple'].map((n) => f.observedControl(n, f.failedWith('proxy'))),
        f.observedPortal('google', false),
      ],
    ],
    'proxy-refuses-this-site',
    'possible',
  ],
  [
    'a clock that is two days off does not make an unknown issuer',
    [
      f.errorSymptom('untrusted'),
      [
        f.observedControl('google', f.answeredWith(204, { clockSkewMs: 1.73e8 })),
        ...f.twoRetries(f.failedWith('untrusted')),
        f.observedTestHelper(),
      ],
    ],
    'untrusted-issuer-here-only',
    'possible',
  ],
  [
    'sites abroad cannot prove their identity, and one inside the country can: not this device',
    [
      f.errorSymptom('untrusted'),
      [
        ...['google', 'apple'].map((n) => f.observedControl(n, f.failedWith('untrusted'))),
        f.observedDomestic('ya.ru'),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'every connection is cut, also inside the country: a dead line cuts none',
    [
      f.errorSymptom('reset'),
      [
        ...['google', 'apple'].map((n) => f.observedControl(n, resetOutcome)),
        f.observedForeign('akamai', resetOutcome),
        f.observedDomestic('ya.ru', resetOutcome),
        f.observedDomestic('www.rbc.ru', resetOutcome),
        ...f.twoRetries(resetOutcome),
      ],
    ],
    'nothing-answers',
    'possible',
  ],
  [
    'names abroad are not found, names inside the country are, and a bare address abroad answers: no cut-off',
    [
      f.errorSymptom('dns'),
      [
        f.observedRetry(f.failedWith('dns')),
        ...f.namelessControls,
        f.observedForeign('akamai', f.failedWith('dns')),
        f.observedBareAddress(),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'every name is waited for in vain, while a bare address answers: the resolver',
    [
      f.errorSymptom('timeout'),
      [f.observedRetry(f.timedOut), ...f.timedOutControls, f.observedBareAddress()],
    ],
    'no-name-resolves',
    'possible',
  ],
  [
    'no site can prove its identity',
    [
      f.errorSymptom('certificate'),
      ['google', 'apple'].map((n) => f.observedControl(n, f.failedWith('certificate'))),
    ],
    'no-valid-control-certificate',
    'likely',
  ],
  [
    'two sites cannot prove their identity, and a third fails',
    [
      f.errorSymptom('certificate'),
      [
        ...['google', 'apple'].map((n) => f.observedControl(n, f.failedWith('certificate'))),
        f.observedControl('cloudflare', resetOutcome),
      ],
    ],
    'no-valid-control-certificate',
    'likely',
  ],
  [
    'the country answers, the world does not',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'only-domestic-sites-answer',
    'likely',
  ],
  [
    'no network',
    [
      f.errorSymptom('offline'),
      [...f.timedOutControls, f.observedForeign('akamai'), f.observedRetry(f.failedWith('offline'))],
    ],
    'nothing-answers',
    'likely',
  ],
  [
    'no site answers, abroad or at home',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai', f.timedOut),
        f.observedDomestic('www.pta.gov.pk', f.timedOut),
        f.observedDomestic('www.daraz.pk', f.timedOut),
        f.observedRetry(f.timedOut),
      ],
    ],
    'nothing-answers',
    'likely',
  ],
  ['no network, nothing asked', [f.errorSymptom('offline'), [], 'quiet'], 'nothing-answers', 'likely'],
  [
    'the resolver does not answer, and no site works',
    [
      f.slowDnsError,
      [f.observedRetry(f.timedOut), ...f.timedOutControls, f.observedForeign('akamai'), ...f.matchingLookups],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'the resolver was slow once',
    [f.slowDnsError, [f.observedRetry(f.answeredWith()), ...f.workingControls, ...f.matchingLookups]],
    'site-answers',
    'certain',
  ],
  [
    'the network comes back between two retries',
    [
      f.errorSymptom('offline'),
      [
        f.observedRetry(f.failedWith('offline')),
        f.observedRetry(f.answeredWith(), 2),
        ...f.workingControls,
        ...f.matchingLookups,
      ],
    ],
    'site-answers',
    'likely',
  ],
  [
    'measurements of others make no block of a site that answers',
    [
      f.errorSymptom('reset'),
      [f.observedRetry(f.answeredWith()), ...f.workingControls, f.observedAggregation(400, 400, 9)],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a redirect to an IP address once, then to the platform itself',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: 'www.x.com' })), ...f.workingControls],
    ],
    'site-answers',
    'possible',
  ],
  [
    'the name resolves to 0.0.0.0, but not elsewhere: a block list on this device or in the network',
    [
      f.errorSymptom('unspecified-address'),
      [...f.twoRetries(f.failedWith('unspecified-address')), ...f.workingControls, ...f.matchingLookups],
    ],
    'resolves-to-this-device',
    'possible',
  ],
  [
    'the country answers, and of the world not even five companies at different networks',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.silentPortal,
        f.observedForeign('akamai'),
        f.observedForeign('ovh'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'only-domestic-sites-answer',
    'likely',
  ],
  [
    'TLS is cut abroad, and port 80 is open: portal pages come from there',
    [
      f.errorSymptom('reset'),
      [
        ...['a', 'b', 'c'].map((name) => f.observedControl(name, resetOutcome)),
        ...['d', 'e'].map((name) => f.observedForeign(name, resetOutcome)),
        ...f.twoRetries(resetOutcome),
        f.observedPortal('firefox', true),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'only-domestic-sites-answer',
    'likely',
  ],
  [
    'of the country itself only sites on a list answer',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedUnlisted('www.example.ru'),
        f.observedUnlisted('www.example.su'),
      ],
    ],
    'only-listed-sites-answer',
    'likely',
  ],
  [
    'one ordinary site of the country does not answer: it may be down by itself',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedUnlisted('www.example.ru'),
      ],
    ],
    'only-listed-sites-answer',
    'possible',
  ],
  [
    'an ordinary site of the country is not found: it may be gone, so there need be no list',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedUnlisted('www.example.ru', f.failedWith('dns')),
      ],
    ],
    'only-domestic-sites-answer',
    'likely',
  ],
  [
    'one ordinary site of the country answers, another does not: no list',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedUnlisted('www.example.ru'),
        f.observedUnlisted('www.example.su', f.answeredWith()),
      ],
    ],
    'only-domestic-sites-answer',
    'likely',
  ],
  [
    'the name leads to a filter product: nobody here knows who set it up',
    [
      f.errorSymptom('certificate', FILTER_IP),
      [...f.twoRetries(f.failedWith('certificate', FILTER_IP)), ...f.workingControls, ...f.matchingLookups],
    ],
    'resolves-to-filter',
    'possible',
  ],
  [
    'nothing abroad answers at first, and then a test helper does: no country is cut off, and no line is dead',
    [
      f.errorSymptom('timeout'),
      [
        ...f.timedOutControls,
        f.observedForeign('akamai'),
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedTestHelper('connection_reset'),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'a few companies abroad are out of reach, another one answers',
    [
      f.errorSymptom('reset'),
      [
        ...['a', 'b', 'c'].map((name) => f.observedControl(name, resetOutcome)),
        ...f.twoRetries(resetOutcome),
        f.observedForeign('akamai', resetOutcome),
        f.observedForeign('ovh', f.answeredWith()),
        f.observedPortal('firefox', true),
        f.observedDomestic('ya.ru'),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'no name is found, not even a control’s, while a bare address answers: the resolver',
    [
      f.errorSymptom('dns'),
      [f.observedRetry(f.failedWith('dns')), ...f.namelessControls, f.observedBareAddress()],
    ],
    'no-name-resolves',
    'possible',
  ],
  [
    'no name is found, and no bare address answers either: the line',
    [
      f.errorSymptom('dns'),
      [f.observedRetry(f.failedWith('dns')), ...f.namelessControls, f.observedBareAddress(f.timedOut)],
    ],
    'nothing-answers',
    'possible',
  ],
];
