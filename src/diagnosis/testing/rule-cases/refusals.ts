/** Refused connections: by the site, by something nearer, or by a server of which nobody can say whose it is. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const refusedTwice = [...f.twoRetries(f.failedWith('refused')), ...f.workingControls];
/** As Firefox tells it: with the address, which resolvers elsewhere give as well. */
const refusedAtSite = [...refusedTwice, ...f.matchingLookups];
const siteRefuses = f.errorSymptom('refused', f.SITE_IPV4);
/** As Chromium tells it: the name is refused after `refusedMs`; without its name the site's address takes `ms`. */
const timed = (ms: number, refusedMs = 50) => [
  ...f.twoRetries(f.failedWith('refused')),
  ...f.publicControls,
  ...f.matchingLookups,
  { ...f.observedIpLiteral(f.failedWith('other')), ms },
  f.observedNamedRefusal(refusedMs),
];

export const REFUSAL_CASES: readonly RuleCase[] = [
  ['refused at the site’s own address', [siteRefuses, refusedAtSite], 'connection-refused', 'possible'],
  [
    'refused at the site’s own address, and the site works elsewhere',
    [siteRefuses, [...refusedAtSite, f.observedTestHelper()]],
    'connection-refused',
    'likely',
  ],
  [
    'Chromium names no address, but without its name the site’s address refuses as quickly',
    [f.errorSymptom('refused'), timed(52)],
    'connection-refused',
    'possible',
  ],
  [
    'the site’s address answers with TLS, so something else refuses',
    [f.errorSymptom('refused'), timed(112)],
    'refused-nearby',
    'possible',
  ],
  [
    'what refuses after 1 ms is much nearer than the site’s address',
    [f.errorSymptom('refused'), timed(40, 1)],
    'refused-nearby',
    'possible',
  ],
  [
    'between a refusal and a handshake nothing tells which it was',
    [f.errorSymptom('refused'), timed(90)],
    'no-rule-matched',
    'possible',
  ],
  [
    'where the site itself is near, the few ms that a device adds make no distance',
    [f.errorSymptom('refused'), timed(9, 1)],
    'no-rule-matched',
    'possible',
  ],
  [
    'a refusal as quick as that of the site’s address, but no slower than one by this device',
    [f.errorSymptom('refused'), timed(6, 6)],
    'no-rule-matched',
    'possible',
  ],
  [
    'there is no route to the site’s address, so something else refuses',
    [f.errorSymptom('refused'), [...refusedAtSite, f.observedIpLiteral(f.failedWith('unreachable'))]],
    'refused-nearby',
    'possible',
  ],
  [
    'something refuses, while the site’s address is silent',
    [f.errorSymptom('refused'), [...refusedAtSite, f.observedIpLiteral(f.timedOut)]],
    'refused-nearby',
    'possible',
  ],
  [
    'refused, and nothing tells by whom',
    [f.errorSymptom('refused'), [...refusedAtSite, f.observedTestHelper()]],
    'no-rule-matched',
    'possible',
  ],
  [
    'refused at an address that differs: no evidence, and nobody knows whose it is',
    [f.errorSymptom('refused', '198.51.101.9'), [...refusedAtSite, f.observedTestHelper()]],
    'no-rule-matched',
    'possible',
  ],
  [
    'refused at this device’s own address, and the site works elsewhere',
    [f.errorSymptom('refused', '127.0.0.1'), [...refusedAtSite, f.observedTestHelper()]],
    'resolves-to-this-device',
    'possible',
  ],
  [
    'refused, OONI out of reach, and the site works abroad',
    [
      siteRefuses,
      [
        ...refusedAtSite,
        f.unreachableVantagePoints[0],
        f.observedVolunteers({ US: undefined, JP: 'connection_refused' }),
      ],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'refused, and one volunteer alone is refused as well: its own line may be down',
    [siteRefuses, [...refusedAtSite, f.observedVolunteers({ US: 'connection_refused' })]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, and of two volunteers abroad one is refused as well, the other fails in another way',
    [
      siteRefuses,
      [...refusedAtSite, f.observedVolunteers({ US: 'connection_refused', JP: 'unknown_failure' })],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'refused, and no vantage point could be asked',
    [siteRefuses, [...refusedAtSite, ...f.unreachableVantagePoints]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, no vantage point, and others in the country failed all week',
    [siteRefuses, [...refusedAtSite, ...f.unreachableVantagePoints, f.observedAggregation(40, 36, 5)]],
    'connection-refused',
    'likely',
  ],
  [
    'too few measurements of others',
    [siteRefuses, [...refusedAtSite, ...f.unreachableVantagePoints, f.observedAggregation(19, 19, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'many measurements of others, but on two networks only',
    [siteRefuses, [...refusedAtSite, ...f.unreachableVantagePoints, f.observedAggregation(400, 400, 2)]],
    'connection-refused',
    'possible',
  ],
  [
    'one in three measurements of others works',
    [siteRefuses, [...refusedAtSite, ...f.unreachableVantagePoints, f.observedAggregation(90, 60, 3)]],
    'connection-refused',
    'possible',
  ],
  [
    'others failed all week, but the site works now on another network of the country',
    [
      siteRefuses,
      [
        ...refusedAtSite,
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
      siteRefuses,
      [...refusedAtSite, f.observedTestHelper('generic_timeout_error'), f.observedAggregation(40, 40, 5)],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'no route to the address, reported at once: as good as refused',
    [
      f.errorSymptom('unreachable', f.SITE_IPV4),
      [...f.twoRetries(f.failedWith('unreachable')), ...f.workingControls, ...f.matchingLookups],
    ],
    'connection-refused',
    'possible',
  ],
  [
    'measurements of others make no block of a refusal of which nobody knows whose it is',
    [
      f.errorSymptom('refused'),
      [...refusedTwice, ...f.unreachableVantagePoints, f.observedAggregation(400, 400, 9)],
    ],
    'no-rule-matched',
    'possible',
  ],
];
