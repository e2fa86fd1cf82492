/** Laws of the check that a person asks for, tested against arbitrary observations. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Failure } from '../model/failure.ts';
import type { Observation, Outcome } from '../model/observation.ts';
import { diagnose } from './diagnose.ts';
import * as m from './testing/media-observations.ts';
import * as f from './testing/observations.ts';

const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom(200, 403, 451, 503).map((status) => f.answeredWith(status)),
  fc
    .constantFrom<Failure>('reset', 'dns', 'refused', 'certificate', 'timeout')
    .map((one) => f.failedWith(one)),
  fc.constant(f.timedOut),
);
const anyMedia = fc
  .tuple(fc.constantFrom(m.VIDEO_HOST, m.PICTURE_HOST), anyOutcome, fc.constantFrom(1, 2))
  .map(([host, outcome, round]) => m.observedMedia(host, outcome, round));
const anySample = fc
  .tuple(
    fc.constantFrom(1, 2),
    fc.constantFrom(16_000, 64_000, 131_072),
    fc.constantFrom(200, 4_000),
    fc.constantFrom('time' as const, 'stopped' as const, 'complete' as const, 'limit' as const),
  )
  .map((given) => m.observedMediaSample(...given));
const anyAround = fc.constantFrom<Observation>(
  m.observedMediaLookup('google', [f.SITE_IPV4]),
  m.observedMediaLookup('cloudflare', [], 'NXDOMAIN'),
  m.observedMediaHelper(),
  m.observedMediaHelper('connection_reset'),
  f.observedControl('google'),
  f.observedControl('apple', f.timedOut),
  f.observedThroughput('platform', 1, 900_000),
  ...m.fastControls,
);
const anyRetry = anyOutcome.map((outcome) => f.observedRetry(outcome));
const anyObservations = fc.uniqueArray(fc.oneof(anyMedia, anyMedia, anySample, anyAround, anyRetry), {
  selector: ({ key }) => key,
  maxLength: 14,
});
const verdictOf = (all: Observation[]) => diagnose(f.diagnosisInput(m.requestedSymptom, all));
const MANY_RUNS = { numRuns: 3000 };

test('every input has a verdict, in any order the same, and a block is never certain', () => {
  const shuffled = anyObservations.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([a, b]) => {
      const verdict = verdictOf(a);
      expect(verdictOf(b)).toEqual(verdict);
      if (verdict.kind !== 'reachable' && verdict.rule.startsWith('media-'))
        expect(verdict.confidence).not.toBe('certain');
    }),
    MANY_RUNS,
  );
});

test('videos are called blocked or slowed down only beside another site that works', () => {
  let accused = 0;
  fc.assert(
    fc.property(anyObservations, (all) => {
      const { rule, kind } = verdictOf(all);
      if (!rule.startsWith('media-') || kind === 'inconclusive') return;
      accused++;
      expect(all.some((o) => o.check === 'control' && o.outcome.kind === 'answered')).toBe(true);
    }),
    MANY_RUNS,
  );
  expect(accused).toBeGreaterThan(0);
});

test('while one host of several answers, no host that fails makes a block', () => {
  fc.assert(
    fc.property(anyObservations, (all) => {
      const answered = [
        ...all.filter(({ key }) => !key.startsWith('media:host:answers.example')),
        m.observedMedia('answers.example'),
      ];
      expect(verdictOf(answered).rule).not.toMatch(/^media-fails-/);
    }),
    MANY_RUNS,
  );
});

test('what one host of its videos does is never certain of the whole: it needs a sample that came', () => {
  fc.assert(
    fc.property(anyObservations, (all) => {
      const { rule, confidence } = verdictOf(all);
      if (rule !== 'requested-works' || confidence !== 'certain') return;
      expect(all.some(({ check, outcome }) => check === 'media-sample' && outcome.kind === 'measured')).toBe(
        true,
      );
    }),
    MANY_RUNS,
  );
});

test('a verdict about videos names their host first', () => {
  fc.assert(
    fc.property(anyObservations, (all) => {
      const { rule, kind, evidence } = verdictOf(all);
      if (!rule.startsWith('media-') || kind === 'inconclusive') return;
      expect([m.VIDEO_HOST, m.PICTURE_HOST]).toContain(evidence[0]?.params.host);
      expect(new Set(evidence.map(({ key }) => key)).size).toBe(evidence.length);
    }),
    MANY_RUNS,
  );
});
