/** Laws of the diagnosis, tested against arbitrary observations. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definedOnly } from '../base/defined-only.ts';
import { FAILURES } from '../model/failure.ts';
import { CHECK_NAMES, type Observation, type Outcome } from '../model/observation.ts';
import { CONFIDENCES, type Verdict } from '../model/verdict.ts';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const anyIp = fc.constantFrom(f.SITE_IPV4, '104.244.9.9', '10.10.34.35', '36.86.63.185', '::1');
const anyIpOrNone = fc.option(anyIp, { nil: undefined });
const anyFailure = fc.constantFrom(...FAILURES);
const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .tuple(fc.constantFrom(200, 204, 301, 403, 451, 503), fc.boolean(), anyIpOrNone)
    .map(([code, good, peer]) =>
      f.answeredWith(code, {
        matchesExpected: good,
        ...definedOnly({ ip: peer }),
        ...(code === 301 ? { redirectHost: good ? 'x.com' : 'elsewhere.example', redirectSecure: good } : {}),
      }),
    ),
  fc.tuple(anyFailure, anyIpOrNone).map(([kind, peer]) => f.failedWith(kind, peer)),
  fc.constant(f.timedOut),
  fc.constant<Outcome>({ kind: 'void', why: 'hsts' }),
  fc
    .tuple(fc.constantFrom('NOERROR', 'NXDOMAIN', 'SERVFAIL'), fc.array(anyIp, { maxLength: 2 }))
    .map(([rcode, addresses]): Outcome => ({ kind: 'resolved', rcode, addresses })),
);
const anyRemoteFailure = fc.constantFrom(
  undefined,
  'connection_reset',
  'connection_refused',
  'generic_timeout_error',
  'dns_nxdomain_error',
  'ssl_invalid_hostname',
  'unknown_failure',
);
const anyRemoteObservation: fc.Arbitrary<Observation> = fc.oneof(
  anyRemoteFailure.map((failure) => f.observedTestHelper(failure)),
  fc
    .dictionary(fc.constantFrom('US', 'JP', 'PK'), anyRemoteFailure)
    .map((seen) => f.observedVolunteers(seen)),
  fc
    .tuple(fc.nat(60), fc.nat(100), fc.nat(6))
    .map(([tests, share, networks]) =>
      f.observedAggregation(tests, Math.round((tests * share) / 100), networks),
    ),
);
const anyThroughput = fc
  .tuple(fc.constantFrom('platform' as const, 'control' as const), fc.nat(4), fc.constantFrom(2e3, 2e4, 1e6))
  .map(([of, n, rate]) => f.observedThroughput(of, n, rate));
const anyObservation: fc.Arbitrary<Observation> = fc
  .tuple(fc.constantFrom(...CHECK_NAMES), fc.nat(4), anyOutcome)
  .map(([check, n, seen]) => ({ check, key: `${check}:${n}`, host: 'x.com', at: 0, ms: 1, outcome: seen }));
const anyObservations = fc.uniqueArray(
  fc.oneof({ weight: 3, arbitrary: anyObservation }, anyThroughput, anyRemoteObservation),
  {
    selector: (o) => o.key,
    maxLength: 14,
  },
);
const anySymptom = fc.oneof(
  fc.tuple(anyFailure, anyIpOrNone).map(([kind, peer]) => f.errorSymptom(kind, peer)),
  fc.constantFrom(
    f.hangSymptom,
    f.stalledSymptom,
    f.statusSymptom(451),
    f.statusSymptom(403),
    f.statusSymptom(503),
    f.statusSymptom(403, false),
    f.statusSymptom(451, false),
    f.plainPageSymptom,
    f.partialLoadSymptom('reset'),
  ),
);
const MANY_RUNS = { numRuns: 3000 };
const confidenceRank = (v: Verdict): number =>
  v.kind === 'blocked' ? 1 + CONFIDENCES.indexOf(v.confidence) : 0;

test('every input has a verdict, and always the same', () => {
  fc.assert(
    fc.property(
      anySymptom,
      anyObservations,
      fc.constantFrom('standard' as const, 'quiet' as const),
      (s, all, mode) => {
        const verdict = diagnose(f.diagnosisInput(s, all, mode));
        expect(diagnose(f.diagnosisInput(s, all, mode))).toEqual(verdict);
      },
    ),
    MANY_RUNS,
  );
});

test('the order of the observations does not matter', () => {
  const shuffled = anyObservations.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(anySymptom, shuffled, (s, [a, b]) => {
      expect(diagnose(f.diagnosisInput(s, b))).toEqual(diagnose(f.diagnosisInput(s, a)));
    }),
    MANY_RUNS,
  );
});

test('"blocked" needs a control that worked and a failure that repeated', () => {
  fc.assert(
    fc.property(anySymptom, anyObservations, (s, all) => {
      if (diagnose(f.diagnosisInput(s, all)).kind !== 'blocked') return;
      expect(all.some((o) => o.check === 'control' && o.outcome.kind === 'answered')).toBe(true);
      expect(all.some((o) => o.check === 'retry')).toBe(true);
    }),
    MANY_RUNS,
  );
});

test('"throttled" needs two slow samples, two of another site, and a control that worked', () => {
  let seen = 0;
  const world = [
    ...f.throughputPairs(4_000, 900_000),
    f.observedThroughput('platform', 3, 400_000),
    f.observedThroughput('control', 3, 5_000),
    f.observedControl('google'),
    f.observedRetry(f.answeredWith()),
  ];
  fc.assert(
    fc.property(fc.subarray(world), (all) => {
      if (diagnose(f.diagnosisInput(f.stalledSymptom, all)).kind !== 'throttled') return;
      seen++;
      const samplesOf = (whose: string) =>
        all.filter(({ outcome: o }) => o.kind === 'measured' && o.of === whose);
      expect(samplesOf('platform').length).toBeGreaterThanOrEqual(2);
      expect(samplesOf('control').length).toBeGreaterThanOrEqual(2);
      expect(all.some((o) => o.check === 'control' && o.outcome.kind === 'answered')).toBe(true);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(0);
});

test('without a control nothing is certain, except that the site answers', () => {
  fc.assert(
    fc.property(anySymptom, anyObservations, (s, all) => {
      const verdict = diagnose(
        f.diagnosisInput(
          s,
          all.filter((o) => o.check !== 'control'),
        ),
      );
      // The platform's own valid answer needs no second opinion.
      if (all.some((o) => o.check === 'retry' && o.outcome.kind === 'answered')) return;
      expect(verdict.confidence).not.toBe('certain');
    }),
    MANY_RUNS,
  );
});

test('requests that something on this device stopped change no verdict', () => {
  const isStopped = ({ outcome: o }: Observation) =>
    o.kind === 'failed' && (o.failure === 'local' || o.failure === 'aborted');
  fc.assert(
    fc.property(anySymptom, anyObservations, (s, all) => {
      const { evidence: _, ...verdict } = diagnose(f.diagnosisInput(s, all));
      expect(
        diagnose(
          f.diagnosisInput(
            s,
            all.filter((o) => !isStopped(o)),
          ),
        ),
      ).toMatchObject(verdict);
    }),
    MANY_RUNS,
  );
});

test('a retry that is answered never raises the confidence in a block', () => {
  fc.assert(
    fc.property(anySymptom, anyObservations, (s, all) => {
      const before = diagnose(f.diagnosisInput(s, all));
      const after = diagnose(
        f.diagnosisInput(s, [...all, { ...f.observedRetry(f.answeredWith()), key: 'retry:passing' }]),
      );
      expect(confidenceRank(after)).toBeLessThanOrEqual(confidenceRank(before));
    }),
    MANY_RUNS,
  );
});

test('recent measurements of others make no block, undo none, and make nothing certain', () => {
  fc.assert(
    fc.property(anySymptom, anyObservations, fc.nat(100), (s, all, anomalous) => {
      const alone = all.filter(({ check }) => check !== 'measurements');
      const before = diagnose(f.diagnosisInput(s, alone));
      const after = diagnose(f.diagnosisInput(s, [...alone, f.observedAggregation(100, anomalous, 9)]));
      expect([after.kind, after.mechanism]).toEqual([before.kind, before.mechanism]);
      expect(confidenceRank(after)).toBeGreaterThanOrEqual(confidenceRank(before));
      if (before.confidence !== 'certain') expect(after.confidence).not.toBe('certain');
    }),
    MANY_RUNS,
  );
});

test('a site that refuses volunteers abroad as well is down, never blocked', () => {
  const world = [
    ...f.twoRetries(f.failedWith('refused')),
    ...f.workingControls,
    ...f.matchingLookups,
    f.redirectToHttps,
    f.observedAlternate(f.failedWith('refused')),
    f.observedTestHelper('generic_timeout_error'),
    f.observedAggregation(100, 100, 9),
  ];
  const abroad = f.observedVolunteers({ US: 'connection_refused', JP: 'connection_refused' });
  let cleared = 0;
  fc.assert(
    fc.property(fc.subarray(world), (all) => {
      const before = diagnose(f.diagnosisInput(f.errorSymptom('refused'), all));
      const after = diagnose(f.diagnosisInput(f.errorSymptom('refused'), [...all, abroad]));
      expect(after.kind).not.toBe('blocked');
      if (before.kind === 'blocked' && after.kind === 'site-down') cleared++;
    }),
    MANY_RUNS,
  );
  expect(cleared).toBeGreaterThan(0);
});

test('quiet mode without observations never gives a block', () => {
  fc.assert(fc.property(anySymptom, (s) => diagnose(f.diagnosisInput(s, [], 'quiet')).kind !== 'blocked'));
});
