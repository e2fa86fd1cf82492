import { isPlainHttpPage } from '../../model/symptom.ts';
import * as evidence from '../collect-evidence.ts';
import {
  confidenceFromVantagePoints,
  confidenceOfOutage,
  failedTwiceWith,
  hasMarkOfCensor,
  hasSinkholeAddress,
  isBlockPageOverTls,
  isCertificateExpired,
  isFilterPage,
  isReproduced,
  isSlowSite,
  isUnknownElsewhere,
  resolvesToBogonEverywhere,
  statusRepeated,
} from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** What is on record as the work of a state or a provider, and seen here, is no outage of the site, even if it is down. */
const failsForEverybody = (f: Findings): boolean =>
  f.remoteResult === 'fails-alike' &&
  !isAskedInClear(f) &&
  !hasMarkOfCensor(f) &&
  // That a test helper does not find the name either says little where resolvers do.
  !(f.dns.exists.length > 0 && f.retryFailureClasses.every((way) => way === 'dns'));
/** Others were asked about https, and the person asked for plain HTTP, which does not fail as https does. */
const isAskedInClear = (f: Findings): boolean =>
  isPlainHttpPage(f.symptom) ||
  (!f.secure &&
    !f.retryFailureClasses.every((way) => way === 'dns') &&
    !(f.plainFailureClass !== undefined && f.retryFailureClasses.includes(f.plainFailureClass)));

/** The site itself, or the provider that answers in its place by law. */
export const SITE_RULES: readonly Rule[] = [
  {
    name: 'withheld-for-legal-reasons',
    kind: 'refused-by-site',
    mechanism: null,
    // RFC 7725, over TLS that holds: the site itself obeys an order, and says so.
    matches: (f) => f.retryAnswers.some((a) => a.status === 451) && !isBlockPageOverTls(f),
    confidence: (f) =>
      f.retryAnswers.every((a) => a.status === 451) && f.controls.ok.length > 0 ? 'likely' : 'possible',
    evidence: (f) => [evidence.legalReasons(f), ...baseEvidence(f)],
  },
  {
    name: 'unavailable-for-legal-reasons',
    kind: 'blocked',
    mechanism: 'http-451',
    // In the clear, where TLS to the site fails: the provider answers in the site's place (RFC 7725).
    matches: (f) =>
      isReproduced(f) &&
      isPlainHttpPage(f.symptom) &&
      f.plainHttpAnswer?.outcome.status === 451 &&
      f.remoteResult !== 'fails-alike',
    confidence: (f) => confidenceFromVantagePoints(f, 'likely'),
    evidence: baseEvidence,
  },
  {
    name: 'blockpage-over-tls',
    kind: 'blocked',
    mechanism: 'http-blockpage',
    // Only an authority that is installed on this device, and trusted for all sites, can do so.
    matches: (f) => f.controls.ok.length > 0 && isBlockPageOverTls(f),
    confidence: () => 'likely',
    evidence: (f) => [
      ...(f.retryAnswers.some(isFilterPage) ? [evidence.filterNearby()] : []),
      ...baseEvidence(f),
      ...evidence.fromPageOverTls(f),
      ...evidence.fromAlternates(f),
    ],
  },
  {
    name: 'site-forbids',
    kind: 'refused-by-site',
    mechanism: null,
    matches: (f) =>
      statusRepeated(f, (s) => s === 403) &&
      (f.retryAnswers.length > 0 || (f.symptom.kind === 'status' && f.symptom.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 ? 'likely' : 'possible'),
    evidence: baseEvidence,
  },
  {
    name: 'site-server-error',
    kind: 'site-down',
    mechanism: null,
    matches: (f) =>
      statusRepeated(f, (s) => s >= 500) &&
      (f.retryAnswers.length > 0 || (f.symptom.kind === 'status' && f.symptom.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 && f.controls.ok.length > 0 ? 'likely' : 'possible'),
    evidence: baseEvidence,
  },
  {
    name: 'nxdomain-everywhere',
    kind: 'no-such-site',
    mechanism: null,
    // No resolver elsewhere knows the name. What this network does with it, such as lead it to a page of its own, is
    // what it does with every name that does not exist.
    matches: (f) => isUnknownElsewhere(f) && (isReproduced(f) || failedTwiceWith(f, 'dns')),
    // Two kinds of places have to say so: resolvers and a test helper.
    confidence: (f) =>
      f.dns.missing.length >= 2 && f.vantagePoints.isUnknownToTestHelper ? 'certain' : 'likely',
    evidence: (f) => [
      evidence.fromPageLoad(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromVantagePoints(f),
      ...evidence.fromControls(f),
    ],
  },
  {
    name: 'invalid-certificate-everywhere',
    kind: 'bad-certificate',
    mechanism: null,
    // Nothing interferes: the site shows the same certificate error to the whole world.
    matches: (f) => failedTwiceWith(f, 'tls') && failsForEverybody(f),
    // An unknown issuer may be an interceptor here, and a chain that only browsers complete elsewhere.
    confidence: (f) => (isCertificateExpired(f) ? confidenceOfOutage(f) : 'likely'),
    evidence: (f) => [evidence.wrongIdentity(), ...baseEvidence(f), ...evidence.fromVantagePoints(f)],
  },
  {
    name: 'bogon-everywhere',
    kind: 'site-down',
    mechanism: null,
    matches: (f) => isReproduced(f) && resolvesToBogonEverywhere(f),
    confidence: (f) => (f.dns.exists.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [...baseEvidence(f), ...evidence.bogonAddresses(f), ...evidence.fromVantagePoints(f)],
  },
  {
    name: 'slow-site',
    kind: 'site-down',
    mechanism: null,
    // Nothing interferes: the site is busy or broken behind its front end.
    matches: isSlowSite,
    confidence: (f) => (f.remoteResult === 'fails-alike' ? 'likely' : 'possible'),
    evidence: (f) => [...baseEvidence(f), ...evidence.fromStaticFile(f), ...evidence.fromVantagePoints(f)],
    nextStep: 'try-later',
  },
  {
    name: 'same-failure-everywhere',
    kind: 'site-down',
    mechanism: null,
    // "If control and probe fail the same way, nothing is blocked" (OONI).
    matches: (f) => isReproduced(f) && failsForEverybody(f),
    confidence: confidenceOfOutage,
    evidence: (f) => [...baseEvidence(f), ...evidence.fromVantagePoints(f)],
  },
  {
    name: 'asked-in-clear',
    kind: 'inconclusive',
    mechanism: null,
    // https fails for everybody, so the site may have none; whose page plain HTTP shows cannot be told.
    matches: (f) =>
      isReproduced(f) &&
      f.remoteResult === 'fails-alike' &&
      isAskedInClear(f) &&
      !hasSinkholeAddress(f) &&
      f.plainHttpAnswer?.outcome.blockPage === undefined,
    confidence: () => 'possible',
    evidence: (f) => [...baseEvidence(f), ...evidence.fromPlainHttp(f), ...evidence.fromVantagePoints(f)],
    nextStep: 'other-network',
  },
];
