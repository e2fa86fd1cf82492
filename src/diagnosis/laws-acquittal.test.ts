/** "Not a block" is a claim too, and what comes over valid TLS from the site is the site's doing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASSES_OF_OONI_FAILURE, failureClassOf } from '../model/failure-class.ts';
import type { Observation } from '../model/observation.ts';
import { isAccusing } from '../model/verdict.ts';
import {
  anySamples,
  anyWorld,
  diagnoseWorld,
  MANY_RUNS,
  type World,
  withoutChecks,
} from './testing/generated.ts';
import * as f from './testing/observations.ts';

/** Rules about this device: they blame neither the site nor the network. */
const ABOUT_THIS_DEVICE = ['wrong-clock', 'no-valid-control-certificate'];

/** Whether somebody elsewhere saw the site fail as it fails here. */
function hasWitness({ observations }: World): boolean {
  const here = observations
    .filter(({ check }) => check === 'retry' || check === 'static-file')
    .map(({ outcome }) => failureClassOf(outcome));
  const isAlike = (failure = '') =>
    (CLASSES_OF_OONI_FAILURE.find(([name]) => name.test(failure))?.[1] ?? []).some((way) =>
      here.includes(way),
    );
  return observations.some(({ check, outcome, ms }) => {
    // A helper that waits in vain sees a site that is as slow as here, however the silence looks.
    if (outcome.kind === 'test-helper')
      return !outcome.works && (isAlike(outcome.failure) || outcome.failure === 'generic_timeout_error');
    if (outcome.kind !== 'vantage-points')
      return check === 'test-helper' && outcome.kind === 'timeout' && ms >= 7_000;
    const abroad = outcome.results.filter(({ sameCountry }) => !sameCountry);
    return abroad.length >= 2 && abroad.every(({ works, failure }) => !works && isAlike(failure));
  });
}
/** Whether the site itself said, over valid TLS, that it cannot serve the page. */
const hasOwnWord = ({ symptom, observations }: World): boolean =>
  (symptom.kind === 'status' && symptom.secure && symptom.status >= 500) ||
  observations.some(
    ({ check, outcome: o }) => check === 'retry' && o.kind === 'answered' && (o.status ?? 0) >= 500,
  );
/** Whether resolvers elsewhere say that no public site is under the name. */
const isNameEmpty = ({ observations }: World): boolean => {
  const lookups = observations.filter(({ check }) => check === 'doh-lookup');
  const isNamed = ({ outcome }: Observation) => outcome.kind === 'resolved' && outcome.addresses.length > 0;
  const isBogon = ({ outcome: o }: Observation) => o.kind === 'resolved' && o.addresses[0] === '127.0.0.1';
  return (
    lookups.some(({ outcome }) => outcome.kind === 'resolved') &&
    lookups.every((o) => !isNamed(o) || isBogon(o))
  );
};

test('nobody is told that a site is down, missing or misconfigured unless somebody outside sees it too', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyWorld, anySamples, fc.boolean(), (world, samples, hasSamples) => {
      const whole = { ...world, observations: [...world.observations, ...(hasSamples ? samples : [])] };
      const { kind, rule } = diagnoseWorld(whole);
      if (!['site-down', 'bad-certificate', 'no-such-site'].includes(kind)) return;
      if (ABOUT_THIS_DEVICE.includes(rule)) return;
      seen.set(rule, (seen.get(rule) ?? 0) + 1);
      expect([rule, hasWitness(whole) || hasOwnWord(whole) || isNameEmpty(whole)]).toEqual([rule, true]);
    }),
    MANY_RUNS,
  );
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      'site-server-error',
      'nxdomain-everywhere',
      'invalid-certificate-everywhere',
      'bogon-everywhere',
      'same-failure-everywhere',
    ]),
  );
});

test('a name that one resolver alone does not know may exist', () => {
  const denied = [...f.twoRetries(f.failedWith('dns')), ...f.workingControls];
  const kindFor = (...seen: Observation[]) =>
    diagnoseWorld({ symptom: f.errorSymptom('dns'), secure: true, observations: [...denied, ...seen] }).kind;
  expect(kindFor(f.observedLookup('a', [], 'NXDOMAIN'))).not.toBe('no-such-site');
  expect(kindFor(f.observedTestHelper('dns_nxdomain_error'))).not.toBe('no-such-site');
  expect(kindFor(...f.nxdomainLookups)).toBe('no-such-site');
});

/** What a site says itself, over TLS that this device trusts. */
const siteAnswers = [
  f.answeredWith(403),
  f.answeredWith(451),
  f.answeredWith(500),
  f.answeredWith(503),
  f.answeredWith(403, { botChallenge: true }),
];

test('a page that the site itself refuses over valid TLS is no work of the network', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyWorld, fc.constantFrom(...siteAnswers), fc.boolean(), (world, answer, isRepeated) => {
      const others = world.observations.filter(({ check }) => check !== 'retry');
      const retries = isRepeated ? f.twoRetries(answer) : [f.observedRetry(answer)];
      const { kind, rule } = diagnoseWorld({ ...world, observations: [...others, ...retries] });
      seen.add(rule);
      expect([rule, isAccusing(kind)]).toEqual([rule, false]);
    }),
    MANY_RUNS,
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'site-forbids',
      'withheld-for-legal-reasons',
      'site-server-error',
      'site-answers',
    ]),
  );
});

test('a known block page over TLS is not the site’s word', () => {
  for (const answer of siteAnswers) {
    if (answer.kind !== 'answered' || answer.botChallenge) continue;
    const page = { ...answer, blockPage: 'proxy', blockPageScope: 'isp' } as const;
    const observations = [f.observedRetry(page), ...f.workingControls];
    expect(diagnoseWorld({ symptom: f.statusSymptom(403), secure: true, observations })).toMatchObject({
      kind: 'blocked',
      mechanism: 'http-blockpage',
    });
  }
});

test('a small file that came over TLS by name clears the network of dropping the name', () => {
  let silent = 0;
  fc.assert(
    fc.property(anyWorld, (world) => {
      const others = withoutChecks(world.observations, 'static-file', 'retry');
      const silence = [...others, f.observedRetry(f.timedOut)];
      const kindWith = (...more: Observation[]) =>
        diagnoseWorld({ symptom: f.hangSymptom, secure: true, observations: [...silence, ...more] });
      if (kindWith().mechanism === 'tls-timeout') silent++;
      expect(kindWith(f.observedStaticFile()).kind).not.toBe('blocked');
    }),
    MANY_RUNS,
  );
  expect(silent).toBeGreaterThan(20);
});
