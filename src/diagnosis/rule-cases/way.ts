/** Somebody on the way. */
import * as f from '../fixtures.ts';
import type { RuleCase } from './rule-case.ts';

const rst = f.failed('reset');
const refused = [...f.twice(f.failed('refused')), ...f.controls];
const tls = f.failed('tls');
const silence = [f.retry(f.timeout), ...f.controls];
const DEAD = '198.51.101.9';
const publicControls = ['google', 'apple'].map((name) =>
  f.control(name, f.answered(204, { ip: '17.253.1.1' })),
);
const pass = f.portal('firefox', true);

/** Silence wherever the name is said, while others answer and somebody lives at the site's address. */
const silentByName = [
  f.retry(f.timeout),
  ...f.controls,
  ...f.known,
  f.plain(f.timeout),
  f.byAddress(f.failed('other')),
];

export const WAY_CASES: readonly RuleCase[] = [
  [
    'one forged probe while all else works is no portal',
    [f.error('reset'), [f.portal('firefox', false), ...f.controls, ...f.twice(rst), ...f.known]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    '403 over plain http, a known block page, https cut',
    [
      f.status(403, false),
      [...f.twice(rst), ...f.controls, f.plain(f.answered(403, { secure: false, blockPage: 'uae' }))],
    ],
    'page-put-in-its-place',
    'certain',
  ],
  [
    '403 over plain http from nobody known: the cut alone counts',
    [f.status(403, false), [...f.twice(rst), ...f.controls, f.plain(f.answered(403, { secure: false }))]],
    'cut-when-the-name-is-said',
    'likely',
  ],
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
    [f.hang, [...silentByName, f.ownResolver(false), f.ownLookupMute]],
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
    [f.hang, [...silentByName, f.ownResolver(false, false)]],
    'own-resolver-is-dead',
    'possible',
  ],
  [
    'a name that is denied while the system reports no network',
    [f.error('offline'), [...f.twice(f.failed('offline')), ...f.controls, ...f.known]],
    'name-denied-here-only',
    'certain',
  ],
  [
    'a name denied',
    [f.error('dns'), [...f.twice(f.failed('dns')), ...f.controls, ...f.known]],
    'name-denied-here-only',
    'certain',
  ],
  [
    'a name denied, resolvers mute, fine from outside',
    [f.error('dns'), [...f.twice(f.failed('dns')), ...f.controls, f.muteResolver('a'), f.outside()]],
    'name-denied-here-only',
    'likely',
  ],
  [
    'two names denied, nobody to ask',
    [
      f.error('dns'),
      [...f.twice(f.failed('dns')), ...f.controls, f.muteResolver('a'), f.alternate(f.failed('dns'))],
    ],
    'names-of-one-platform-denied',
    'possible',
  ],
  [
    'a bogus address',
    [f.error('timeout', '10.10.34.35'), [f.retry(f.timeout), ...f.controls, ...f.known]],
    'name-sent-astray',
    'certain',
  ],
  [
    'a stranger with a bad certificate',
    [
      f.error('tls', '36.86.63.185'),
      [...f.twice(f.failed('tls', '36.86.63.185')), ...f.controls, ...f.known],
    ],
    'name-sent-astray',
    'certain',
  ],
  [
    'another edge of the same network, reset',
    [f.error('reset', '104.244.9.9'), [...f.twice(rst), ...f.controls, ...f.known]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'a block page',
    [
      f.plainPage,
      [
        ...f.twice(rst),
        ...f.controls,
        ...f.known,
        f.plain(f.answered(302, { secure: false, redirectHost: 'warning.example' })),
      ],
    ],
    'page-put-in-its-place',
    'likely',
  ],
  [
    'two domains without an identity',
    [
      f.error('certificate'),
      [...f.twice(f.failed('certificate')), ...f.controls, f.alternate(f.failed('certificate'))],
    ],
    'another-identity-everywhere',
    'likely',
  ],
  [
    'an expired certificate',
    [f.error('certificate'), [...f.twice(f.failed('certificate')), ...f.controls, f.alternate(f.answered())]],
    'certificate-not-accepted',
    'likely',
  ],
  [
    'refused',
    [f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls, ...f.known]],
    'connection-refused',
    'possible',
  ],
  [
    'reset, port 80 leads home',
    [f.error('reset'), [...f.twice(rst), ...f.controls, ...f.known, f.home]],
    'cut-when-the-name-is-said',
    'certain',
  ],
  [
    'reset and closed are one way of being cut',
    [f.error('reset'), [f.retry(f.failed('closed')), f.retry(rst, 2), ...f.controls, pass]],
    'cut-when-the-name-is-said',
    'likely',
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
    'refused here, fine there',
    [f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls, f.outside()]],
    'connection-refused',
    'likely',
  ],
  [
    'reset here, silent there: it may refuse data centres',
    [f.error('reset'), [...f.twice(rst), ...f.controls, f.home, f.outside('generic_timeout_error')]],
    'cut-when-the-name-is-said',
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
    'refused, OONI out of reach, and it works abroad',
    [f.error('refused'), [...refused, f.noOutside[0], f.places({ US: undefined, JP: 'connection_refused' })]],
    'connection-refused',
    'likely',
  ],
  [
    'refused, and one volunteer alone is refused as well: its own line may be down',
    [f.error('refused'), [...refused, f.places({ US: 'connection_refused' })]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, and of two volunteers abroad one is refused as well, the other otherwise',
    [f.error('refused'), [...refused, f.places({ US: 'connection_refused', JP: 'unknown_failure' })]],
    'connection-refused',
    'possible',
  ],
  [
    'cut here, silent abroad: it may refuse those who ask',
    [
      f.error('reset'),
      [
        ...f.twice(rst),
        ...f.controls,
        f.home,
        f.places({ US: 'generic_timeout_error', JP: 'unknown_failure' }),
      ],
    ],
    'cut-when-the-name-is-said',
    'possible',
  ],
  [
    'refused, and nobody outside could be asked',
    [f.error('refused'), [...refused, ...f.noOutside]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, nobody outside to ask, and others in the country are kept away all week',
    [f.error('refused'), [...refused, ...f.noOutside, f.tally(40, 36, 5)]],
    'connection-refused',
    'likely',
  ],
  [
    'too few others to speak of',
    [f.error('refused'), [...refused, ...f.noOutside, f.tally(19, 19, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'many others, on two networks alone',
    [f.error('refused'), [...refused, ...f.noOutside, f.tally(400, 400, 2)]],
    'connection-refused',
    'possible',
  ],
  [
    'every third of the others gets it',
    [f.error('refused'), [...refused, ...f.noOutside, f.tally(90, 60, 3)]],
    'connection-refused',
    'possible',
  ],
  [
    'others were kept away all week, but on another network of the country it works now',
    [f.error('refused'), [...refused, f.noOutside[0], f.places({ PK: undefined }), f.tally(40, 40, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'others were kept away all week, but it fails otherwise from outside',
    [f.error('refused'), [...refused, f.outside('generic_timeout_error'), f.tally(40, 40, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'silence when the name is said, nobody to ask for the address, another port answers',
    [f.hang, [...silence, f.muteResolver('a'), f.otherPort(tls), f.frontDoor(f.timeout)]],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence on all ports by the name, and the true address answers: a dead address, or followed everywhere',
    [f.hang, [...silence, ...f.known, f.byAddress(tls), f.otherPort(f.timeout)]],
    'silent-here-only',
    'possible',
  ],
  [
    'the same, and the browser says that it looks at the true address',
    [f.hang, [...silence, ...f.known, f.byAddress(tls), f.otherPort(f.timeout), f.ownLookup(f.TRUTH)]],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence at an address that nobody else knows, while the true one answers',
    [f.hang, [...silence, ...f.known, f.byAddress(tls), f.byAddress(f.timeout, DEAD), f.ownLookup(DEAD)]],
    'name-sent-astray',
    'possible',
  ],
  [
    'another address that answers whoever does not say the name is a server of content, not a dead end',
    [f.hang, [...silence, ...f.known, f.byAddress(tls), f.byAddress(tls, DEAD), f.ownLookup(DEAD)]],
    'silent-when-the-name-is-said',
    'possible',
  ],
  [
    'silence at an address of no public site, as the own resolver says',
    [f.hang, [...silence, ...f.known, f.ownLookup('10.66.34.9')]],
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
    [f.hang, [...silence, ...f.known, f.plain(f.timeout), f.ownLookupMute]],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'two domains silent, and nobody elsewhere to ask',
    [
      f.hang,
      [...silence, ...f.noOutside, f.muteResolver('a'), f.otherPort(f.timeout), f.alternate(f.timeout)],
    ],
    'silent-all-over',
    'possible',
  ],
  [
    'no way to the address, said at once: as good as refused',
    [f.error('unreachable'), [...f.twice(f.failed('unreachable')), ...f.controls, ...f.known]],
    'connection-refused',
    'possible',
  ],
  [
    'out of date on all domains: the owner forgot them',
    [f.error('expired'), [...f.twice(f.failed('expired')), ...f.controls, f.alternate(f.failed('expired'))]],
    'certificate-not-accepted',
    'possible',
  ],
  [
    'made by nobody known, and from outside it is in order',
    [
      f.error('untrusted'),
      [...f.twice(f.failed('untrusted')), ...f.controls, f.alternate(f.answered()), f.outside()],
    ],
    'made-by-nobody-known',
    'certain',
  ],
  [
    'made by nobody known, and nobody outside to ask: one host of the site may be set up wrongly',
    [f.error('untrusted'), [...f.twice(f.failed('untrusted')), ...f.controls, f.alternate(f.answered())]],
    'certificate-not-accepted',
    'likely',
  ],
  [
    'of another name, and from outside it is in order: one server of the site’s may be set up wrongly',
    [
      f.error('certificate'),
      [...f.twice(f.failed('certificate')), ...f.controls, f.alternate(f.answered()), f.outside()],
    ],
    'certificate-not-accepted',
    'likely',
  ],
  [
    'https refused, plain http cut, twice',
    [f.error('reset'), [...refused, f.plain(rst)], 'standard', false],
    'cut-in-the-clear',
    'possible',
  ],
  [
    'https cut as well: that outranks it',
    [f.error('reset'), [...f.twice(rst), ...f.controls, f.plain(rst)], 'standard', false],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'refused at the site’s own address, and it works from outside',
    [f.error('refused', f.TRUTH), [...refused, ...f.known, f.outside()]],
    'connection-refused',
    'certain',
  ],
];
