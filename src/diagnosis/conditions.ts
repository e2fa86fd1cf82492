/** The conditions and confidences of the rules, each with a name of its own. */

import { isIpLiteral, isLoopbackOrUnspecified } from '../base/ip.ts';
import { DAY_MS } from '../base/time.ts';
import type { FailureClass } from '../model/failure-class.ts';
import { ANOMALY_SHARE } from '../model/observation.ts';
import { isPlainHttpPage } from '../model/symptom.ts';
import type { Confidence } from '../model/verdict.ts';
import { classifyResolvedAddress, isBogonEverywhere } from './dns-consistency.ts';
import type { Findings } from './findings/findings.ts';

/**
 * A control worked, a retry failed and none was answered. Every "blocked" rule needs it, except where the retry's own
 * answer is the evidence (451, a block page over TLS).
 */
export const isReproduced = (f: Findings): boolean =>
  f.controls.ok.length > 0 && f.retryFailureClasses.length > 0 && f.retryAnswers.length === 0;
/** It failed at least twice in this class, the page's own failure included: failures of three kinds are a bad line. */
export const failedTwiceWith = (f: Findings, failureClass: FailureClass): boolean =>
  isReproduced(f) &&
  [f.pageFailureClass, ...f.retryFailureClasses].filter((w) => w === failureClass).length >= 2;
/** Nothing came back, or the name alone failed. */
export const isDnsOrTimeout = (failureClass: FailureClass | undefined): boolean =>
  failureClass === 'dns' || failureClass === 'timeout';
export const hasOnlyDomesticAnswers = (f: Findings): boolean =>
  f.controls.ok.length === 0 &&
  f.controls.down.length >= 2 &&
  f.domesticOk.length > 0 &&
  // The portals' known pages are abroad, too: where they come through, the country is not cut off.
  f.portals.intercepted.length + f.portals.clear.length === 0 &&
  f.retryAnswers.length === 0;
export const isSurelyCutOff = (f: Findings): boolean =>
  hasOnlyDomesticAnswers(f) && f.domesticOk.length >= 2 && f.controls.down.length >= 3;
/**
 * The front end answers an oversized request, no retry was answered, and the site times out: twice, or after a hang or
 * a stall every time.
 */
export const isSlowSite = (f: Findings): boolean =>
  f.oversizedRequestAnswer !== undefined &&
  f.retryAnswers.length === 0 &&
  (failedTwiceWith(f, 'timeout') ||
    ((f.symptom.kind === 'hang' || f.symptom.kind === 'stalled') &&
      f.retryFailureClasses.every((way) => way === 'timeout')));
/** Two controls or more worked, of different operators, and every retry, two or more, failed in this class. */
export const isConsistent = (f: Findings, failureClass: FailureClass): boolean =>
  f.controls.ok.length >= 2 &&
  f.retryFailureClasses.length >= 2 &&
  f.retryFailureClasses.every((w) => w === failureClass);
/**
 * A site that works elsewhere at this very time is not down; one that fails there in another way may be. If nothing is
 * known from elsewhere, `localConfidence` stands.
 */
export const confidenceFromVantagePoints = (f: Findings, localConfidence: Confidence): Confidence => {
  if (f.remoteResult === 'fails-otherwise') return 'possible';
  if (f.remoteResult !== 'works') return localConfidence;
  return f.controls.ok.length >= 2 ? 'certain' : 'likely';
};
/** The site fails for everyone: certain with two controls, unless volunteers abroad can load it. */
export const confidenceOfOutage = (f: Findings): Confidence => {
  if (f.vantagePoints.abroad === 'works') return 'possible';
  return f.controls.ok.length >= 2 ? 'certain' : 'likely';
};
/**
 * At least 20 recent measurements in this country, four fifths of them anomalous, on three networks or more, so that no
 * single bad line or provider speaks for all. They never outweigh a vantage point that looks at this very moment.
 */
export const aggregationShowsAnomalies = (f: Findings): boolean =>
  f.aggregation !== undefined &&
  f.aggregation.outcome.tests >= 20 &&
  f.aggregation.outcome.networks >= 3 &&
  f.aggregation.outcome.anomalous >= ANOMALY_SHARE * f.aggregation.outcome.tests &&
  f.remoteResult !== 'fails-otherwise' &&
  f.vantagePoints.sameCountry?.works !== true;
/** The failed host answers from inside the page: what fails for the extension does not fail for the person. */
export const isReachableInPage = (f: Findings): boolean =>
  f.symptom.kind === 'partial-load' && f.inPageObservations.some((o) => o.outcome.kind === 'answered');
export const isClockWrong = (f: Findings): boolean => Math.abs(f.clockSkewMs ?? 0) > DAY_MS;
export const dnsInconsistencies = (f: Findings) =>
  f.remoteAddresses.map((peer) =>
    classifyResolvedAddress(peer, [...f.dns.addresses, ...f.dns.ipv6Addresses], f.controlAddresses),
  );
