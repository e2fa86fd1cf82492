/** The conditions and confidences of the rules, each with a name of its own. */

import { isFakeIp, isLoopback, isLoopbackOrUnspecified } from '../base/ip.ts';
import { DAY_MS } from '../base/time.ts';
import { type FailureClass, failureClassOf } from '../model/failure-class.ts';
import { ANOMALY_SHARE, type BlockPageScope } from '../model/observation.ts';
import { isPlainHttpPage } from '../model/symptom.ts';
import type { Confidence } from '../model/verdict.ts';
import { isBogonEverywhere, isSinkhole } from './dns-consistency.ts';
import type { Findings } from './findings/findings.ts';
import { areOfOneNetwork } from './hosting-networks.ts';

/**
 * A control worked, a retry failed and none was answered. Every "blocked" rule needs it, except where the retry's own
 * answer is the evidence (451, a block page over TLS).
 */
export const isReproduced = (f: Findings): boolean =>
  f.controls.ok.length > 0 &&
  f.retryFailureClasses.length > 0 &&
  f.retryAnswers.length === 0 &&
  f.staticFile !== 'answers';
/** It failed at least twice in this class, the page's own failure included: failures of three kinds are a bad line. */
export const failedTwiceWith = (f: Findings, failureClass: FailureClass): boolean =>
  isReproduced(f) &&
  [f.pageFailureClass, ...f.retryFailureClasses].filter((w) => w === failureClass).length >= 2;
/** Nothing came back, or the name alone failed. */
export const isDnsOrTimeout = (failureClass: FailureClass | undefined): boolean =>
  failureClass === 'dns' || failureClass === 'timeout';
/**
 * Sites inside the country answer, and not one abroad does over TLS. That plain HTTP abroad still works makes it no less
 * of a cut: hardly a site is left that works without TLS.
 */
export const hasOnlyDomesticAnswers = (f: Findings): boolean =>
  !hasAnswerFromAbroad(f) &&
  f.controls.down.length >= 2 &&
  f.foreign.failed.length > 0 &&
  f.domesticOk.length > 0 &&
  f.retryAnswers.length === 0;
/** Anything abroad answered over TLS: a site, a resolver, a service that was asked about the site. */
export const hasAnswerFromAbroad = (f: Findings): boolean =>
  f.controls.ok.length + f.foreign.ok.length + f.alternates.ok.length + f.bareAddressesOk.length > 0 ||
  f.staticFile === 'answers' ||
  f.aggregation !== undefined ||
  f.vantagePoints.testHelper !== undefined ||
  f.vantagePoints.results.length > 0 ||
  [...f.dns.exists, ...f.dns.missing, ...f.dns.unavailable].some(
    ({ outcome }) => outcome.kind === 'resolved',
  );
export const isSurelyCutOff = (f: Findings): boolean =>
  hasOnlyDomesticAnswers(f) &&
  f.domesticOk.length >= 2 &&
  f.controls.down.length + f.foreign.failed.length >= 5 &&
  // A portal page that was not asked is no evidence.
  f.portals.asked.length > 0 &&
  f.portals.clear.length + f.portals.intercepted.length === 0 &&
  // A proxy with addresses of its own may be what is dead, while it lets sites inside the country pass by.
  !f.resolvedAddresses.some(isFakeIp);
/** The page failed in TLS at an address of another network than that at which a retry was answered. */
export const failedAtAnotherAddress = ({ symptom, tlsFailures, retryAnswers }: Findings): boolean => {
  if (symptom.kind !== 'error' || symptom.ip === undefined || tlsFailures.length === 0) return false;
  const { ip: failed } = symptom;
  return retryAnswers.some(({ ip }) => ip !== undefined && !areOfOneNetwork(ip, failed));
};
/** No name is found, not even a control's, while bare addresses answer: the resolver fails, and not the line. */
export const resolvesNoName = (f: Findings): boolean =>
  f.bareAddressesOk.length > 0 &&
  f.domesticOk.length === 0 &&
  f.controls.ok.length === 0 &&
  f.controls.down.length >= 2 &&
  f.controls.down.every(({ outcome }) => isDnsOrTimeout(failureClassOf(outcome)));
/** Something cut a connection or answered without a certificate: a dead line does neither. */
export const isAnyConnectionCut = (f: Findings): boolean =>
  [...f.controls.down, ...f.foreign.failed, ...f.domestic.asked]
    .map(({ outcome }) => failureClassOf(outcome))
    .some((way) => way === 'reset' || way === 'tls');
/** The country's well-known sites answer, and an ordinary site of the country, on no list, does not. */
export const hasOnlyListedAnswers = (f: Findings): boolean =>
  hasOnlyDomesticAnswers(f) && f.domestic.unlistedDown.length > 0 && f.domestic.unlistedOk.length === 0;
