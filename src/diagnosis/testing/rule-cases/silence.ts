/** Somebody on the way who says nothing. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const tlsOutcome = f.failed('tls');
const retryTimedOut = [f.retry(f.timeout), ...f.controls];
const DEAD_ADDRESS = '198.51.101.9';
const publicControls = ['google', 'apple'].map((name) =>
  f.control(name, f.answered(204, { ip: '17.253.1.1' })),
);
/** Silence wherever the name is said, while others answer and somebody lives at the site's address. */
const timedOutByName = [
  f.retry(f.timeout),
  ...f.controls,
  ...f.known,
  f.plain(f.timeout),
  f.byAddress(f.failed('other')),
];

export const TIMEOUT_CASES: readonly RuleCase[] = [
  [
    'a name that the resolver says nothing about, and others know',
    [f.unanswered, [f.retry(f.timeout), f.retry(f.failed('dns'), 2), ...f.controls, ...f.known]],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'silence, no resolver to ask for the address, and it works from outside',
    [f.hang, [f.retry(f.timeout), ...f.controls, f.muteResolver('a'), f.plain(f.timeout), f.outside()]],
    'silent-here-only',
    'certain',
  ],
  [
    'silence, and a resolver that does not even deny a name of the platform’s that nobody has',
    [f.hang, [...timedOutByName, f.ownResolver(false), f.ownLookupMute]],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'names that nobody has are silent, and the browser does not tell why: no answer, or a dead address for all of them',
    [f.hang, [f.retry(f.timeout), ...f.controls, ...f.known, f.plain(f.timeout), f.ownResolver(false)]],
    'silent-here-only',
    'possible',
  ],
  [
    'the same, but somebody answers by that name over plain http',
    [f.hang, [f.retry(f.timeout), ...f.controls, ...f.known, f.home, f.ownResolver(false)]],
    'silent-when-the-name-is-said',
    'likely',
  ],
  [
    'a resolver that answers nobody, while standing connections still carry others',
    [f.hang, [...timedOutByName, f.ownResolver(false, false)]],
    'own-resolver-is-dead',
    'possible',
  ],
  [
    'a bogus address',
    [f.error('timeout', '10.10.34.35'), [f.retry(f.timeout), ...f.controls, ...f.known]],
    'name-sent-astray',
    'certain',
  ],
  [
    'silent, but not without the name',
    [f.hang, [f.retry(f.timeout), ...f.controls, ...f.known, f.byAddress(f.failed('other'))]],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silent address',
    [f.hang, [f.retry(f.timeout), ...f.controls, ...f.known, f.byAddress(f.timeout)]],
    'address-silent',
    'possible',
  ],
  [
    'a wrong certificate for a moment, then a lost packet',
    [
      f.error('certificate'),
      [f.retry(f.failed('certificate')), f.retry(f.timeout, 2), ...f.controls, ...f.known, f.home],
    ],
    'certificate-not-accepted',
    'possible',
  ],
  [
    'silence when the name is said, nobody to ask for the address, another port answers',
    [f.hang, [...retryTimedOut, f.muteResolver('a'), f.otherPort(tlsOutcome), f.frontDoor(f.timeout)]],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence on all ports by the name, and the true address answers: a dead address, or followed everywhere',
    [f.hang, [...retryTimedOut, ...f.known, f.byAddress(tlsOutcome), f.otherPort(f.timeout)]],
    'silent-here-only',
    'possible',
  ],
  [
    'the same, and the browser says that it looks at the true address',
    [
      f.hang,
      [...retryTimedOut, ...f.known, f.byAddress(tlsOutcome), f.otherPort(f.timeout), f.ownLookup(f.TRUTH)],
    ],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence at an address that nobody else knows, while the true one answers',
    [
      f.hang,
      [
        ...retryTimedOut,
        ...f.known,
        f.byAddress(tlsOutcome),
        f.byAddress(f.timeout, DEAD_ADDRESS),
        f.ownLookup(DEAD_ADDRESS),
      ],
    ],
    'name-sent-astray',
    'possible',
  ],
  [
    'another address that answers whoever does not say the name is a server of content, not a dead end',
    [
      f.hang,
      [
        ...retryTimedOut,
        ...f.known,
        f.byAddress(tlsOutcome),
        f.byAddress(tlsOutcome, DEAD_ADDRESS),
        f.ownLookup(DEAD_ADDRESS),
      ],
    ],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence at an address of no public site, as the own resolver says',
    [f.hang, [...retryTimedOut, ...f.known, f.ownLookup('10.66.34.9')]],
    'name-sent-astray',
    'certain',
  ],
  [
    'the same, nobody else to ask, and other sites have public addresses',
    [f.hang, [f.retry(f.timeout), ...publicControls, f.muteResolver('a'), f.ownLookup('10.66.34.9')]],
    'name-sent-astray',
    'likely',
  ],
  [
    'an address of no public site where all sites have such: a lab, a VPN',
    [
      f.hang,
      [
        f.retry(f.timeout),
        ...['google', 'apple'].map((name) => f.control(name, f.answered(204, { ip: '10.0.0.1' }))),
        f.muteResolver('a'),
        f.ownLookup('10.66.34.9'),
        f.outside(undefined, ['10.66.34.9']),
        f.byAddress(f.timeout, '10.66.34.9'),
      ],
    ],
    'address-silent',
    'certain',
  ],
  [
    'the address of the own resolver is silent, and nobody says where the site is: it may be led astray',
    [
      f.hang,
      [
        f.retry(f.timeout),
        ...f.controls,
        f.muteResolver('a'),
        f.ownLookup('104.16.0.9'),
        f.outside(),
        f.byAddress(f.timeout, '104.16.0.9'),
      ],
    ],
    'silent-here-only',
    'certain',
  ],
  [
    'the own resolver says nothing of the name, others know it',
    [f.hang, [...retryTimedOut, ...f.known, f.plain(f.timeout), f.ownLookupMute]],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'two domains silent, and nobody elsewhere to ask',
    [
      f.hang,
      [...retryTimedOut, ...f.noOutside, f.muteResolver('a'), f.otherPort(f.timeout), f.alternate(f.timeout)],
    ],
    'silent-all-over',
    'possible',
  ],
];
