/** The site itself. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failed('reset');
const refusedTwice = [...f.twice(f.failed('refused')), ...f.controls];
const tlsOutcome = f.failed('tls');
const retryTimedOut = [f.retry(f.timeout), ...f.controls];
const publicControls = ['google', 'apple'].map((name) =>
  f.control(name, f.answered(204, { ip: '17.253.1.1' })),
);

export const SITE_CASES: readonly RuleCase[] = [
  [
    '451',
    [f.status(451), [f.retry(f.answered(451)), ...f.controls]],
    'withheld-for-legal-reasons',
    'certain',
  ],
  [
    '451 over plain http, https cut: the provider says so',
    [
      f.status(451, false),
      [...f.twice(resetOutcome), ...f.controls, f.plain(f.answered(451, { secure: false }))],
    ],
    'withheld-for-legal-reasons',
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
    'a name that nobody anywhere knows, after a wait',
    [f.unanswered, [...f.twice(f.failed('dns')), ...f.controls, ...f.unknown]],
    'nobody-knows-the-name',
    'certain',
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
    'refused here and there',
    [f.error('refused'), [...f.twice(f.failed('refused')), ...f.controls, f.outside('connection_refused')]],
    'fails-everywhere-alike',
    'certain',
  ],
  [
    'refused, OONI out of reach, and volunteers abroad are refused as well',
    [
      f.error('refused'),
      [...refusedTwice, ...f.noOutside, f.places({ US: 'connection_refused', JP: 'connection_refused' })],
    ],
    'fails-everywhere-alike',
    'certain',
  ],
  [
    'refused here and for OONI, but volunteers abroad get it',
    [f.error('refused'), [...refusedTwice, f.outside('connection_refused'), f.places({ US: undefined })]],
    'fails-everywhere-alike',
    'possible',
  ],
  [
    'OONI fails otherwise, volunteers abroad fail as here',
    [
      f.error('refused'),
      [
        ...refusedTwice,
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
    'nor one that is down for everybody',
    [f.error('refused'), [...refusedTwice, f.outside('connection_refused'), f.tally(400, 400, 9)]],
    'fails-everywhere-alike',
    'certain',
  ],
  [
    'silence, but the front door answers at once: the site keeps people waiting',
    [f.hang, [...retryTimedOut, ...f.known, f.byAddress(tlsOutcome), f.otherPort(tlsOutcome), f.frontDoor()]],
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
];
