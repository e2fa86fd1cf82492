/** What only looks like a rule, and fits none. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failed('reset');
const retryTimedOut = [f.retry(f.timeout), ...f.controls];
const openPortal = f.portal('firefox', true);

export const INCONCLUSIVE_CASES: readonly RuleCase[] = [
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
  [
    'controls cut, but plain pages come from abroad',
    [
      f.error('reset'),
      [
        ...['a', 'b', 'c'].map((n) => f.control(n, resetOutcome)),
        ...f.twice(resetOutcome),
        openPortal,
        f.domestic('ya.ru'),
        f.domestic('www.rbc.ru'),
      ],
    ],
    'cannot-tell',
    'possible',
  ],
  [
    'the same, but nobody outside answers either',
    [f.hang, [f.retry(f.timeout), ...f.controls, f.muteResolver('a'), f.plain(f.timeout)]],
    'cannot-tell',
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
    'three failures of three kinds are a bad line',
    [
      f.error('reset'),
      [f.retry(f.timeout), f.retry(f.failed('dns'), 2), ...f.controls, ...f.known, f.home, f.outside()],
    ],
    'cannot-tell',
    'possible',
  ],
  ['quiet', [f.error('reset'), [], 'quiet'], 'nothing-sent', 'possible'],
  ['reset, and no control', [f.error('reset'), f.twice(resetOutcome)], 'cannot-tell', 'possible'],
  ['controls, and no repetition', [f.error('reset'), f.controls], 'cannot-tell', 'possible'],
  [
    'one domain silent, the other answers, and nobody elsewhere to ask',
    [
      f.hang,
      [
        ...retryTimedOut,
        ...f.noOutside,
        f.muteResolver('a'),
        f.otherPort(f.timeout),
        f.alternate(f.answered()),
      ],
    ],
    'cannot-tell',
    'possible',
  ],
];