/** The name resolves to this device, or to an unspecified address, and no DoH resolver gives such an address. */
export const resolvesToThisDevice = (f: Findings): boolean =>
  (f.failures.includes('unspecified-address') || f.remoteAddresses.some(isLoopbackOrUnspecified)) &&
  !f.dns.addresses.some(isLoopbackOrUnspecified);
/** The DoH resolvers give only addresses that no public site has. */
export const resolvesToBogonEverywhere = (f: Findings): boolean =>
  isBogonEverywhere(f.dns.addresses, f.controlAddresses);
/**
 * The server at the resolved address is not the site: it proves nothing, refuses, sends another page, or is silent
 * while the site's true address answers.
 */
export const wrongServerAnswers = (f: Findings): boolean =>
  failedTwiceWith(f, 'tls') ||
  failedTwiceWith(f, 'refused') ||
  (failedTwiceWith(f, 'timeout') &&
    f.resolvedIpReachability === 'silent' &&
    f.ipReachability === 'answers') ||
  (isReproduced(f) && (f.plainHttp === 'page' || f.plainHttp === 'elsewhere'));
/** A site that lets its certificate expire shows its own; an impostor makes a new one, which is never out of date. */
export const isCertificateExpired = ({ tlsFailures }: Findings): boolean =>
  tlsFailures.length > 0 && tlsFailures.every((failure) => failure === 'expired');
/** A server answers at this address in some other way, so the timeout is caused by the server name (SNI). */
export const filtersByServerName = (f: Findings): boolean =>
  f.plainHttp === 'home' ||
  f.tlsOnPort80 === 'answers' ||
  // Where the browser reports the address that it tried (Firefox): that address answers requests without the name.
  (f.ipReachability === 'answers' && (f.tlsOnPort80 === 'unasked' || f.resolvedIpReachability === 'answers'));
/**
 * The person sees a page over plain HTTP, and the plain HTTP check got a page or a redirect elsewhere. After an error
 * status, a page counts only with a known block page's fingerprint.
 */
export const plainPageRepeated = (f: Findings): boolean =>
  isPlainHttpPage(f.symptom) &&
  (f.plainHttp === 'elsewhere' ||
    (f.plainHttp === 'page' &&
      (f.symptom.kind === 'plain-page' || f.plainHttpAnswer?.outcome.blockPage !== undefined)));
/** An answer over TLS that this device trusts is a known block page, or redirects to an IP address. */
export const isBlockPageOverTls = (f: Findings): boolean =>
  f.retryAnswers.some((a) => a.blockPage !== undefined || isIpLiteral(a.redirectHost ?? ''));
export const statusRepeated = (f: Findings, isExpected: (status: number) => boolean): boolean =>
  f.retryAnswers.length > 0
    ? f.retryAnswers.every((a) => isExpected(a.status))
    : f.symptom.kind === 'status' && isExpected(f.symptom.status);

/**
 * Bytes a second. Russia throttled Twitter to 130 to 150 kbit/s (16 to 19 KB/s) in 2021 (Xue et al., IMC '21); the
 * first 14 KB or so of an answer come at once.
 */
const SLOW_BYTES_PER_SECOND = 32_000;
/** ms; a body that ends sooner says nothing about the line. */
const MIN_SAMPLE_MS = 1_500;
/** The line itself carries at least this many times more. */
const CONTROL_SPEED_FACTOR = 5;
/** Every sample of the platform's body was slow. */
export const isSlow = ({ throughput: { platform } }: Findings): boolean =>
  platform.length > 0 &&
  platform.every(({ bytesPerSecond, ms }) => bytesPerSecond < SLOW_BYTES_PER_SECOND && ms >= MIN_SAMPLE_MS);
/**
 * Throttling has to be reproduced, too: two slow samples, and every sample of another site on the same line was far
 * faster.
 */
export const isThrottled = (f: Findings): boolean =>
  f.controls.ok.length > 0 &&
  isSlow(f) &&
  f.throughput.platform.length >= 2 &&
  f.throughput.control.length >= 2 &&
  Math.min(...f.throughput.control.map(({ bytesPerSecond }) => bytesPerSecond)) >=
    CONTROL_SPEED_FACTOR * Math.max(...f.throughput.platform.map(({ bytesPerSecond }) => bytesPerSecond), 1);

/**
 * The longest that a resolver takes to deny a name, ms: Chromium's own client waits 1 s or more at each of its tries.
 */
const MAX_DENIAL_MS = 4_000;
const dnsErrorTookAtLeast = ({ symptom }: Findings, ms: number): boolean =>
  symptom.kind === 'error' && symptom.failure === 'dns' && symptom.ms >= ms;
/** The page's name was not found, but only after a wait: long for a denial (900 ms), or longer than any takes. */
export const isDnsErrorSlow = (f: Findings): boolean => dnsErrorTookAtLeast(f, 900);
export const isDnsErrorTimeout = (f: Findings): boolean => dnsErrorTookAtLeast(f, MAX_DENIAL_MS);
