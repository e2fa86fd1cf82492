/** Causes near the person: the device, the line, the country. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
/** On record as a filter product's (`sinkholes.json`). */
const FILTER_IP = '146.112.61.106';

export const LOCAL_CASES: readonly RuleCase[] = [
  ['stopped by an extension', [f.errorSymptom('local'), [], 'quiet'], 'stopped-on-this-device', 'likely'],
  ['a dead proxy', [f.errorSymptom('proxy'), f.timedOutControls], 'proxy-does-not-answer', 'certain'],
  [
    'the site works again',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(302))]],
    'site-answers',
    'certain',
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
    'certain',
  ],
  [
    'a bot challenge is an answer',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(403, { botChallenge: true }))]],
    'site-answers',
    'certain',
  ],
  [
    'a hotel’s log-in page',
    [f.errorSymptom('certificate'), [f.observedPortal('firefox', false), ...f.timedOutControls]],
    'captive-portal-found',
    'likely',
  ],
  [
    'a clock that is years off',
    [
      f.errorSymptom('certificate'),
      [
        f.observedControl('google', f.answeredWith(204, { clockSkewMs: 9e10 })),
        ...f.twoRetries(f.failedWith('certificate')),
      ],
    ],
    'wrong-clock',
    'likely',
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
    'certain',
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
    'certain',
  ],
  [
    'a redirect to an IP address once, then to the platform itself',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: 'www.x.com' })), ...f.workingControls],
    ],
    'site-answers',
    'certain',
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
    'certain',
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
    'likely',
  ],
];
