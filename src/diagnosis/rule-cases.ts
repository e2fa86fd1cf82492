/** A case for every rule, and for what only looks like one: the rules' tests, their mutation and their noise share it. */
import * as f from './fixtures.ts';

const rst = f.failed('reset');
const refused = [...f.twice(f.failed('refused')), ...f.controls];
const tls = f.failed('tls');
const silence = [f.retry(f.timeout), ...f.controls];
const DEAD = '198.51.101.9';
const publicControls = ['google', 'apple'].map((name) =>
  f.control(name, f.answered(204, { ip: '17.253.1.1' })),
);
const pass = f.portal('firefox', true);

/** name · the page's signal · what was observed · rule · confidence */
export const CASES: [string, Parameters<typeof f.input>, string, string][] = [
  ['stopped by an extension', [f.error('local'), [], 'quiet'], 'stopped-on-this-device', 'likely'],
  [
    'every request of ours is stopped on this device, the page is cut: nobody is offline',
    [
      f.error('reset'),
      [
        ...f.twice(f.failed('local')),
        ...['google', 'apple'].map((name) => f.control(name, f.failed('local'))),
      ],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'our retries alone are stopped on this device',
    [f.error('reset'), [...f.twice(f.failed('aborted')), ...f.controls]],
    'cannot-tell',
    'possible',
  ],
  ['a dead proxy', [f.error('proxy'), f.noControls], 'proxy-does-not-answer', 'certain'],
  [
    'a trickle, twice, while another site is fast',
    [f.stalled, [f.retry(f.answered()), ...f.controls, ...f.paces(4_000, 900_000)]],
    'slow-while-others-are-fast',
    'likely',
  ],
  [
    'a trickle, but so is everything',
    [f.stalled, [f.retry(f.answered()), ...f.controls, ...f.paces(4_000, 5_000)]],
    'site-answers-again',
    'likely',
  ],
  [
    'a trickle, measured once',
    [
      f.stalled,
      [
        f.retry(f.answered()),
        ...f.controls,
        f.pace('platform', 1, 4_000),
        f.pace('control', 1, 900_000),
        f.pace('control', 2, 900_000),
      ],
    ],
    'site-answers-again',
    'likely',
  ],
  [
    'a trickle once, fast the other time',
    [
      f.stalled,
      [f.retry(f.answered()), ...f.controls, ...f.paces(4_000, 900_000), f.pace('platform', 3, 400_000)],
    ],
    'site-answers-again',
    'likely',
  ],
  [
    'a tiny page, over at once',
    [
      f.stalled,
      [
        f.retry(f.answered()),
        ...f.controls,
        ...[1, 2].flatMap((n) => [f.pace('platform', n, 4_000, 20), f.pace('control', n, 900_000)]),
      ],
    ],
    'site-answers-again',
    'likely',
  ],
  [
    'a trickle, and no other site answers',
    [f.stalled, [f.retry(f.answered()), ...f.paces(4_000, 900_000)]],
    'site-answers-again',
    'likely',
  ],
  ['works again', [f.error('reset'), [f.retry(f.answered(302))]], 'site-answers-again', 'certain'],
  [
    'once in three',
    [f.error('reset'), [f.retry(rst), f.retry(f.answered(), 2), ...f.controls]],
    'site-answers-again',
    'likely',
  ],
  [
    'a bot challenge is an answer',
    [f.error('reset'), [f.retry(f.answered(403, { challenge: true }))]],
    'site-answers-again',
    'certain',
  ],
  [
    'a hotel',
    [f.error('certificate'), [f.portal('firefox', false), f.portal('google', false), ...f.noControls]],
    'log-in-page-in-between',
    'certain',
  ],
  [
    'one forged probe while all else works is no portal',
    [f.error('reset'), [f.portal('firefox', false), ...f.controls, ...f.twice(rst), ...f.known]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'a clock years off',
    [
      f.error('certificate'),
      [f.control('google', f.answered(204, { clockSkewMs: 9e10 })), ...f.twice(f.failed('certificate'))],
    ],
    'clock-is-wrong',
    'likely',
  ],
  [
    'no site can prove itself',
    [f.error('certificate'), ['google', 'apple'].map((n) => f.control(n, f.failed('certificate')))],
    'nothing-can-be-trusted',
    'likely',
  ],
  [
    'two sites cannot prove themselves, and one is lost',
    [
      f.error('certificate'),
      [
        ...['google', 'apple'].map((n) => f.control(n, f.failed('certificate'))),
        f.control('cloudflare', rst),
      ],
    ],
    'nothing-can-be-trusted',
    'likely',
  ],
  [
    'controls cut, but plain pages come from abroad',
    [
      f.error('reset'),
      [
        ...['a', 'b', 'c'].map((n) => f.control(n, rst)),
        ...f.twice(rst),
        pass,
        f.domestic('ya.ru'),
        f.domestic('www.rbc.ru'),
      ],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'the country answers, the world does not',
    [
      f.error('timeout'),
      [...f.noControls, f.retry(f.timeout), f.domestic('ya.ru'), f.domestic('www.rbc.ru')],
    ],
    'only-the-country-answers',
    'certain',
  ],
  [
    'no network',
    [f.error('offline'), [...f.noControls, f.retry(f.failed('offline'))]],
    'nothing-answers',
    'certain',
  ],
  ['no network, nothing asked', [f.error('offline'), [], 'quiet'], 'nothing-answers', 'likely'],
  [
    '451',
    [f.status(451), [f.retry(f.answered(451)), ...f.controls]],
    'withheld-for-legal-reasons',
    'certain',
  ],
  [
    '451 over plain http, https cut: the provider says so',
    [f.status(451, false), [...f.twice(rst), ...f.controls, f.plain(f.answered(451, { secure: false }))]],
    'withheld-for-legal-reasons',
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
    'expired, and the whole world sees it',
    [
      f.error('certificate'),
      [
        ...f.twice(f.failed('certificate')),
        ...f.controls,
        f.alternate(f.failed('certificate')),
        f.outside('ssl_invalid_certificate'),
      ],
    ],
    'certificate-fails-everywhere',
    'certain',
  ],
  ['403 twice', [f.status(403), [f.retry(f.answered(403)), ...f.controls]], 'site-refuses-you', 'certain'],
  ['503 twice', [f.status(503), [f.retry(f.answered(503)), ...f.controls]], 'site-fails-itself', 'certain'],
  ['503, nothing asked', [f.status(503), [], 'quiet'], 'site-fails-itself', 'possible'],
  [
    'no such name',
    [f.error('dns'), [...f.twice(f.failed('dns')), ...f.controls, ...f.unknown]],
    'nobody-knows-the-name',
    'certain',
  ],
  [
    'a name that the resolver says nothing about, and others know',
    [f.unanswered, [f.retry(f.timeout), f.retry(f.failed('dns'), 2), ...f.controls, ...f.known]],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'a name that nobody anywhere knows, after a wait',
    [f.unanswered, [...f.twice(f.failed('dns')), ...f.controls, ...f.unknown]],
    'nobody-knows-the-name',
    'certain',
  ],
  [
    'the resolver says nothing, and no site works',
    [f.unanswered, [f.retry(f.timeout), ...f.noControls, ...f.known]],
    'nothing-answers',
    'certain',
  ],
  [
    'the resolver was slow once',
    [f.unanswered, [f.retry(f.answered()), ...f.controls, ...f.known]],
    'site-answers-again',
    'certain',
  ],
  [
    'silence, no resolver to ask for the address, and it works from outside',
    [f.hang, [f.retry(f.timeout), ...f.controls, f.muteResolver('a'), f.plain(f.timeout), f.outside()]],
    'silent-here-only',
    'certain',
  ],
  [
    'the same, but nobody outside answers either',
    [f.hang, [f.retry(f.timeout), ...f.controls, f.muteResolver('a'), f.plain(f.timeout)]],
    'cannot-tell',
    'possible',
  ],
  [
    'silence, no resolver to ask, and silence to the world',
    [
      f.hang,
      [
        f.retry(f.timeout),
        ...f.controls,
        f.muteResolver('a'),
        f.plain(f.timeout),
        f.outside('generic_timeout_error'),
      ],
    ],
    'fails-everywhere-alike',
    'certain',
  ],
  [
    'silence, and a resolver that does not even deny a name of the platform’s that nobody has',
    [
      f.hang,
      [
        f.retry(f.timeout),
        ...f.controls,
        ...f.known,
        f.plain(f.timeout),
        f.byAddress(f.failed('other')),
        f.ownResolver(false),
      ],
    ],
    'name-unanswered-here-only',
    'likely',
  ],
  [
    'the same, but somebody answers by that name over plain http',
    [f.hang, [f.retry(f.timeout), ...f.controls, ...f.known, f.home, f.ownResolver(false)]],
    'silent-when-the-name-is-said',
    'likely',
  ],
  [
    'a resolver that answers nobody, while standing connections still carry others',
    [
      f.hang,
      [
        f.retry(f.timeout),
        ...f.controls,
        ...f.known,
        f.plain(f.timeout),
        f.byAddress(f.failed('other')),
        f.ownResolver(false, false),
      ],
    ],
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
    'the network comes back between two questions',
    [f.error('offline'), [f.retry(f.failed('offline')), f.retry(f.answered(), 2), ...f.controls, ...f.known]],
    'site-answers-again',
    'likely',
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
    'one name denied, nobody to ask',
    [
      f.error('dns'),
      [...f.twice(f.failed('dns')), ...f.controls, f.muteResolver('a'), f.alternate(f.answered())],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'resolvers that disagree',
    [
      f.error('dns'),
      [
        ...f.twice(f.failed('dns')),
        ...f.controls,
        f.resolver('a', [f.TRUTH]),
        f.resolver('b', [], 'NXDOMAIN'),
      ],
    ],
    'cannot-tell',
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
    'refused here and there',
    [f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls, f.outside('connection_refused')]],
    'fails-everywhere-alike',
    'certain',
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
    'three failures of three kinds are a bad line',
    [
      f.error('reset'),
      [f.retry(f.timeout), f.retry(f.failed('dns'), 2), ...f.controls, ...f.known, f.home, f.outside()],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'refused, OONI out of reach, and volunteers abroad are refused as well',
    [
      f.error('refused'),
      [...refused, ...f.noOutside, f.places({ US: 'connection_refused', JP: 'connection_refused' })],
    ],
    'fails-everywhere-alike',
    'certain',
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
    'refused here and for OONI, but volunteers abroad get it',
    [f.error('refused'), [...refused, f.outside('connection_refused'), f.places({ US: undefined })]],
    'fails-everywhere-alike',
    'possible',
  ],
  [
    'OONI fails otherwise, volunteers abroad fail as here',
    [
      f.error('refused'),
      [
        ...refused,
        f.outside('generic_timeout_error'),
        f.places({ US: 'connection_refused', JP: 'connection_refused' }),
      ],
    ],
    'fails-everywhere-alike',
    'certain',
  ],
  [
    'a certificate that fails volunteers abroad as well',
    [
      f.error('certificate'),
      [
        ...f.twice(f.failed('certificate')),
        ...f.controls,
        f.alternate(f.failed('certificate')),
        f.places({ US: 'ssl_invalid_certificate', JP: 'ssl_invalid_certificate' }),
      ],
    ],
    'certificate-fails-everywhere',
    'certain',
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
    'what others measured makes no site that answers a blocked one',
    [f.error('reset'), [f.retry(f.answered()), ...f.controls, f.tally(400, 400, 9)]],
    'site-answers-again',
    'certain',
  ],
  [
    'nor one that is down for everybody',
    [f.error('refused'), [...refused, f.outside('connection_refused'), f.tally(400, 400, 9)]],
    'fails-everywhere-alike',
    'certain',
  ],
  ['quiet', [f.error('reset'), [], 'quiet'], 'nothing-sent', 'possible'],
  ['reset, and no control', [f.error('reset'), f.twice(rst)], 'cannot-tell', 'possible'],
  ['controls, and no repetition', [f.error('reset'), f.controls], 'cannot-tell', 'possible'],
  [
    'silence, but the front door answers at once: the site keeps people waiting',
    [f.hang, [...silence, ...f.known, f.byAddress(tls), f.otherPort(tls), f.frontDoor()]],
    'keeps-people-waiting',
    'likely',
  ],
  [
    'the same, and no other site was asked yet',
    [f.hang, [f.retry(f.timeout), f.frontDoor()]],
    'keeps-people-waiting',
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
        f.byAddress(f.timeout, '10.66.34.9'),
      ],
    ],
    'address-silent',
    'possible',
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
    'one domain silent, the other answers, and nobody elsewhere to ask',
    [
      f.hang,
      [...silence, ...f.noOutside, f.muteResolver('a'), f.otherPort(f.timeout), f.alternate(f.answered())],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'no way to the address, said at once: as good as refused',
    [f.error('unreachable'), [...f.twice(f.failed('unreachable')), ...f.controls, ...f.known]],
    'connection-refused',
    'possible',
  ],
  [
    'the owner leads the whole world to an address of nobody',
    [
      f.error('refused'),
      [
        ...f.twice(f.failed('refused')),
        ...publicControls,
        ...['a', 'b'].map((name) => f.resolver(name, ['127.0.0.1'])),
      ],
    ],
    'leads-nowhere-for-all',
    'certain',
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
    'made by nobody known, all over the world',
    [
      f.error('untrusted'),
      [...f.twice(f.failed('untrusted')), ...f.controls, f.outside('ssl_unknown_authority')],
    ],
    'certificate-fails-everywhere',
    'certain',
  ],
  [
    'a known block page over TLS, with the status of a refusal',
    [f.status(403), [f.retry(f.answered(403, { blockPage: 'filter' })), ...f.controls]],
    'page-put-in-its-place-over-tls',
    'likely',
  ],
  [
    'sent away to a bare address over TLS',
    [f.plainPage, [f.retry(f.answered(302, { redirectHost: '10.66.34.9' })), ...f.controls]],
    'page-put-in-its-place-over-tls',
    'likely',
  ],
  [
    'sent to a bare address once, and home again',
    [f.plainPage, [f.retry(f.answered(302, { redirectHost: 'www.x.com' })), ...f.controls]],
    'site-answers-again',
    'certain',
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
    'the name leads to an address of nobody, and elsewhere it does not: a list on this device, or in the network',
    [f.error('nowhere'), [...f.twice(f.failed('nowhere')), ...f.controls, ...f.known]],
    'name-leads-to-this-device',
    'possible',
  ],
  [
    'refused at this device’s own address, and it works from outside',
    [f.error('refused', '127.0.0.1'), [...refused, ...f.known, f.outside()]],
    'name-leads-to-this-device',
    'possible',
  ],
  [
    'refused at the site’s own address, and it works from outside',
    [f.error('refused', f.TRUTH), [...refused, ...f.known, f.outside()]],
    'connection-refused',
    'certain',
  ],
];
