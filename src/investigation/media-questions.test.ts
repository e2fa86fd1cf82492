/** What is asked of a page that opens, when, and what is not. */
import { expect, test } from 'vitest';
import { DRAWN_ENDPOINTS as ENDPOINTS } from '../config/testing/drawn-endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as m from '../diagnosis/testing/media-observations.ts';
import * as f from '../diagnosis/testing/observations.ts';
import type { Observation } from '../model/observation.ts';
import { isConclusive, nextChecks } from './plan.ts';

const target = {
  ...f.xTarget,
  tabId: 7,
  media: ['video.twimg.com', 'pbs.twimg.com'],
  isSamePlatform: (host: string) => /(x|twimg)\.com$/.test(host),
};
const keysFor = (seen: Observation[], symptom = m.requestedSymptom) =>
  nextChecks(target, ENDPOINTS, deriveFindings(f.diagnosisInput(symptom, seen))).map(({ key }) => key);
const ofMedia = (keys: string[]) => keys.filter((key) => /^(media|page-parts)/.test(key));

const part = (host: string, ms: number) => ({ host, count: 1, bytes: 0, ms });
const parts = m.observedParts([
  part('abs.twimg.com', 900),
  part('video.twimg.com', 700),
  part('x.com', 5_000),
]);
const answering = ['video.twimg.com', 'pbs.twimg.com', 'abs.twimg.com'].map((host) => m.observedMedia(host));
const slow = (round: number) => m.observedMediaSample(round, 64_000, 4_000);

test('a failure asks for no videos, and reads no page', () => {
  expect(
    ofMedia(keysFor([f.observedRetry(f.answeredWith()), ...f.workingControls], f.errorSymptom('reset'))),
  ).toEqual([]);
});

test('the page is read at once; its hosts are asked when page and controls answer', () => {
  expect(ofMedia(keysFor([]))).toEqual(['page-parts:x.com']);
  expect(ofMedia(keysFor([...m.openPage, parts]))).toEqual([
    'page-parts:x.com',
    'media:host:video.twimg.com:1',
    'media:host:pbs.twimg.com:1',
    'media:host:abs.twimg.com:1',
  ]);
});

test('a part is sampled when its host answers and the page itself was sampled; the catalogue’s host first', () => {
  const samples = (seen: Observation[]) => keysFor(seen).filter((key) => key.startsWith('media-sample'));
  expect(samples([...m.openPage, parts, ...answering])).toEqual([]);
  expect(samples([...m.fastPage, parts, ...answering])).toEqual(['media-sample:abs.twimg.com:1']);
  const [, ...withoutVideo] = answering;
  const failing = m.observedMedia('video.twimg.com', f.failedWith('reset'));
  expect(samples([...m.fastPage, parts, ...withoutVideo, failing])).toEqual(['media-sample:abs.twimg.com:1']);
});

test('a slow part asks for other sites, and once more if they do better', () => {
  const first = [...m.fastPage, parts, ...answering, slow(1)];
  const controls = (keys: string[]) => keys.filter((key) => key.startsWith('throughput:control'));
  expect(controls(keysFor(first))).toHaveLength(2);
  expect(keysFor(first)).not.toContain('media-sample:video.twimg.com:2');
  expect(keysFor([...first, ...m.fastControls])).toContain('media-sample:video.twimg.com:2');
  const asSlow = [1, 2].map((n) => f.observedThroughput('control', n, 20_000));
  expect(new Set(controls(keysFor([...first, ...asSlow]))).size).toBe(ENDPOINTS.speeds.length);
});

test('when no host answers, they are asked again, and somebody elsewhere about one of them', () => {
  const failing = ['video.twimg.com', 'pbs.twimg.com'].map((host) =>
    m.observedMedia(host, f.failedWith('reset')),
  );
  const keys = keysFor([...m.fastPage, m.observedParts([]), ...failing]);
  expect(keysFor([...m.fastPage, m.observedParts([]), ...failing.slice(0, 1)])).not.toContain(
    'media:host:video.twimg.com:2',
  );
  expect(keys).toEqual(
    expect.arrayContaining(['media:host:video.twimg.com:2', 'media:test-helper:ooni:pbs.twimg.com']),
  );
  const one = keysFor([
    ...m.fastPage,
    m.observedParts([]),
    ...failing.slice(0, 1),
    m.observedMedia('pbs.twimg.com'),
  ]);
  expect(one).not.toContain('media:host:video.twimg.com:2');
});

test('that the page answers does not end the check', () => {
  expect(isConclusive(deriveFindings(f.diagnosisInput(m.requestedSymptom, m.fastPage)))).toBe(false);
});
