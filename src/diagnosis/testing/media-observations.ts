/** Observations of a check that the person asked for: of a page that opens, and of the hosts of its videos and pictures. */

import type { Observation, Outcome, PagePart } from '../../model/observation.ts';
import type { Symptom } from '../../model/symptom.ts';
import { answeredWith, observedControl, observedRetry, observedThroughput } from './observations.ts';

export const requestedSymptom: Symptom = { kind: 'requested', ms: 0 };
export const VIDEO_HOST = 'video.twimg.com';
export const PICTURE_HOST = 'pbs.twimg.com';

const observationAt = (
  check: Observation['check'],
  key: string,
  host: string,
  outcome: Outcome,
): Observation => ({
  check,
  key,
  host,
  at: 0,
  ms: outcome.kind === 'timeout' ? 2_000 : 50,
  outcome,
});

export const observedMedia = (host: string, outcome: Outcome = answeredWith(404), round = 1) =>
  observationAt('media', `media:host:${host}:${round}`, host, outcome);
export const failedMediaTwice = (host: string, outcome: Outcome) =>
  [1, 2].map((round) => observedMedia(host, outcome, round));
export const observedParts = (parts: PagePart[]) =>
  observationAt('page-parts', 'page-parts:x.com', 'x.com', { kind: 'page-parts', parts });
export const observedMediaLookup = (name: string, addresses: string[], rcode = 'NOERROR') =>
  observationAt('media', `media:doh-lookup:${name}:${VIDEO_HOST}`, 'resolver.example', {
    kind: 'resolved',
    rcode,
    addresses,
  });
export const observedMediaHelper = (failure?: string) =>
  observationAt('media', `media:test-helper:ooni:${VIDEO_HOST}`, 'api.ooni.org', {
    kind: 'test-helper',
    works: failure === undefined,
    ...(failure === undefined ? { status: 200 } : { failure }),
  });
/** A part of the page, loaded once more: from `VIDEO_HOST`. */
export const observedMediaSample = (
  round: number,
  bytes: number,
  bodyMs: number,
  end: 'time' | 'stopped' | 'complete' | 'limit' = 'time',
) =>
  observationAt('media-sample', `media-sample:${VIDEO_HOST}:${round}`, VIDEO_HOST, {
    kind: 'measured',
    of: 'platform',
    bytes,
    bodyMs,
    end,
  });

/** The page opens, other sites work, and nothing is known of its videos. */
export const openPage = [observedRetry(answeredWith()), observedControl('google'), observedControl('apple')];
export const fastPage = [...openPage, observedThroughput('platform', 1, 900_000)];
export const fastControls = [1, 2].map((n) => observedThroughput('control', n, 900_000));
