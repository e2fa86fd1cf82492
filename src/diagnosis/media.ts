/** Conditions about a check that the person asked for: does the page work, and what it loads its videos and pictures from? */

import type { FailureClass } from '../model/failure-class.ts';
import { isBlockPageOverTls } from './conditions.ts';
import type { Findings } from './findings/findings.ts';
import type { MediaHost } from './findings/media.ts';
import { betterControls, isFast, isFrozen, isSlowHere, looksFrozen, looksSlow } from './pace.ts';

export const isRequested = ({ symptom }: Findings): boolean => symptom.kind === 'requested';

/**
 * The person asked, and the site itself answers. A request without cookies may be turned away (403) from a page that the
 * person sees all the same.
 */
export const isPageFine = (f: Findings): boolean =>
  isRequested(f) &&
  !isBlockPageOverTls(f) &&
  f.retryAnswers.some(({ status, botChallenge }) => botChallenge || (status < 500 && status !== 451));

/** The findings as they would be if the samples of that host were those of the platform's page. */
export function withSamplesOf(f: Findings, host: string): Findings {
  const { samples, sampleObservations } = f.media;
  return {
    ...f,
    throughput: {
      ...f.throughput,
      platform: samples.filter(({ observation }) => observation.host === host),
      platformTimeouts: sampleObservations.filter((o) => o.host === host && o.outcome.kind === 'timeout'),
      isAsked: true,
    },
    // What is known of the page's own host says nothing of this one.
    pageHead: undefined,
    ipLiteralMs: undefined,
  };
}

export const sampledHosts = ({ media: { samples } }: Findings): string[] => [
  ...new Set(samples.map(({ observation }) => observation.host)),
];
const firstSampled = (f: Findings, condition: (ofHost: Findings) => boolean): string | undefined =>
  sampledHosts(f).find((host) => condition(withSamplesOf(f, host)));

/** A host whose sample stopped or dragged, whatever other sites do. */
export const limitedMediaHost = (f: Findings): string | undefined =>
  firstSampled(f, (ofHost) => looksFrozen(ofHost) || looksSlow(ofHost));
/** Its bytes stop while another site's come. Once is a hint, twice is more. */
export const frozenMediaHost = (f: Findings): string | undefined =>
  firstSampled(
    f,
    (ofHost) => f.controls.ok.length > 0 && looksFrozen(ofHost) && betterControls(ofHost).length > 0,
  );
export const isMediaHostFrozen = (f: Findings, host: string): boolean => isFrozen(withSamplesOf(f, host));
/** Its bytes came far slower, twice, than another site's. */
export const slowMediaHost = (f: Findings): string | undefined => firstSampled(f, isSlowHere);
export const fastMediaHosts = (f: Findings): string[] =>
  sampledHosts(f).filter((host) => isFast(withSamplesOf(f, host)));

export const failingMediaHosts = ({ media: { hosts } }: Findings): MediaHost[] =>
  hosts.filter(({ answers, failureClasses }) => !answers && failureClasses.length > 0);
export const doAllMediaHostsFail = (f: Findings): boolean =>
  f.media.hosts.length > 0 && failingMediaHosts(f).length === f.media.hosts.length;

/**
 * Each host that was asked fails, in this one class, two failures or more, while other sites work, and the name of one is
 * known elsewhere. One failing host of several is no block of the platform.
 */
export const doMediaHostsFailWith = (f: Findings, failureClass: FailureClass): boolean => {
  const failures = failingMediaHosts(f).flatMap(({ failureClasses }) => failureClasses);
  return (
    isPageFine(f) &&
    f.controls.ok.length > 0 &&
    doAllMediaHostsFail(f) &&
    failures.length >= 2 &&
    failures.every((one) => one === failureClass) &&
    f.media.lookups.exists.length > 0 &&
    f.media.lookups.missing.length === 0 &&
    f.media.worksElsewhere !== false
  );
};