/**
 * The host's front end answers, no retry was answered in time, and the site fails in the same way for others: it is
 * busy or broken behind its front end.
 */
export const isSlowSite = (f: Findings): boolean =>
  f.staticFile === 'answers' &&
  f.retryAnswers.length === 0 &&
  (f.symptom.kind === 'hang' || f.retryFailureClasses.every((way) => way === 'timeout')) &&
  (f.remoteResult === 'fails-alike' || f.vantagePoints.isSlowForTestHelper);
/** OONI's helper waits for the site in vain while it would answer for one that works: the site may be down for all. */
export const isOutageInDoubt = (f: Findings): boolean =>
  f.vantagePoints.isTestHelperWaiting && f.remoteResult !== 'works';
/**
 * A site that works elsewhere at this very time is not down; one that fails there in another way may be. If nothing is
 * known from elsewhere, `localConfidence` stands. It is never certain: a site may refuse one network's visitors itself.
 */
export const confidenceFromVantagePoints = (f: Findings, localConfidence: Confidence): Confidence => {
  if (f.remoteResult === 'fails-otherwise') return 'possible';
  return f.remoteResult === 'works' ? 'likely' : localConfidence;
};
/**
 * The site fails for everyone: certain only where two kinds of vantage points see it, because a data centre may be
 * refused for reasons of its own.
 */
