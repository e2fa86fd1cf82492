import type { Evidence } from '../../model/evidence.ts';
import { failureClassOf } from '../../model/failure-class.ts';
import * as evidence from '../collect-evidence.ts';
import {
  confidenceFromVantagePoints,
  dnsInconsistencies,
  failedTwiceWith,
  filtersByServerName,
  isCertificateExpired,
  isConsistent,
  isDnsErrorTimeout,
  isDnsOrTimeout,
  isReproduced,
  plainPageRepeated,
  wrongServerAnswers,
} from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** Every part of the path to the site that was checked. */
const fullPathEvidence = (f: Findings): Evidence[] => [
  ...baseEvidence(f),
  ...evidence.fromVantagePoints(f),
  ...evidence.fromDohLookups(f),
  ...evidence.fromIpLiterals(f),
  ...evidence.fromTlsOnPort80(f),
  ...evidence.fromPlainHttp(f),
  ...evidence.fromAlternates(f),
];

const wrongServerEvidence = (f: Findings): Evidence[] => [
  evidence.wrongIdentity(),
  ...baseEvidence(f),
  ...evidence.fromVantagePoints(f),
  ...evidence.fromAlternates(f),
  ...evidence.fromDohLookups(f),
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
      if (f.systemResolver === 'unresponsive') return confidenceFromVantagePoints(f, 'likely');
      return f.controls.ok.length >= 2 && f.dns.exists.length >= 2 ? 'likely' : 'possible';
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
      f.dns.missing.length === 0,
    confidence: (f) => (isConsistent(f, 'dns') && f.dns.exists.length >= 2 ? 'certain' : 'likely'),
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
    matches: (f) =>
      (dnsInconsistencies(f).includes('bogus') && isReproduced(f)) ||
      (dnsInconsistencies(f).includes('elsewhere') && wrongServerAnswers(f)),
    // A content network's server at the provider may be down by itself.
    confidence: (f) => {
      if (failedTwiceWith(f, 'timeout') && !dnsInconsistencies(f).includes('bogus'))
        return confidenceFromVantagePoints(f, 'possible');
      return f.controls.ok.length >= 2 && f.dns.exists.length >= 2 ? 'certain' : 'likely';
    },
    evidence: (f) => [
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
    matches: (f) => isReproduced(f) && plainPageRepeated(f),
    confidence(f) {
      if (f.plainHttpAnswer?.outcome.blockPage !== undefined) return 'certain';
      return f.plainHttp === 'elsewhere' ? 'likely' : 'possible';
    },
    evidence: (f) => [
      ...baseEvidence(f),
      ...evidence.fromPlainHttp(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromAlternates(f),
    ],
  },
  {
    name: 'untrusted-issuer-here-only',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Elsewhere the site proves its identity; here an authority that no browser knows vouches for it. Only Chromium
    // tells this from a certificate that is out of date or names another host: mistakes of an owner's single server.
    matches: (f) =>
      failedTwiceWith(f, 'tls') && f.tlsFailures.includes('untrusted') && f.remoteResult === 'works',
    confidence: (f) => confidenceFromVantagePoints(f, 'likely'),
    evidence: wrongServerEvidence,
  },
  {
    name: 'invalid-certificate-on-all-domains',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Two domains of one platform do not both lose their certificates on a day when all other sites' are fine.
    matches: (f) =>
      failedTwiceWith(f, 'tls') &&
      !isCertificateExpired(f) &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => failureClassOf(o.outcome) === 'tls'),
    confidence: (f) => (isConsistent(f, 'tls') ? 'likely' : 'possible'),
    evidence: wrongServerEvidence,
  },
  {
    name: 'invalid-certificate',
    kind: 'bad-certificate',
    mechanism: null,
    matches: (f) =>
      (f.retryAnswers.length === 0 && f.pageFailureClass === 'tls' && !f.retries.length) ||
      failedTwiceWith(f, 'tls'),
    confidence: (f) => (f.alternates.ok.length > 0 ? 'likely' : 'possible'),
    evidence: (f) => [evidence.wrongIdentity(), ...baseEvidence(f), ...evidence.fromAlternates(f)],
  },
  {
    name: 'plain-http-reset',
    kind: 'blocked',
    mechanism: 'http-reset',
    // The host serves no https, and plain HTTP is cut twice as soon as a request names the host.
    matches: (f) =>
      !f.secure &&
      f.pageFailureClass === 'reset' &&
      f.plainFailureClass === 'reset' &&
      failedTwiceWith(f, 'refused'),
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'connection-refused',
    kind: 'blocked',
    mechanism: 'tcp-refused',
    matches: (f) => failedTwiceWith(f, 'refused'),
    // A list of unwanted names on the device looks the same where the browser does not report the address that it tried
    // (Chromium).
    confidence: (f) => {
      const confidence = confidenceFromVantagePoints(f, 'possible');
      return confidence === 'certain' && f.remoteAddresses.length === 0 ? 'likely' : confidence;
    },
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'tls-reset-after-client-hello',
    kind: 'blocked',
    mechanism: 'tls-reset',
    // RST or FIN after the ClientHello: the connection was made, so name and address are in order.
    matches: (f) => failedTwiceWith(f, 'reset'),
    confidence(f) {
      if (!isConsistent(f, 'reset')) return confidenceFromVantagePoints(f, 'possible');
      return confidenceFromVantagePoints(f, f.plainHttp === 'home' ? 'certain' : 'likely');
    },
    evidence: fullPathEvidence,
  },
  {
    name: 'tls-timeout-after-client-hello',
    kind: 'blocked',
    mechanism: 'tls-timeout',
    matches: (f) => failedTwiceWith(f, 'timeout') && filtersByServerName(f),
    confidence: (f) =>
      confidenceFromVantagePoints(
        f,
        f.controls.ok.length >= 2 && f.plainHttp === 'home' ? 'likely' : 'possible',
      ),
    evidence: fullPathEvidence,
  },
  {
    name: 'address-timeout',
    kind: 'blocked',
    mechanism: 'ip-timeout',
    // Only the site's true address counts: the one that the system resolver gives may be a dead one of a censor's
    // choice.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') && f.ipReachability === 'silent' && f.expectedAddresses.length > 0,
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
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
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
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
      f.remoteResult === 'unknown' &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => failureClassOf(o.outcome) === 'timeout'),
    confidence: () => 'possible',
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
];
