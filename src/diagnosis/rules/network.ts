import type { Evidence } from '../../model/evidence.ts';
import { failureClassOf } from '../../model/failure-class.ts';
import * as evidence from '../collect-evidence.ts';
import {
  confidenceFromVantagePoints,
  failedTwiceWith,
  filtersByServerName,
  hasNoIpv4Address,
  hasOnlyPrivateAddress,
  hasSinkholeAddress,
  hasWrongAddress,
  isDnsErrorTimeout,
  isDnsOrTimeout,
  isNameInTrouble,
  isOutageInDoubt,
  isPageAtSite,
  isPlainPageAlone,
  isRefusedThereToo,
  isReproduced,
  plainPageRepeated,
  refusalOrigin,
  showsPageOf,
} from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import { CERTIFICATE_RULES } from './certificates.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** Every part of the path to the site that was checked. */
const fullPathEvidence = (f: Findings): Evidence[] => [
  ...baseEvidence(f),
  ...evidence.fromVantagePoints(f),
  ...evidence.fromDohLookups(f),
  ...evidence.fromIpLiterals(f),
  ...evidence.fromPlainHttp(f),
  ...evidence.fromAlternates(f),
];

/** Interference on the path: name, address, connection, TLS, HTTP, each told by what still works. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    name: 'system-resolver-down',
    kind: 'inconclusive',
    mechanism: null,
    // Other sites then load only because the browser remembers their addresses, or has open connections to them.
    matches: (f) =>
      isReproduced(f) &&
      f.systemResolver === 'down' &&
      [f.pageFailureClass, ...f.retryFailureClasses].every(isDnsOrTimeout),
    confidence: () => 'possible',
    evidence: (f) => [...baseEvidence(f), ...evidence.fromSystemResolver(f), ...evidence.fromDohLookups(f)],
    nextStep: 'other-network',
  },
  {
    name: 'dns-timeout-here-only',
    kind: 'blocked',
    mechanism: 'dns-timeout',
    // A resolver denies a name at once, so a DNS error that comes only after seconds means that it did not answer.
    // `unresponsive` shows the same sooner: Firefox's own lookup of the host timed out.
    matches: (f) =>
      isReproduced(f) &&
      (f.systemResolver === 'unresponsive' || isDnsErrorTimeout(f)) &&
      [f.pageFailureClass, ...f.retryFailureClasses].every(isDnsOrTimeout) &&
      // A server that answers plain HTTP by name shows that the name resolves.
      (f.plainHttp === 'failed' || f.plainHttp === 'void' || f.plainHttp === 'unasked') &&
      f.dns.exists.length > 0 &&
      f.dns.missing.length === 0,
    confidence(f) {
      if (isNameInTrouble(f)) return 'possible';
      if (f.systemResolver === 'unresponsive') return confidenceFromVantagePoints(f, 'likely');
      const isSeenByTwo = f.controls.ok.length >= 2 && f.dns.exists.length >= 2;
      return isSeenByTwo && f.remoteResult !== 'fails-otherwise' ? 'likely' : 'possible';
    },
    evidence: (f) => [
      ...baseEvidence(f),
      ...evidence.fromSystemResolver(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromVantagePoints(f),
      ...evidence.fromAlternates(f),
    ],
    nextStep: 'other-network',
  },
  {
    name: 'nxdomain-here-only',
    kind: 'blocked',
    mechanism: 'dns-nxdomain',
    // That the site loads elsewhere proves the name as well as a DoH resolver's answer does.
    matches: (f) =>
      failedTwiceWith(f, 'dns') &&
      (f.dns.exists.length > 0 || f.remoteResult === 'works') &&
      f.dns.missing.length === 0 &&
      !hasNoIpv4Address(f),
    // A filter at home denies names as a provider's resolver does.
    confidence: (f) => (isNameInTrouble(f) || f.remoteResult === 'fails-alike' ? 'possible' : 'likely'),
    evidence: (f) => [
      ...baseEvidence(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromVantagePoints(f),
      ...evidence.fromAlternates(f),
    ],
  },
  {
    name: 'nxdomain-on-all-domains',
    kind: 'blocked',
    mechanism: 'dns-nxdomain',
    // No DoH resolver could be asked. Two domains of one platform do not vanish by chance while all others are found.
    matches: (f) =>
      failedTwiceWith(f, 'dns') &&
      f.dns.exists.length + f.dns.missing.length === 0 &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => failureClassOf(o.outcome) === 'dns'),
    confidence: () => 'possible',
    evidence: (f) => [...baseEvidence(f), ...evidence.fromDohLookups(f), ...evidence.fromAlternates(f)],
    nextStep: 'other-network',
  },
  {
    name: 'inconsistent-dns-answer',
    kind: 'blocked',
    mechanism: 'dns-sinkhole',
    matches: (f) => isReproduced(f) && hasWrongAddress(f),
    // An address on record says by itself who uses it. Any other may be a filter's at home or at work.
    confidence(f) {
      if (hasSinkholeAddress(f))
        return f.controls.ok.length >= 2 && f.dns.exists.length > 0 ? 'certain' : 'likely';
      return hasOnlyPrivateAddress(f) || isRefusedThereToo(f) ? 'possible' : 'likely';
    },
    evidence: (f) => [
      ...(hasOnlyPrivateAddress(f) ? [evidence.filterNearby()] : []),
      evidence.dnsDiffers(),
      ...baseEvidence(f),
      ...evidence.fromVantagePoints(f),
      ...evidence.fromPlainHttp(f),
      ...evidence.fromAlternates(f),
    ],
  },
  {
    name: 'blockpage-over-http',
    kind: 'blocked',
    mechanism: 'http-blockpage',
    matches: (f) => plainPageRepeated(f) && (isReproduced(f) || isPlainPageAlone(f)),
    // A page on record says by itself whose it is.
    confidence(f) {
      // At an address that may be another's, the name may lead to the page.
      if (showsPageOf(f, ['nat', 'isp'])) return isPageAtSite(f) ? 'certain' : 'likely';
      if (showsPageOf(f, ['prod', 'inst'])) return 'likely';
      return f.plainHttp === 'elsewhere' ? confidenceFromVantagePoints(f, 'possible') : 'possible';
    },
    evidence: (f) => [
      ...(showsPageOf(f, ['prod', 'inst']) ? [evidence.filterNearby()] : []),
      ...baseEvidence(f),
      ...evidence.fromPlainHttp(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromAlternates(f),
    ],
  },
  ...CERTIFICATE_RULES,
  {
    name: 'plain-http-reset',
    kind: 'blocked',
    mechanism: 'http-reset',
    // Plain HTTP was asked for, and is cut twice as soon as a request names the host. https is cut or not served.
    matches: (f) =>
      !f.secure &&
      f.pageFailureClass === 'reset' &&
      f.plainFailureClass === 'reset' &&
      (failedTwiceWith(f, 'refused') || failedTwiceWith(f, 'reset')),
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'refused-nearby',
    kind: 'local-block',
    mechanism: null,
    // What refuses is not the site: a list of unwanted names on this device, or a resolver at home or at the provider,
    // leads the name elsewhere. From here they look alike.
    matches: (f) => failedTwiceWith(f, 'refused') && refusalOrigin(f) === 'elsewhere',
    confidence: () => 'possible',
    evidence: (f) => [evidence.filterNearby(), ...fullPathEvidence(f)],
    nextStep: 'other-network',
  },
  {
    name: 'connection-refused',
    kind: 'blocked',
    mechanism: 'tcp-refused',
    matches: (f) => failedTwiceWith(f, 'refused') && refusalOrigin(f) === 'site',
    // Without a true address to compare with, the name may lead elsewhere.
    confidence: (f) =>
      f.expectedAddresses.length > 0 ? confidenceFromVantagePoints(f, 'possible') : 'possible',
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'tls-reset-after-client-hello',
    kind: 'blocked',
    mechanism: 'tls-reset',
    // RST or FIN after the ClientHello: the connection was made, so name and address are in order.
    matches: (f) => failedTwiceWith(f, 'reset'),
    // Never certain: how a request without the name ends cannot be read, and a site may cut one network's visitors off.
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
  },
  {
    name: 'tls-timeout-after-client-hello',
    kind: 'blocked',
    mechanism: 'tls-timeout',
    matches: (f) => failedTwiceWith(f, 'timeout') && filtersByServerName(f),
    // That it is blocked is as likely as with any silence; that the name is the reason is the best reading of it.
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
  },
  {
    name: 'address-timeout',
    kind: 'blocked',
    mechanism: 'ip-timeout',
    // Only the site's true address counts: the one that the system resolver gives may be a dead one of a censor's
    // choice.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') &&
      f.ipReachability === 'silent' &&
      f.expectedAddresses.length > 0 &&
      !isOutageInDoubt(f),
    // Where the address answers plain HTTP, large packets alone may be lost on the way.
    confidence: (f) => (f.plainHttp === 'home' ? 'possible' : confidenceFromVantagePoints(f, 'possible')),
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'timeout-here-only',
    kind: 'blocked',
    mechanism: null,
    // The host is silent on every port. Chromium does not say whether its name has no answer, leads to a dead address,
    // or is filtered on all ports; and without DoH resolvers the true address is unknown.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') &&
      (f.remoteResult === 'works' || f.ipReachability === 'answers' || f.systemResolver === 'no-denial'),
    confidence: (f) => (isNameInTrouble(f) ? 'possible' : confidenceFromVantagePoints(f, 'possible')),
    evidence: fullPathEvidence,
  },
  {
    name: 'timeout-on-all-domains',
    kind: 'blocked',
    mechanism: null,
    // No vantage point could be asked. Two domains of one platform do not fall silent by chance while all others
    // answer.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') &&
      f.controls.ok.length >= 2 &&
      (f.remoteResult === 'unknown' || f.remoteResult === 'unasked') &&
      !isOutageInDoubt(f) &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => failureClassOf(o.outcome) === 'timeout'),
    confidence: () => 'possible',
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
];
