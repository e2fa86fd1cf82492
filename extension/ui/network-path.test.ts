import { describe, expect, test } from 'vitest';
import { CONFIDENCES, MECHANISMS, VERDICTS, type Verdict } from '../../src/model/verdict.ts';
import { networkPath } from './network-path.ts';
import { verdictTone } from './verdict-tone.ts';

const makeVerdict = (kind: Verdict['kind'], confidence: Verdict['confidence']): Verdict => ({
  kind,
  mechanism: null,
  confidence,
  rule: 'any',
  evidence: [],
});
const brokenAt = (kind: Verdict['kind'], mechanism: Verdict['mechanism']) =>
  networkPath({ kind, mechanism }).find(({ reach }) => reach === 'broken')?.stop;

describe('the picture of the path', () => {
  test.each([
    ['dns-nxdomain', 'name'],
    ['dns-sinkhole', 'name'],
    ['ip-timeout', 'address'],
    ['tcp-refused', 'address'],
    ['tls-reset', 'platform'],
    ['http-451', 'platform'],
  ] as const)('%s breaks it at %s', (mechanism, stop) => {
    expect(brokenAt('blocked', mechanism)).toBe(stop);
  });

  test('goes from the person to the platform, and breaks at most once, with only untried stops behind', () => {
    for (const kind of VERDICTS)
      for (const mechanism of MECHANISMS) {
        const steps = networkPath({ kind, mechanism });
        const order = steps.map(({ reach }) => reach).join(' ');
        expect([steps[0]?.stop, steps.at(-1)?.stop]).toEqual(['you', 'platform']);
        expect(order).toMatch(/^((fine )*broken( untried)*|fine( fine)+|fine( open)+)$/);
      }
  });

  test('claims nothing while the checks run, or when their result is not known', () => {
    expect(networkPath({ kind: 'blocked', mechanism: 'tls-reset' }, { isChecking: true })).toEqual(
      networkPath({ kind: 'inconclusive', mechanism: null }),
    );
    expect(brokenAt('inconclusive', null)).toBeUndefined();
  });
});

test('only a block that is at least likely has the tone of a block', () => {
  const painted = VERDICTS.flatMap((kind) =>
    CONFIDENCES.filter(
      (confidence) => verdictTone({ phase: 'settled', verdict: makeVerdict(kind, confidence) }) === 'blocked',
    ).map((confidence) => `${kind} ${confidence}`),
  );
  expect(painted).toEqual([
    'blocked likely',
    'blocked certain',
    'throttled likely',
    'throttled certain',
    'cut-off likely',
    'cut-off certain',
  ]);
  expect(verdictTone({ phase: 'checking', verdict: makeVerdict('blocked', 'certain') })).toBe('busy');
});
