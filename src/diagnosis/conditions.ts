/** What the rules' conditions and confidences are made of, each by its name. */

import { isIpLiteral, isLoopbackOrUnspecified } from '../base/ip.ts';
import { DAY_MS } from '../base/time.ts';
import type { FailureClass } from '../model/failure-class.ts';
import { ANOMALY_SHARE } from '../model/observation.ts';
import { isPlainHttpPage } from '../model/signal.ts';
import type { Confidence } from '../model/verdict.ts';
import { classifyResolvedAddress, isBogonEverywhere } from './dns-consistency.ts';
import type { Findings } from './findings/findings.ts';

/** The law of §6: a control worked, and the failure repeated. Every rule that says "blocked" stands on it. */
export const isReproduced = (f: Findings): boolean =>
  f.controls.ok.length > 0 && f.retryFailureClasses.length > 0 && f.retryAnswers.length === 0;
/** It failed in that way at least twice, the page's own failure counted: failures of three kinds are a bad line. */
export const failedTwiceWith = (f: Findings, failureClass: FailureClass): boolean =>
  isReproduced(f) &&
  [f.pageFailureClass, ...f.retryFailureClasses].filter((w) => w === failureClass).length >= 2;
/** Nothing came back, or the name alone is said to be at fault. */
export const isDnsOrTimeout = (failureClass: FailureClass | undefined): boolean =>
  failureClass === 'dns' || failureClass === 'timeout';
export const hasOnlyDomesticAnswers = (f: Findings): boolean =>
  f.controls.ok.length === 0 &&
  f.controls.down.length >= 2 &&
  f.domesticOk.length > 0 &&
  // The portals' known pages lie abroad, too: where they come through, nobody has cut the country off.
  f.portals.intercepted.length + f.portals.clear.length === 0 &&
  f.retryAnswers.length === 0;
export const isSurelyCutOff = (f: Findings): boolean =>
  hasOnlyDomesticAnswers(f) && f.domesticOk.length >= 2 && f.controls.down.length >= 3;
/** Its front door answers over TLS that holds, and nothing else was ever seen than that it lets people wait. */
export const isSlowSite = (f: Findings): boolean =>
  f.oversizedRequestAnswer !== undefined &&
  f.retryAnswers.length === 0 &&
  (failedTwiceWith(f, 'timeout') ||
    ((f.symptom.kind === 'hang' || f.symptom.kind === 'stalled') &&
      f.retryFailureClasses.every((way) => way === 'timeout')));
/** Several controls of different operators worked, and it failed at least three times, always in that way. */
export const isConsistent = (f: Findings, failureClass: FailureClass): boolean =>
  f.controls.ok.length >= 2 &&
  f.retryFailureClasses.length >= 2 &&
  f.retryFailureClasses.every((w) => w === failureClass);
/** From elsewhere the site works at this very time: it is not down. From here it cannot be told (see the law of two controls). */
export const confidenceFromVantagePoints = (f: Findings, localConfidence: Confidence): Confidence => {
  if (f.remoteResult === 'fails-otherwise') return 'possible';
  if (f.remoteResult !== 'works') return localConfidence;
  return f.controls.ok.length >= 2 ? 'certain' : 'likely';
};
/** That it fails for everybody: certain but where volunteers abroad get it all the same. */
export const confidenceOfOutage = (f: Findings): Confidence => {
  if (f.vantagePoints.abroad === 'works') return 'possible';
  return f.controls.ok.length >= 2 ? 'certain' : 'likely';
};
/**
 * Many others in this country were kept away lately, as a rule and on several networks, so that no single bad line or
 * provider speaks for all. It never outweighs somebody who looks at this very moment.
 */
export const aggregationShowsAnomalies = (f: Findings): boolean =>
  f.aggregation !== undefined &&
  f.aggregation.outcome.tests >= 20 &&
  f.aggregation.outcome.networks >= 3 &&
  f.aggregation.outcome.anomalous >= ANOMALY_SHARE * f.aggregation.outcome.tests &&
  f.remoteResult !== 'fails-otherwise' &&
  f.vantagePoints.sameCountry?.works !== true;
/** From inside the page the failed host answers: whatever fails to the extension, nobody keeps it from the person. */
export const isReachableInPage = (f: Findings): boolean =>
  f.symptom.kind === 'partial-load' && f.inPageObservations.some((o) => o.outcome.kind === 'answered');
export const isClockWrong = (f: Findings): boolean => Math.abs(f.clockSkewMs ?? 0) > DAY_MS;
export const dnsInconsistencies = (f: Findings) =>
  f.remoteAddresses.map((peer) =>
    classifyResolvedAddress(peer, [...f.dns.addresses, ...f.dns.ipv6Addresses], f.controlAddresses),
  );
