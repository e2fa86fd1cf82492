/** When a page that does not end costs samples, of what, and how many. */
import { expect, test } from 'vitest';
import { DRAWN_ENDPOINTS as ENDPOINTS } from '../config/testing/drawn-endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as f from '../diagnosis/testing/observations.ts';
import type { Observation } from '../model/observation.ts';
import type { Symptom } from '../model/symptom.ts';
import { sampleUrlOf } from './pace-questions.ts';
import { nextChecks } from './plan.ts';

const platform = { domains: ['x.com'], assets: ['twimg.com'] };

test.each<[string, string, Parameters<typeof sampleUrlOf>[1], string]>([
  ['a page of the platform', 'x.com', platform, 'https://x.com/'],
  ['a host of parts: the page that names them', 'abs.twimg.com', platform, 'https://x.com/'],
  ['the domain of parts itself', 'twimg.com', platform, 'https://x.com/'],
  ['a name that only ends alike', 'nottwimg.com', platform, 'https://nottwimg.com/'],
  [
    'a long file of the host',
    'abs.twimg.com',
    { ...platform, largeFile: 'https://abs.twimg.com/a.js' },
    'https://abs.twimg.com/a.js',
  ],
  [
    'a long file of another host tells nothing of this one',
    'x.com',
    { ...platform, largeFile: 'https://abs.twimg.com/a.js' },
    'https://x.com/',
  ],
  ['a host of no platform', 'y.example', undefined, 'https://y.example/'],
])('the sample is of %s', (_, host, known, url) => {
  expect(sampleUrlOf(host, known)).toBe(url);
});

const samplesFor = (symptom: Symptom, ...seen: Observation[]): string[] =>
  nextChecks(f.xTarget, ENDPOINTS, deriveFindings(f.diagnosisInput(symptom, seen)))
    .filter(({ name }) => name === 'throughput')
    .map(({ key }) => key.replace('throughput:', ''));
/** A control's sample under the key that the plan gives it. */
const controlSample = (sample: Observation, name: string): Observation => ({
  ...sample,
  key: `throughput:control:${name}:1`,
});
const slow = f.observedSample('platform', 'time', 12_000, { id: 'page:1' });
const allSpeeds = ENDPOINTS.speeds.map(({ name }) => `control:${name}:1`);
const stalledWith = (...seen: Observation[]) => samplesFor(f.stalledSymptom, ...f.workingControls, ...seen);

test('a page that fails, or is silent, costs no sample; nor does one while no other site works', () => {
  expect(
    samplesFor(f.errorSymptom('reset'), ...f.twoRetries(f.failedWith('reset')), ...f.workingControls),
  ).toEqual([]);
  expect(samplesFor(f.hangSymptom, f.observedStaticFile(f.timedOut), ...f.workingControls)).toEqual([]);
  expect(samplesFor(f.stalledSymptom, ...f.timedOutControls)).toEqual([]);
});

test('a page that stalls, and a silent one whose small files come, is sampled once', () => {
  expect(stalledWith()).toEqual(['platform:page:1']);
  expect(samplesFor(f.hangSymptom, f.observedStaticFile(), ...f.workingControls)).toEqual([
    'platform:page:1',
  ]);
});

test('a sample that is quick, or too short, asks for no other', () => {
  const quick = f.observedSample('platform', 'limit', 131_072, { id: 'page:1', bodyMs: 400 });
  const short = f.observedSample('platform', 'complete', 9_000, { id: 'page:1', bodyMs: 20 });
  expect(stalledWith(quick)).toEqual(['platform:page:1']);
  expect(stalledWith(short)).toEqual(['platform:page:1']);
});

test('one that stops or drags is compared with two networks, and with the platform’s own', () => {
  expect(stalledWith(f.frozenSample())).toEqual(['platform:page:1', ...allSpeeds.slice(0, 2)]);
  const atFastly = f.observedRetry(f.answeredWith(200, { ip: '151.101.1.140' }));
  expect(stalledWith(slow, atFastly)).toEqual([
    'platform:page:1',
    ...allSpeeds.slice(0, 2),
    'control:fastly:1',
  ]);
});

test('only if these do no better, the others are asked; only if one does, the platform a second time', () => {
  const [first = '', second = ''] = ENDPOINTS.speeds.map(({ name }) => name);
  const dragging = f.observedSample('control', 'time', 13_000, { id: '1' });
  const worse = [controlSample(dragging, first), controlSample(dragging, second)];
  expect(new Set(stalledWith(slow, ...worse))).toEqual(new Set(['platform:page:1', ...allSpeeds]));
  const better = [controlSample(f.quickControl(), first), controlSample(dragging, second)];
  expect(new Set(stalledWith(slow, ...better))).toEqual(
    new Set(['platform:page:1', 'platform:page:2', ...allSpeeds.slice(0, 2)]),
  );
  // The page itself stopped, and so did the sample: that is twice.
  expect(stalledWith(f.frozenSample(), controlSample(f.quickControl(), first))).not.toContain(
    'platform:page:2',
  );
});

test('what stops or drags is looked at from elsewhere, and at its address without its name', () => {
  const keys = nextChecks(
    f.xTarget,
    ENDPOINTS,
    deriveFindings(f.diagnosisInput(f.stalledSymptom, [...f.workingControls, slow, ...f.matchingLookups])),
  ).map(({ key }) => key);
  expect(keys).toEqual(
    expect.arrayContaining(['test-helper:ooni:x.com:patient', `ip-literal:${f.SITE_IPV4}`]),
  );
});
