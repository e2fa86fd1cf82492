import { expect, test } from 'vitest';
import { countOutcomes, type OutcomeRow } from './outcome-counts.ts';
import { formatOutcomes } from './table.ts';

const row = (
  scenario: string,
  said: string | null,
  { isRight = true, ...rest }: Partial<OutcomeRow> & { isRight?: boolean } = {},
): OutcomeRow => {
  const [verdict = '', mechanism = '', confidence = ''] = said?.split(',') ?? [];
  return {
    group: 'blocks',
    scenario,
    browser: 'chromium',
    innocent: false,
    expected: 'blocked tls-reset certain',
    said: said === null ? null : { verdict, mechanism, confidence, seconds: 1.25, isRight },
    ...rest,
  };
};
const wrong = { isRight: false };
const innocent = { innocent: true, expected: 'site-down certain' };
const RESET = 'blocked,tls-reset,certain';

test('counts each kind of wrong answer, and how often each confidence was right', () => {
  expect(
    countOutcomes([
      row('right', RESET),
      row('right', RESET, { browser: 'firefox' }),
      row('open', 'inconclusive,,possible', wrong),
      row('acquitted', 'site-down,,likely', wrong),
      row('missed', ',,', wrong),
      row('filter-at-home', 'local-block,,likely'),
      row('silent', null),
      row('blamed', 'throttled,throttling,certain', { ...innocent, ...wrong }),
      row('down', 'site-down,,certain', innocent),
    ]),
  ).toEqual([
    '8 scenarios, 9 runs, 1 innocents blamed, 2 blocks acquitted, 1 without a verdict',
    'right of all that were called certain: 3/4, likely: 1/2, possible: 0/1',
    'wrong, but certain: blamed in chromium: throttled throttling certain; true: site-down certain',
  ]);
});

test('shows classes, what was expected in place of a wrong answer, and what the last try said', () => {
  const text = formatOutcomes([
    row('x-reset', 'blocked,,possible', wrong),
    row('down', 'site-down,,likely', { ...innocent, group: 'innocents' }),
    row('x-reset', RESET),
    row('hangs', null),
    row('loads', ',,', { expected: 'no case', group: 'innocents', innocent: true }),
  ]);
  expect(text.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    ' | scenario | browser | verdict | mechanism | confidence | seconds',
    ' | BLOCKS',
    '! | hangs | chromium | no verdict | expected: blocked tls-reset certain',
    ' | x-reset | chromium | blocked | tls-reset | certain | 1.3 | at first: blocked possible',
    ' | INNOCENTS',
    '! | down | chromium | site-down | likely | 1.3 | expected: site-down certain',
    ' | loads | chromium | no case | 1.3',
    '',
    '4 scenarios, 4 runs, 0 innocents blamed, 0 blocks acquitted, 1 without a verdict',
    'right of all that were called certain: 1/1, likely: 1/1, possible: 0/0',
  ]);
});