/** The name leads back to this device, or to nobody, and elsewhere it does not. */
export const resolvesToThisDevice = (f: Findings): boolean =>
  (f.failures.includes('unspecified-address') || f.remoteAddresses.some(isLoopbackOrUnspecified)) &&
  !f.dns.addresses.some(isLoopbackOrUnspecified);
/** The name's own address is one that no public site has, in all the world. */
export const resolvesToBogonEverywhere = (f: Findings): boolean =>
  isBogonEverywhere(f.dns.addresses, f.controlAddresses);
/** Where the name leads here nobody is the site: somebody else answers, or nobody at all, though the site's address does. */
export const wrongServerAnswers = (f: Findings): boolean =>
  failedTwiceWith(f, 'tls') ||
  failedTwiceWith(f, 'refused') ||
  (failedTwiceWith(f, 'timeout') &&
    f.resolvedIpReachability === 'silent' &&
    f.ipReachability === 'answers') ||
  (isReproduced(f) && (f.plainHttp === 'page' || f.plainHttp === 'elsewhere'));
/** A site that lets its certificate run out shows its own, and whoever imitates one makes it anew: never out of date. */
export const isCertificateExpired = ({ tlsFailures }: Findings): boolean =>
  tlsFailures.length > 0 && tlsFailures.every((failure) => failure === 'expired');
/** Whoever keeps silent does so because of the name: where it leads somebody is there who answers all else. */
export const filtersByServerName = (f: Findings): boolean =>
  f.plainHttp === 'home' ||
  f.tlsOnPort80 === 'answers' ||
  // Where the browser says where it looks: at an address that answers whoever does not say the name.
  (f.ipReachability === 'answers' && (f.tlsOnPort80 === 'unasked' || f.resolvedIpReachability === 'answers'));
/** What the person sees came over plain http, and so it did again. An error's status needs a known block page's mark. */
export const plainPageRepeated = (f: Findings): boolean =>
  isPlainHttpPage(f.symptom) &&
  (f.plainHttp === 'elsewhere' ||
    (f.plainHttp === 'page' &&
      (f.symptom.kind === 'plain-page' || f.plainHttpAnswer?.outcome.blockPage !== undefined)));
/** Over TLS that this device trusts the answer is a known block page, or leads away to a bare address. */
export const isBlockPageOverTls = (f: Findings): boolean =>
  f.retryAnswers.some((a) => a.blockPage !== undefined || isIpLiteral(a.redirectHost ?? ''));
export const statusRepeated = (f: Findings, isExpected: (status: number) => boolean): boolean =>
  f.retryAnswers.length > 0
    ? f.retryAnswers.every((a) => isExpected(a.status))
    : f.symptom.kind === 'status' && isExpected(f.symptom.status);

/**
 * Bytes a second. Russia left 130 to 150 kbit/s (16 to 19 KB/s) of Twitter in 2021 (Xue et al., IMC '21); the first
 * 14 KB or so of an answer come at once.
 */
const SLOW_BYTES_PER_SECOND = 32_000;
/** A body that is over sooner says nothing of the line, ms. */
const MIN_SAMPLE_MS = 1_500;
/** The line itself carries at least so many times more. */
const CONTROL_SPEED_FACTOR = 5;
/** The platform's body came slowly, each time. */
export const isSlow = ({ throughput: { platform } }: Findings): boolean =>
  platform.length > 0 &&
  platform.every(({ bytesPerSecond, ms }) => bytesPerSecond < SLOW_BYTES_PER_SECOND && ms >= MIN_SAMPLE_MS);
/** The law of §6 for slowness: repeated, and every sample of another site on the same line was far faster. */
export const isThrottled = (f: Findings): boolean =>
  f.controls.ok.length > 0 &&
  isSlow(f) &&
  f.throughput.platform.length >= 2 &&
  f.throughput.control.length >= 2 &&
  Math.min(...f.throughput.control.map(({ bytesPerSecond }) => bytesPerSecond)) >=
    CONTROL_SPEED_FACTOR * Math.max(...f.throughput.platform.map(({ bytesPerSecond }) => bytesPerSecond), 1);

/** Longest that a resolver takes to deny a name, ms: Chromium's own client asks for 1 s or more at each of its tries. */
const MAX_DENIAL_MS = 4_000;
const dnsErrorTookAtLeast = ({ symptom }: Findings, ms: number): boolean =>
  symptom.kind === 'error' && symptom.failure === 'dns' && symptom.ms >= ms;
/** The page's own name was not found, but only after a wait: long for a denial, or longer than any takes. */
export const isDnsErrorSlow = (f: Findings): boolean => dnsErrorTookAtLeast(f, 900);
export const isDnsErrorTimeout = (f: Findings): boolean => dnsErrorTookAtLeast(f, MAX_DENIAL_MS);
