/** "Sure" is earned: a certain verdict is no longer certain without what excludes every other reading. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckName, Observation } from '../model/observation.ts';
import type { VerdictKind } from '../model/verdict.ts';
import { anyWorld, diagnoseWorld, type World, withoutChecks } from './testing/generated.ts';
import * as f from './testing/observations.ts';
import { RULE_CASES } from './testing/rule-cases.ts';

const stateBlockPage = f.answeredWith(200, { secure: false, blockPage: 'n', blockPageScope: 'nat' });
const worksElsewhere: readonly Observation[] = [
  f.observedTestHelper(),
  f.observedVolunteers({ US: undefined, JP: 'connection_refused' }),
  // On another network of the person's own country.
  f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused', PK: undefined }),
];

/** The observations that carry each rule's certainty. A rule that is not here is never certain. */
const CARRIERS: Record<string, readonly CheckName[]> = {
  // The site's own answer over valid TLS.
  'site-answers': ['retry'],
  'nothing-answers': ['control', 'domestic'],
  // Two kinds of places that do not know the name, and other sites, which show that this network works.
  'nxdomain-everywhere': ['doh-lookup', 'test-helper', 'control'],
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

/** What would make each certain verdict false: it is no longer certain once this is seen as well. */
const AGAINST: Partial<Record<VerdictKind, readonly Observation[]>> = {
  reachable: [f.observedPlainHttp(stateBlockPage)],
  offline: [
    f.observedDomestic('ya.ru'),
    f.observedBareAddress(),
    f.observedPortal('google', true),
    f.observedPortal('google', false),
    f.observedForeign('hetzner', f.answeredWith()),
    f.observedControl('akamai', f.failedWith('reset')),
    f.observedPlainHttp(f.answeredWith(301, { secure: false, redirectHost: 'x.com' })),
  ],
  'site-down': [...worksElsewhere, f.observedPlainHttp(stateBlockPage), f.observedStaticFile()],
  'bad-certificate': [...worksElsewhere, f.observedPlainHttp(stateBlockPage), f.observedStaticFile()],
  'no-such-site': [
    ...worksElsewhere,
    f.observedLookup('c', [f.SITE_IPV4]),
    f.observedLookup6('c', [f.SITE_IPV6]),
    f.observedSystemLookup(f.SITE_IPV4),
    f.observedPlainHttp(stateBlockPage),
  ],
  blocked: [f.observedTestHelper('connection_reset'), f.observedTestHelper('connection_refused')],
};
/** Who looks from elsewhere is alone: volunteers who load the site outweigh a test helper that does not. */
const OUTSIDE: readonly CheckName[] = ['test-helper', 'vantage-points'];
const withObservation = ({ observations, ...rest }: World, more: Observation): World => {
  const others = OUTSIDE.includes(more.check) ? withoutChecks(observations, ...OUTSIDE) : observations;
  return { ...rest, observations: [...others.filter(({ key }) => key !== more.key), more] };
};

function expectDoubted(world: World): void {
  const { kind, rule } = diagnoseWorld(world);
  for (const more of AGAINST[kind] ?? []) {
    const said = diagnoseWorld(withObservation(world, more));
    const isStillCertain = said.kind === kind && said.confidence === 'certain';
    expect([rule, more.key, isStillCertain]).toEqual([rule, more.key, false]);
  }
}

test.each(certainCases)('what contradicts it makes it less than certain: $rule: $name', ({ world }) => {
  expect(AGAINST[diagnoseWorld(world).kind]?.length).toBeGreaterThan(0);
  expectDoubted(world);
});

test('nothing is certain that a network of cheap tricks can make', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { kind, confidence } = diagnoseWorld(world);
      const neverCertain = [
        'cut-off',
        'captive-portal',
        'local-block',
        'proxy-down',
        'throttled',
        'inconclusive',
      ];
      expect([kind, neverCertain.includes(kind) && confidence === 'certain']).toEqual([kind, false]);
    }),
    { numRuns: 1500 },
  );
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
  ['near a written case', anyNearCase, 4],
])('whatever is certain rests on what its rule names, %s', (_, worlds, rules) => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(worlds, (world) => {
      const { rule, confidence } = diagnoseWorld(world);
      if (confidence !== 'certain') return;
      seen.add(rule);
      expectEarned(world, rule);
      expectDoubted(world);
    }),
    { numRuns: 2500 },
  );
  expect(seen.size).toBeGreaterThanOrEqual(rules);
});
