/** Somebody on the way who answers: denies, refuses, cuts, or plays the site. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failed('reset');
const refusedTwice = [...f.twice(f.failed('refused')), ...f.controls];
const openPortal = f.portal('firefox', true);

export const NETWORK_CASES: readonly RuleCase[] = [
  [
    'one forged probe while all else works is no portal',
    [f.error('reset'), [f.portal('firefox', false), ...f.controls, ...f.twice(resetOutcome), ...f.known]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    '403 over plain http, a known block page, https cut',
    [
      f.status(403, false),
      [
        ...f.twice(resetOutcome),
        ...f.controls,
        f.plain(f.answered(403, { secure: false, blockPage: 'uae' })),
      ],
    ],
    'page-put-in-its-place',
    'certain',
  ],
  [
    '403 over plain http from nobody known: the cut alone counts',
    [
      f.status(403, false),
      [...f.twice(resetOutcome), ...f.controls, f.plain(f.answered(403, { secure: false }))],
    ],
    'cut-when-the-name-is-said',
    'likely',
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
    [f.error('reset', '104.244.9.9'), [...f.twice(resetOutcome), ...f.controls, ...f.known]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'a block page',
    [
      f.plainPage,
      [
        ...f.twice(resetOutcome),
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
    [f.error('reset'), [...f.twice(resetOutcome), ...f.controls, ...f.known, f.home]],
    'cut-when-the-name-is-said',
    'certain',
  ],
  [
    'reset and closed are one way of being cut',
    [f.error('reset'), [f.retry(f.failed('closed')), f.retry(resetOutcome, 2), ...f.controls, openPortal]],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'refused here, fine there',
    [f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls, f.outside()]],
    'connection-refused',
    'likely',
  ],
  [
    'reset here, silent there: it may refuse data centres',
    [f.error('reset'), [...f.twice(resetOutcome), ...f.controls, f.home, f.outside('generic_timeout_error')]],
    'cut-when-the-name-is-said',
    'possible',
  ],
  [
    'refused, OONI out of reach, and it works abroad',
    [
      f.error('refused'),
      [...refusedTwice, f.noOutside[0], f.places({ US: undefined, JP: 'connection_refused' })],
    ],
    'connection-refused',
    'likely',
  ],
  [
    'refused, and one volunteer alone is refused as well: its own line may be down',
    [f.error('refused'), [...refusedTwice, f.places({ US: 'connection_refused' })]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, and of two volunteers abroad one is refused as well, the other otherwise',
    [f.error('refused'), [...refusedTwice, f.places({ US: 'connection_refused', JP: 'unknown_failure' })]],
    'connection-refused',
    'possible',
  ],
  [
    'cut here, silent abroad: it may refuse those who ask',
    [
      f.error('reset'),
      [
        ...f.twice(resetOutcome),
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
    [f.error('refused'), [...refusedTwice, ...f.noOutside]],
    'connection-refused',
    'possible',
  ],
  [
    'refused, nobody outside to ask, and others in the country are kept away all week',
    [f.error('refused'), [...refusedTwice, ...f.noOutside, f.tally(40, 36, 5)]],
    'connection-refused',
    'likely',
  ],
  [
    'too few others to speak of',
    [f.error('refused'), [...refusedTwice, ...f.noOutside, f.tally(19, 19, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'many others, on two networks alone',
    [f.error('refused'), [...refusedTwice, ...f.noOutside, f.tally(400, 400, 2)]],
    'connection-refused',
    'possible',
  ],
  [
    'every third of the others gets it',
    [f.error('refused'), [...refusedTwice, ...f.noOutside, f.tally(90, 60, 3)]],
    'connection-refused',
    'possible',
  ],
  [
    'others were kept away all week, but on another network of the country it works now',
    [f.error('refused'), [...refusedTwice, f.noOutside[0], f.places({ PK: undefined }), f.tally(40, 40, 5)]],
    'connection-refused',
    'possible',
  ],
  [
    'others were kept away all week, but it fails otherwise from outside',
    [f.error('refused'), [...refusedTwice, f.outside('generic_timeout_error'), f.tally(40, 40, 5)]],
    'connection-refused',
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
    [f.error('reset'), [...refusedTwice, f.plain(resetOutcome)], 'standard', false],
    'cut-in-the-clear',
    'possible',
  ],
  [
    'https cut as well: that outranks it',
    [f.error('reset'), [...f.twice(resetOutcome), ...f.controls, f.plain(resetOutcome)], 'standard', false],
    'cut-when-the-name-is-said',
    'likely',
  ],
  [
    'refused at the site’s own address, and it works from outside',
    [f.error('refused', f.TRUTH), [...refusedTwice, ...f.known, f.outside()]],
    'connection-refused',
    'certain',
  ],
];
