/** A short sample is no sample, and frozen or slow needs two looks and one that does better. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../model/observation.ts';
import {
  anySamples,
  anyWorld,
  diagnoseWorld,
  MANY_RUNS,
  type World,
  withoutChecks,
} from './testing/generated.ts';
import * as f from './testing/observations.ts';

const unfinishedPage = fc.constantFrom(f.stalledSymptom, f.partialLoadSymptom('timeout'));
/** A page that began and did not end, and samples of it. */
const anyPacedWorld: fc.Arbitrary<World> = fc
  .tuple(anyWorld, anySamples, unfinishedPage)
  .map(([world, samples, symptom]) => ({
    ...world,
    symptom,
    observations: [...world.observations, ...samples],
  }));

type Sample = Extract<Observation['outcome'], { kind: 'measured' }>;
const samplesIn = ({ observations }: World, of: Sample['of']): Sample[] =>
  observations.flatMap(({ outcome }) => (outcome.kind === 'measured' && outcome.of === of ? outcome : []));
const rateOf = ({ bytes, bodyMs }: Sample): number => (1000 * bytes) / Math.max(1, bodyMs);
const hasWorkingControl = ({ observations }: World): boolean =>
  observations.some(({ check, outcome }) => check === 'control' && outcome.kind === 'answered');

/** The small file came by name, and late, while the address answers quickly without the name. */
const isSlowByNameAlone = ({ observations }: World): boolean => {
  const file = observations.find(
    ({ check, outcome }) => check === 'static-file' && outcome.kind === 'answered',
  );
  return observations.some(
    ({ check, address, ms }) =>
      check === 'ip-literal' && address === f.SITE_IPV4 && (file?.ms ?? 0) > Math.max(400, 4 * ms),
  );
};
/** A sample that dragged for seven seconds, its head included, counts as two. */
const hasLongSample = ({ observations }: World): boolean =>
  observations.some(
    ({ outcome, ms }) =>
      outcome.kind === 'measured' && outcome.of === 'platform' && outcome.end === 'time' && ms >= 7_000,
  );

test('samples that end by themselves before 64 KB neither accuse nor acquit', () => {
  let seen = 0;
  const anyEnd = fc.tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 1, max: 20_000 }));
  fc.assert(
    fc.property(anyPacedWorld, anyEnd, (world, [bytes, bodyMs]) => {
      const shrink = (o: Observation): Observation =>
        o.outcome.kind === 'measured' && o.outcome.of === 'platform'
          ? { ...o, outcome: { ...o.outcome, bytes, bodyMs, end: 'complete' } }
          : o;
      const short = { ...world, observations: world.observations.map(shrink) };
      if (samplesIn(short, 'platform').length === 0) return;
      seen++;
      const { kind, mechanism } = diagnoseWorld(short);
      expect(kind).not.toBe('throttled');
      expect(kind).not.toBe('reachable');
      expect(mechanism).not.toBe('freeze');
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(3);
});

test('"frozen" needs two that stopped, the page included, and a file of another site that came past 64 KB', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyPacedWorld, fc.boolean(), (paced, isHang) => {
      const world: World = isHang ? { ...paced, symptom: f.hangSymptom } : paced;
      const answersFile = world.observations.some(
        ({ check, outcome }) => check === 'static-file' && outcome.kind === 'answered',
      );
      if (diagnoseWorld(world).mechanism !== 'freeze') return;
      seen++;
      const stopped = samplesIn(world, 'platform').filter(({ end }) => end === 'stopped').length;
      const unanswered = world.observations.filter(
        ({ check, outcome }) => check === 'throughput' && outcome.kind === 'timeout',
      ).length;
      expect(stopped).toBeGreaterThanOrEqual(1);
      // A page that is silent while the host's small files come is as unfinished as one that began.
      expect(stopped + unanswered + (!isHang || answersFile ? 1 : 0)).toBeGreaterThanOrEqual(2);
      expect(samplesIn(world, 'control').some(({ bytes, end }) => end !== 'stopped' && bytes >= 65_536)).toBe(
        true,
      );
      expect(hasWorkingControl(world)).toBe(true);
      // What came whole once is not frozen.
      expect(samplesIn(world, 'platform').some(({ end }) => end === 'limit')).toBe(false);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(3);
});

test('"throttled" needs two slow samples or a long one, none that was fast, and another site that came four times faster', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyPacedWorld, (world) => {
      if (diagnoseWorld(world).kind !== 'throttled') return;
      seen++;
      const slow = samplesIn(world, 'platform').filter(({ end }) => end === 'time');
      // Where a slow handshake by name speaks, what does not come at all is as slow.
      const needed = hasLongSample(world) ? 1 : 2;
      expect(slow.length).toBeGreaterThanOrEqual(isSlowByNameAlone(world) ? 0 : needed);
      const fastest = Math.max(1, ...slow.map(rateOf));
      expect(fastest).toBeLessThan(32_000);
      expect(samplesIn(world, 'platform').some(({ end }) => end === 'limit')).toBe(false);
      expect(
        samplesIn(world, 'control').some(
          (sample) => sample.end !== 'stopped' && rateOf(sample) >= 4 * fastest,
        ),
      ).toBe(true);
      expect(hasWorkingControl(world)).toBe(true);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(3);
});

test('a page that comes slowly is the line’s doing only if no other site comes faster', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyPacedWorld, (world) => {
      if (diagnoseWorld(world).rule !== 'slow-line') return;
      seen++;
      const fastest = Math.max(...samplesIn(world, 'platform').map(rateOf));
      const long = samplesIn(world, 'control').filter(({ end }) => end === 'limit' || end === 'time');
      expect(long.length).toBeGreaterThan(0);
      expect(Math.max(...long.map(rateOf))).toBeLessThan(4 * fastest);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(0);
});

test('one sample of a server that thinks for two seconds and then drips is not the network’s doing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), unfinishedPage, (fileMs, symptom) => {
      const observations = [
        ...f.workingControls,
        { ...f.observedStaticFile(), ms: fileMs },
        f.observedSample('platform', 'time', 8_000, { id: 'page:1', headMs: 2_000 }),
        f.quickControl(),
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ];
      expect(diagnoseWorld({ symptom, secure: true, observations }).kind).toBe('inconclusive');
    }),
  );
});

test('"frozen" is likely only if bytes came and then no more, and the site works elsewhere', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyPacedWorld, (world) => {
      const others = withoutChecks(world.observations, 'test-helper', 'vantage-points');
      const { mechanism, confidence } = diagnoseWorld({
        ...world,
        observations: [...others, f.observedTestHelper(), f.quickControl('amazon')],
      });
      if (mechanism !== 'freeze' || confidence === 'possible') return;
      seen++;
      expect(samplesIn(world, 'platform').some(({ end }) => end === 'stopped')).toBe(true);
      expect(confidence).toBe('likely');
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(20);
});
