/** What is near the person: the device, the line, the country. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];

export const LOCAL_CASES: readonly RuleCase[] = [
  ['stopped by an extension', [f.errorSymptom('local'), [], 'quiet'], 'stopped-on-this-device', 'likely'],
  ['a dead proxy', [f.errorSymptom('proxy'), f.timedOutControls], 'proxy-does-not-answer', 'certain'],
  [
    'a trickle, twice, while another site is fast',
    [
      f.stalledSymptom,
      [f.observedRetry(f.answeredWith()), ...f.workingControls, ...f.throughputPairs(4_000, 900_000)],
    ],
    'slow-here-controls-fast',
    'likely',
  ],
  [
    'a trickle, but so is everything',
    [
      f.stalledSymptom,
      [f.observedRetry(f.answeredWith()), ...f.workingControls, ...f.throughputPairs(4_000, 5_000)],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a trickle, measured once',
    [
      f.stalledSymptom,
      [
        f.observedRetry(f.answeredWith()),
        ...f.workingControls,
        f.observedThroughput('platform', 1, 4_000),
        f.observedThroughput('control', 1, 900_000),
        f.observedThroughput('control', 2, 900_000),
      ],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a trickle once, fast the other time',
    [
      f.stalledSymptom,
      [
        f.observedRetry(f.answeredWith()),
        ...f.workingControls,
        ...f.throughputPairs(4_000, 900_000),
        f.observedThroughput('platform', 3, 400_000),
      ],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a tiny page, over at once',
    [
      f.stalledSymptom,
      [
        f.observedRetry(f.answeredWith()),
        ...f.workingControls,
        ...[1, 2].flatMap((n) => [
          f.observedThroughput('platform', n, 4_000, 20),
          f.observedThroughput('control', n, 900_000),
        ]),
      ],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a trickle, and no other site answers',
    [f.stalledSymptom, [f.observedRetry(f.answeredWith()), ...f.throughputPairs(4_000, 900_000)]],
    'site-answers',
    'likely',
  ],
  [
    'works again',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(302))]],
    'site-answers',
    'certain',
  ],
  [
    'once in three',
    [
      f.errorSymptom('reset'),
      [f.observedRetry(resetOutcome), f.observedRetry(f.answeredWith(), 2), ...f.workingControls],
    ],
    'site-answers',
    'likely',
  ],
  [
    'a bot challenge is an answer',
    [f.errorSymptom('reset'), [f.observedRetry(f.answeredWith(403, { botChallenge: true }))]],
    'site-answers',
    'certain',
  ],
  [
    'a hotel',
    [
      f.errorSymptom('certificate'),
      [f.observedPortal('firefox', false), f.observedPortal('google', false), ...f.timedOutControls],
    ],
    'captive-portal-found',
    'certain',
  ],
  [
    'a clock years off',
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
    'no site can prove itself',
    [
      f.errorSymptom('certificate'),
      ['google', 'apple'].map((n) => f.observedControl(n, f.failedWith('certificate'))),
    ],
    'no-valid-control-certificate',
    'likely',
  ],
  [
    'two sites cannot prove themselves, and one is lost',
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
        f.observedRetry(f.timedOut),
        f.observedDomestic('ya.ru'),
        f.observedDomestic('www.rbc.ru'),
      ],
    ],
    'only-domestic-sites-answer',
    'certain',
  ],
  [
    'no network',
    [f.errorSymptom('offline'), [...f.timedOutControls, f.observedRetry(f.failedWith('offline'))]],
    'nothing-answers',
    'certain',
  ],
  ['no network, nothing asked', [f.errorSymptom('offline'), [], 'quiet'], 'nothing-answers', 'likely'],
  [
    'the resolver says nothing, and no site works',
    [f.slowDnsError, [f.observedRetry(f.timedOut), ...f.timedOutControls, ...f.matchingLookups]],
    'nothing-answers',
    'certain',
  ],
  [
    'the resolver was slow once',
    [f.slowDnsError, [f.observedRetry(f.answeredWith()), ...f.workingControls, ...f.matchingLookups]],
    'site-answers',
    'certain',
  ],
  [
    'the network comes back between two questions',
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
    'what others measured makes no site that answers a blocked one',
    [
      f.errorSymptom('reset'),
      [f.observedRetry(f.answeredWith()), ...f.workingControls, f.observedAggregation(400, 400, 9)],
    ],
    'site-answers',
    'certain',
  ],
  [
    'sent to a bare address once, and home again',
    [
      f.plainPageSymptom,
      [f.observedRetry(f.answeredWith(302, { redirectHost: 'www.x.com' })), ...f.workingControls],
    ],
    'site-answers',
    'certain',
  ],
  [
    'the name leads to an address of nobody, and elsewhere it does not: a list on this device, or in the network',
    [
      f.errorSymptom('unspecified-address'),
      [...f.twoRetries(f.failedWith('unspecified-address')), ...f.workingControls, ...f.matchingLookups],
    ],
    'resolves-to-this-device',
    'possible',
  ],
  [
    'refused at this device’s own address, and it works from outside',
    [f.errorSymptom('refused', '127.0.0.1'), [...refusedTwice, ...f.matchingLookups, f.observedTestHelper()]],
    'resolves-to-this-device',
    'possible',
  ],
];