export const confidenceOfOutage = (f: Findings): Confidence => {
  const { testHelper, abroad } = f.vantagePoints;
  return testHelper === 'fails-alike' && abroad === 'fails-alike' && f.controls.ok.length >= 2
    ? 'certain'
    : 'likely';
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
/** All that failed abroad are names that are not found: of addresses nothing is known. */
export const isOnlyNameless = (f: Findings): boolean =>
  f.controls.down.length >= 2 &&
  [...f.controls.down, ...f.foreign.failed].every(({ outcome }) => failureClassOf(outcome) === 'dns') &&
  f.domestic.asked.every(({ outcome }) => outcome.kind === 'answered' || failureClassOf(outcome) === 'dns');
/** Plain HTTP leads to a page of the operator's, which may ask for money: some sites are free of it. */
export const mayBeUnpaid = (f: Findings): boolean => f.portals.intercepted.length > 0;
/** What failed came before the head of an answer, so that an answer's head shows that the failure is over. */
export const isSettledByHead = (f: Findings): boolean =>
  f.retryFailureClasses.length === 0 &&
  f.retryAnswers.length > 0 &&
  (f.symptom.kind === 'status' ||
    (f.symptom.kind === 'error' &&
      (f.pageFailureClass === 'dns' || f.pageFailureClass === 'refused' || f.pageFailureClass === 'tls')));
export const isClockWrong = (f: Findings): boolean => Math.abs(f.clockSkewMs ?? 0) > DAY_MS;
/**
 * The certificate's dates may be at fault. A clock makes no unknown issuer and no other name; and where several other sites'
 * certificates hold by this very clock, only one that is out of date is said to be so for it.
 */
export const areDatesInDoubt = (f: Findings): boolean =>
  f.controls.ok.length < 2
    ? !f.tlsFailures.some((failure) => failure === 'untrusted' || failure === 'certificate')
    : isCertificateExpired(f);
/** A resolver elsewhere finds the name, and no IPv4 address under it: only networks with IPv6 reach the site. */
export const hasNoIpv4Address = ({ dns }: Findings): boolean =>
  dns.exists.length === 0 &&
  dns.unavailable.some(({ outcome }) => outcome.kind === 'resolved' && outcome.rcode === 'NOERROR');
/** A resolver elsewhere fails at the name (SERVFAIL): the site's own name servers may be in trouble. */
export const isNameInTrouble = ({ dns }: Findings): boolean =>
  dns.doNameServersFail ||
  dns.unavailable.some(({ outcome }) => outcome.kind === 'resolved' && outcome.rcode === 'SERVFAIL');
/** The address that this network gives for the name is not the site's: see `AddressJudgement`. */
export const hasWrongAddress = (f: Findings): boolean =>
  f.remoteAddresses.some(({ judgement }) => ['sinkhole', 'bogon'].includes(judgement)) ||
  (f.remoteAddresses.some(({ judgement }) => judgement === 'wrong') &&
    f.remoteAddresses.every(({ judgement }) => judgement !== 'site')) ||
  isRefusedThereToo(f);
/** Here and from outside, the address that this network gives refuses: who refuses, nobody knows. */
export const isRefusedThereToo = (f: Findings): boolean =>
  f.retryFailureClasses.length > 0 &&
  f.retryFailureClasses.every((way) => way === 'refused') &&
  f.remoteAddresses.length > 0 &&
  f.remoteAddresses.every(({ judgement }) => judgement === 'refuses');
export const hasSinkholeAddress = (f: Findings): boolean =>
  f.remoteAddresses.some(({ judgement }) => judgement === 'sinkhole');
/** The wrong address is one of a network at home or at work, and stands on no record: a router's filter has such. */
export const hasOnlyPrivateAddress = (f: Findings): boolean =>
  f.remoteAddresses.some(({ judgement }) => judgement === 'bogon') &&
  f.remoteAddresses.every(({ judgement }) => judgement === 'bogon' || judgement === 'site');
/** The name leads to a filter product: of a resolver, a router or a program that a person, family or school chose. */
export const hasFilterAddress = (f: Findings): boolean =>
  f.remoteAddresses.some(({ judgement }) => judgement === 'filter');
/** Public addresses that may be the site's or not; only a look from outside can tell. */
export const unjudgedAddresses = (f: Findings): string[] =>
  f.remoteAddresses.filter(({ judgement }) => judgement === 'differs').map(({ address }) => address);
/** The name resolves to this device, or to an unspecified address, and no DoH resolver gives such an address. */
export const resolvesToThisDevice = (f: Findings): boolean =>
  (f.failures.includes('unspecified-address') ||
    f.remoteAddresses.some(({ address }) => isLoopbackOrUnspecified(address) || isOddLoopback(f, address))) &&
  !f.dns.addresses.some(isLoopbackOrUnspecified);
/** A test network gives every site an address of this device. */
const isOddLoopback = ({ controlAddresses }: Findings, address: string): boolean =>
  isLoopback(address) && !controlAddresses.some(isLoopback);
/** No resolver elsewhere knows the name: two say so, or one and a test helper. */
export const isUnknownElsewhere = (f: Findings): boolean =>
  f.dns.exists.length + f.dns.ipv6Addresses.length === 0 &&
  f.remoteResult !== 'works' &&
  f.dns.missing.length + (f.vantagePoints.isUnknownToTestHelper ? 1 : 0) >= 2 &&
  f.dns.missing.length > 0;
/** The DoH resolvers give only addresses that no public site has. */
export const resolvesToBogonEverywhere = (f: Findings): boolean =>
  f.remoteResult !== 'works' && isBogonEverywhere(f.dns.addresses, f.controlAddresses);
/**
 * Where a refusal comes from. "site": from the site's true address, as far as can be told. "elsewhere": from an address
 * that is not the site's. Firefox names the address. In Chromium only time tells: without its name the true address takes
 * as long as the refusal if it refuses, too, and longer if a server answers there, so that the refusal came from elsewhere.
 * Times of a few milliseconds tell nothing: a browser needs as long for a request that leads to this device.
 */
export function refusalOrigin(f: Findings): 'site' | 'elsewhere' | 'unknown' {
  if (f.remoteAddresses.length > 0) {
    if (f.remoteAddresses.some(({ address }) => isLoopbackOrUnspecified(address))) return 'elsewhere';
    if (unjudgedAddresses(f).length > 0) return 'unknown';
    return f.remoteAddresses.every(({ judgement }) => judgement === 'site') ? 'site' : 'elsewhere';
  }
  if (f.ipReachability === 'silent') return 'elsewhere';
  if (f.ipLiteralMs === undefined || f.namedRefusalMs === undefined) return 'unknown';
  if (f.namedRefusalMs >= DISTANT_MS && f.ipLiteralMs <= ALIKE_FACTOR * f.namedRefusalMs) return 'site';
  const isFarther =
    f.ipLiteralMs >= Math.max(FARTHER_FACTOR * f.namedRefusalMs, f.namedRefusalMs + FARTHER_MS);
  return isFarther ? 'elsewhere' : 'unknown';
}
/** A refusal takes one round trip, a TLS handshake two or three. What lies between tells nothing. */
const ALIKE_FACTOR = 1.5;
const FARTHER_FACTOR = 2;
const FARTHER_MS = 20;
/** No refusal by this device, or at home, takes as long, even where the device is slow; ms. */
const DISTANT_MS = 50;
/**
 * Whether a test helper finds a valid certificate for the name at the very address at which none is found here: then
 * another server answers here. undefined: it was not asked about that address.
 */
export const isAddressValidElsewhere = (f: Findings): boolean | undefined => {
  const judged = f.endpoints.filter(
    ({ address, connects, validForName }) =>
      connects && validForName !== undefined && f.remoteAddresses.some((one) => one.address === address),
  );
  return judged.length === 0 ? undefined : judged.some(({ validForName }) => validForName);
};

/** The bytes that came are no TLS (Chromium; Firefox calls every fault of TLS so, and reports the address instead). */
export const speaksNoTls = ({ tlsFailures, remoteAddresses }: Findings): boolean =>
  tlsFailures.length > 0 && tlsFailures.every((failure) => failure === 'tls') && remoteAddresses.length === 0;
/** A site that lets its certificate expire shows its own; an impostor makes a new one, which is never out of date. */
export const isCertificateExpired = ({ tlsFailures }: Findings): boolean =>
  tlsFailures.length > 0 && tlsFailures.every((failure) => failure === 'expired');
/** A server answers at this address in some other way, so the timeout is caused by the server name (SNI). */
const isSurelyServerName = (f: Findings): boolean =>
  f.plainHttp === 'home' ||
  // Where the browser reports the address that it tried (Firefox): that address answers requests without the name.
  f.resolvedIpReachability === 'answers';
/**
 * The site's true address answers without the name, and the resolver denies a made-up name under the platform's at once,
 * so it is not the names that get no answer. Where the host is known as https only (HSTS), nothing more can be asked.
 */
const isProbablyServerName = (f: Findings): boolean =>
  f.plainHttp === 'void' && f.ipReachability === 'answers' && f.systemResolver === 'answers';
export const filtersByServerName = (f: Findings): boolean =>
  // Where port 443 is silent without the name as well, the name is not the reason.
  f.ipReachability !== 'silent' &&
  f.resolvedIpReachability !== 'silent' &&
  (isSurelyServerName(f) || isProbablyServerName(f));
/**
 * The person sees a page over plain HTTP, and the plain HTTP check got a page or a redirect elsewhere. After an error
 * status, a page counts only with a known block page's fingerprint; so it does where the person asked for https, which
 * fails.
 */
export const plainPageRepeated = (f: Findings): boolean =>
  f.plainHttpAnswer?.outcome.blockPage !== undefined ||
  // A redirect to https is a site's own way to its other domain; block pages are at http.
  (f.plainHttp === 'elsewhere' && f.plainHttpAnswer?.outcome.redirectSecure !== true) ||
  (f.plainHttp === 'page' && f.symptom.kind === 'plain-page');
/** Plain HTTP was asked for and came twice, the site works elsewhere, and nothing is known of https here. */
export const isPlainPageAlone = (f: Findings): boolean =>
  isPlainHttpPage(f.symptom) &&
  f.retries.length === 0 &&
  f.controls.ok.length > 0 &&
  f.remoteResult === 'works';
/** The page over plain HTTP came from an address that is the site's own, as far as can be told. */
export const isPageAtSite = ({ plainHttpAnswer, remoteAddresses }: Findings): boolean =>
  remoteAddresses.some(
    ({ address, judgement }) => address === plainHttpAnswer?.outcome.ip && judgement === 'site',
  );
/** Plain HTTP shows a known block page of one of these: a state, a provider, a filter product, an institution. */
export const showsPageOf = ({ plainHttpAnswer }: Findings, scopes: readonly BlockPageScope[]): boolean => {
  const { blockPage, blockPageScope = 'isp' } = plainHttpAnswer?.outcome ?? {};
  return blockPage !== undefined && scopes.includes(blockPageScope);
};
/** What is on record as the work of a state or a provider is seen here. */
export const hasMarkOfCensor = (f: Findings): boolean =>
  hasSinkholeAddress(f) || showsPageOf(f, ['nat', 'isp']);

/** An answer over TLS that this device trusts is a known block page, or leads to an address on record. */
export const isBlockPageOverTls = (f: Findings): boolean =>
  f.retryAnswers.some((a) => a.blockPage !== undefined || isSinkhole(a.redirectHost));
/** The page of a filter product or an institution, set up by the person, a family, a school or a company. */
export const isFilterPage = ({ blockPageScope }: { blockPageScope?: BlockPageScope | undefined }): boolean =>
  blockPageScope === 'prod' || blockPageScope === 'inst';
export const statusRepeated = (f: Findings, isExpected: (status: number) => boolean): boolean =>
  f.retryAnswers.length > 0
    ? f.retryAnswers.every((a) => isExpected(a.status))
    : f.retryFailureClasses.length === 0 && f.symptom.kind === 'status' && isExpected(f.symptom.status);

/**
 * The longest that a resolver takes to deny a name, ms: Chromium's own client waits 1 s or more at each of its tries.
 */
const MAX_DENIAL_MS = 4_000;
const dnsErrorTookAtLeast = ({ symptom }: Findings, ms: number): boolean =>
  symptom.kind === 'error' && symptom.failure === 'dns' && symptom.ms >= ms;
/** The page's name was not found, but only after a wait: long for a denial (900 ms), or longer than any takes. */
export const isDnsErrorSlow = (f: Findings): boolean => dnsErrorTookAtLeast(f, 900);
export const isDnsErrorTimeout = (f: Findings): boolean => dnsErrorTookAtLeast(f, MAX_DENIAL_MS);
