/** What is near the person: the device, the line, the country. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failed('reset');
const refusedTwice = [...f.twice(f.failed('refused')), ...f.controls];

export const LOCAL_CASES: readonly RuleCase[] = [
  ['stopped by an extension', [f.error('local'), [], 'quiet'], 'stopped-on-this-device', 'likely'],
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
    [f.error('reset'), [f.retry(resetOutcome), f.retry(f.answered(), 2), ...f.controls]],
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
        f.control('cloudflare', resetOutcome),
      ],
    ],
    'nothing-can-be-trusted',
    'likely',
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
    'the network comes back between two questions',
    [f.error('offline'), [f.retry(f.failed('offline')), f.retry(f.answered(), 2), ...f.controls, ...f.known]],
    'site-answers-again',
    'likely',
  ],
  [
    'what others measured makes no site that answers a blocked one',
    [f.error('reset'), [f.retry(f.answered()), ...f.controls, f.tally(400, 400, 9)]],
    'site-answers-again',
    'certain',
  ],
  [
    'sent to a bare address once, and home again',
    [f.plainPage, [f.retry(f.answered(302, { redirectHost: 'www.x.com' })), ...f.controls]],
    'site-answers-again',
    'certain',
  ],
  [
    'the name leads to an address of nobody, and elsewhere it does not: a list on this device, or in the network',
    [f.error('nowhere'), [...f.twice(f.failed('nowhere')), ...f.controls, ...f.known]],
    'name-leads-to-this-device',
    'possible',
  ],
  [
    'refused at this device’s own address, and it works from outside',
    [f.error('refused', '127.0.0.1'), [...refusedTwice, ...f.known, f.outside()]],
    'name-leads-to-this-device',
    'possible',
  ],
];
