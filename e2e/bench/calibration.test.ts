import { expect, test } from 'vitest';
import type { Confidence, Mechanism, VerdictKind } from '../../src/model/verdict.ts';
import type { Expectation, Faults } from '../network/scenario.ts';
import {
  type Claim,
  calibrationOf,
  calibrationTable,
  isRight,
  truthsOf,
  wrongCertainties,
} from './calibration.ts';

const RESET: Expectation = { verdict: 'blocked', mechanism: 'tls-reset' };
const general = {
  name: 'a',
  about: '',
  country: 'PK',
  timezone: 'Asia/Karachi',
  url: 'https://www.x.com/',
  faults: {},
  innocent: false,
  expect: RESET,
};
const claimOf = (
  kind: VerdictKind,
  mechanism: Mechanism | null,
  confidence: Confidence,
  ...truths: Expectation[]
): Claim => ({ sample: 'a.firefox', verdict: { kind, mechanism, confidence }, truths });

test.each<[string, Claim, boolean]>([
  ['kind and mechanism', claimOf('blocked', 'tls-reset', 'likely', RESET), true],
  ['another mechanism', claimOf('blocked', 'tls-timeout', 'likely', RESET), false],
  ['no mechanism where there is one', claimOf('blocked', null, 'likely', RESET), false],
  ['another kind', claimOf('site-down', null, 'likely', RESET), false],
  [
    'no mechanism where there is none',
    claimOf('offline', null, 'certain', { verdict: 'offline', mechanism: '' }),
    true,
  ],
  [
    'surer than expected, and true',
    claimOf('blocked', 'tls-reset', 'certain', { ...RESET, confidence: 'possible' }),
    true,
  ],
  ['no case was due', claimOf('blocked', 'tls-reset', 'possible'), false],
])('an answer is right, or wrong: %s', (_, claim, expected) => {
  expect(isRight(claim)).toBe(expected);
});

test('what is as true counts, with no more confidence than is named there', () => {
  const truth: Expectation = {
    verdict: 'local-block',
    mechanism: '',
    alsoRight: [{ ...RESET, confidence: 'possible' }],
  };
  expect(isRight(claimOf('blocked', 'tls-reset', 'possible', truth))).toBe(true);
  expect(isRight(claimOf('blocked', 'tls-reset', 'likely', truth))).toBe(false);
});

test('verdicts are counted by their confidence, and those that claim nothing not at all', () => {
  const claims = [
    claimOf('blocked', 'tls-reset', 'certain', RESET),
    claimOf('blocked', 'tls-reset', 'likely', RESET),
    claimOf('blocked', 'tls-timeout', 'likely', RESET),
    claimOf('site-down', null, 'likely', RESET),
    claimOf('inconclusive', null, 'possible', RESET),
  ];
  expect(calibrationOf(claims)).toEqual({
    certain: { claims: 1, right: 1, rightKind: 1 },
    likely: { claims: 3, right: 1, rightKind: 2 },
    possible: { claims: 0, right: 0, rightKind: 0 },
  });
  expect(wrongCertainties(claims)).toEqual([]);
  const rows = calibrationTable(claims, [], '').rows.map(([called, count, right]) => [called, count, right]);
  expect(rows).toEqual([
    ['certain', '1', '100.0 %'],
    ['likely', '3', '33.3 %'],
    ['possible', '0', ''],
    ['nothing', '1', ''],
  ]);
});

test('a certain verdict that is wrong is named once, and is under the bar wherever it comes from', () => {
  const right = claimOf('blocked', 'tls-reset', 'certain', RESET);
  const wrong = claimOf('site-down', null, 'certain', RESET);
  expect(wrongCertainties([right, wrong, wrong])).toEqual(['a.firefox: site-down']);
  const barOf = (recorded: Claim[], noisy: Claim[]) => calibrationTable(recorded, noisy, '').rows[0]?.at(-1);
  expect([barOf([right], [right]), barOf([wrong], []), barOf([right], [wrong])]).toEqual([
    'ok',
    'under',
    'under',
  ]);
});

test('in a browser that can tell less, both the coarser and the finer answer are true', () => {
  const coarse: Expectation = { verdict: 'blocked', mechanism: '' };
  const scenario = { ...general, lessSpecific: { browser: 'chromium', ...coarse } } as const;
  expect(isRight(claimOf('blocked', null, 'likely', ...truthsOf(scenario, 'chromium')))).toBe(true);
  expect(isRight(claimOf('blocked', 'tls-reset', 'likely', ...truthsOf(scenario, 'chromium')))).toBe(true);
  expect(isRight(claimOf('blocked', null, 'likely', ...truthsOf(scenario, 'firefox')))).toBe(false);
  expect(truthsOf({ ...general, expect: null }, 'firefox')).toEqual([]);
});

test('where TLS to the host is cut beside a page in the clear, both are true; a cut elsewhere is not', () => {
  const page: Expectation = { verdict: 'blocked', mechanism: 'http-blockpage' };
  const isCutTrue = (faults: Faults, expected = page) =>
    isRight(
      claimOf(
        'blocked',
        'tls-reset',
        'likely',
        ...truthsOf({ ...general, faults, expect: expected }, 'firefox'),
      ),
    );
  expect(isCutTrue({ '*.x.com': { tls: 'reset' } })).toBe(true);
  expect(isCutTrue({ 'www.x.com': { tls: 'close' } })).toBe(true);
  expect(isCutTrue({ '*.x.com': { dns: 'sinkhole' }, 'page.example': { tls: 'reset' } })).toBe(false);
  expect(
    isCutTrue({ '*.x.com': { tls: 'reset', everywhere: true } }, { verdict: 'site-down', mechanism: '' }),
  ).toBe(false);
});
