/** "Sure" is earned: a certain verdict is no longer certain without what excludes every other reading. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckName } from '../model/observation.ts';
import { anyWorld, diagnoseWorld, type World, withoutChecks } from './testing/generated.ts';
import * as f from './testing/observations.ts';
import { RULE_CASES } from './testing/rule-cases.ts';

/** The observations that carry each rule's certainty. A rule that is not here is never certain. */
const CARRIERS: Record<string, readonly CheckName[]> = {
  // The site's own answer over valid TLS.
  'site-answers': ['retry'],
  // No site answers while the proxy does not, either.
  'proxy-does-not-answer': ['control'],
  // Neither this country's sites nor one at five networks abroad is an accident of one company.
  'only-domestic-sites-answer': ['control', 'foreign', 'domestic', 'captive-portal'],
  'nothing-answers': ['control', 'domestic'],
  // Resolvers elsewhere, and other sites, which show that this network works.
  'nxdomain-everywhere': ['doh-lookup', 'control'],
  'bogon-everywhere': ['doh-lookup', 'control'],
  // Two kinds of places see the same.
  'same-failure-everywhere': ['test-helper', 'vantage-points', 'control'],
  'invalid-certificate-everywhere': ['test-helper', 'vantage-points', 'control'],
  // An address on record, and that the site has another one.
  'inconsistent-dns-answer': ['doh-lookup', 'control'],
  // A page on record.
  'blockpage-over-http': ['plain-http', 'control'],
};
const isCertain = (world: World, rule: string): boolean => {
  const verdict = diagnoseWorld(world);
  return verdict.rule === rule && verdict.confidence === 'certain';
};

function expectEarned(world: World, rule: string): void {
  const carriers = CARRIERS[rule];
  expect([rule, carriers !== undefined]).toEqual([rule, true]);
  const without = (...checks: CheckName[]) => ({
    ...world,
    observations: withoutChecks(world.observations, ...checks),
  });
  for (const check of carriers ?? [])
    expect([rule, check, isCertain(without(check), rule)]).toEqual([rule, check, false]);
}

const certainCases = RULE_CASES.filter(([, , , confidence]) => confidence === 'certain').map(
  ([name, given, rule]) => {
    const { symptom, secure, observations } = f.diagnosisInput(...given);
    return { name, rule, world: { symptom, secure, observations: [...observations] } };
  },
);

describe('each certain case rests on what its rule names', () => {
  test.each(certainCases)('$rule: $name', ({ rule, world }) => expectEarned(world, rule));

  test('every rule that can be certain has a case', () => {
    expect(new Set(certainCases.map(({ rule }) => rule))).toEqual(new Set(Object.keys(CARRIERS)));
  });
});

/** A written case of which something may be missing, and of which somebody elsewhere may tell more. */
const anyNearCase: fc.Arbitrary<World> = fc.constantFrom(...RULE_CASES).chain(([, given]) => {
  const { symptom, secure, observations } = f.diagnosisInput(...given);
  const more = [f.observedTestHelper(), f.observedVolunteers({ US: undefined, JP: undefined })];
  const others = more.filter(({ key }) => !observations.some((one) => one.key === key));
  return fc
    .tuple(fc.subarray([...observations]), fc.subarray(others))
    .map((parts) => ({ symptom, secure, observations: parts.flat() }));
});

test.each<[string, fc.Arbitrary<World>, number]>([
  ['in any world', anyWorld, 3],
  ['near a written case', anyNearCase, 6],
])('whatever is certain rests on what its rule names, %s', (_, worlds, rules) => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(worlds, (world) => {
      const { rule, confidence } = diagnoseWorld(world);
      if (confidence !== 'certain') return;
      seen.add(rule);
      expectEarned(world, rule);
    }),
    { numRuns: 1500 },
  );
  expect(seen.size).toBeGreaterThanOrEqual(rules);
});
