/** Laws of the diagnosis, tested against arbitrary observations. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../model/observation.ts';
import { CONFIDENCES, type Verdict } from '../model/verdict.ts';
import { diagnose } from './diagnose.ts';
import {
  anyObservations,
  anySamples,
  anySymptom,
  anyWorld,
  diagnoseWorld,
  MANY_RUNS,
} from './testing/generated.ts';
import * as f from './testing/observations.ts';

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

test('"blocked" needs a control that worked, and a second look that failed or came in the clear', () => {
  let seen = 0;
  const secondLooks = ['retry', 'static-file', 'plain-http', 'throughput'];
  fc.assert(
    fc.property(anyWorld, anySamples, (world, samples) => {
      const observations = [...world.observations, ...samples];
      if (diagnoseWorld({ ...world, observations }).kind !== 'blocked') return;
      seen++;
      expect(observations.some((o) => o.check === 'control' && o.outcome.kind === 'answered')).toBe(true);
      expect(observations.some(({ check }) => secondLooks.includes(check))).toBe(true);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(100);
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
      // That the service answers shows that the line works.
      if (before.kind === 'offline' || before.kind === 'cut-off') return;
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
      const before = diagnose(f.diagnosisInput(f.errorSymptom('refused', f.SITE_IPV4), all));
      const after = diagnose(f.diagnosisInput(f.errorSymptom('refused', f.SITE_IPV4), [...all, abroad]));
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
