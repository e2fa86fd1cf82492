/** Cases that only look like a rule's and match none. */
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const resetOutcome = f.failedWith('reset');
const retryTimedOut = [f.observedRetry(f.timedOut), ...f.workingControls];

export const INCONCLUSIVE_CASES: readonly RuleCase[] = [
  [
    'this device stops all requests of the extension, the page is cut: not offline',
    [
      f.errorSymptom('reset'),
      [
        ...f.twoRetries(f.failedWith('local')),
        ...['google', 'apple'].map((name) => f.observedControl(name, f.failedWith('local'))),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'this device stops only the retries',
    [f.errorSymptom('reset'), [...f.twoRetries(f.failedWith('aborted')), ...f.workingControls]],
    'no-rule-matched',
    'possible',
  ],
  [
    'a timeout, and neither a resolver nor a vantage point answers',
    [
      f.hangSymptom,
      [
        f.observedRetry(f.timedOut),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedPlainHttp(f.timedOut),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'one name denied, no resolver to ask',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        f.failedLookup('a'),
        f.observedAlternate(f.answeredWith()),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'resolvers that disagree',
    [
      f.errorSymptom('dns'),
      [
        ...f.twoRetries(f.failedWith('dns')),
        ...f.workingControls,
        f.observedLookup('a', [f.SITE_IPV4]),
        f.observedLookup('b', [], 'NXDOMAIN'),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  [
    'three failures of three kinds are a bad line',
    [
      f.errorSymptom('reset'),
      [
        f.observedRetry(f.timedOut),
        f.observedRetry(f.failedWith('dns'), 2),
        ...f.workingControls,
        ...f.matchingLookups,
        f.redirectToHttps,
        f.observedTestHelper(),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
  ['quiet mode', [f.errorSymptom('reset'), [], 'quiet'], 'checks-off', 'possible'],
  [
    'reset, and no control',
    [f.errorSymptom('reset'), f.twoRetries(resetOutcome)],
    'no-rule-matched',
    'possible',
  ],
  [
    'controls, and no repetition',
    [f.errorSymptom('reset'), f.workingControls],
    'no-rule-matched',
    'possible',
  ],
  [
    'one domain times out, the other answers, and no vantage point',
    [
      f.hangSymptom,
      [
        ...retryTimedOut,
        ...f.unreachableVantagePoints,
        f.failedLookup('a'),
        f.observedAlternate(f.answeredWith()),
      ],
    ],
    'no-rule-matched',
    'possible',
  ],
];
