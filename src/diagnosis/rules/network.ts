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

/** Each part of the way to the site, as far as it was looked at. */
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

/** Somebody on the way: name, address, connection, TLS, HTTP, each told by what still works. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    name: 'system-resolver-down',
    kind: 'inconclusive',
    mechanism: '',
    // What others are known by comes from the browser's memory then, or over connections that stand.
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
    // A browser that gives up on a name after seconds heard nothing from the resolver; a denial comes at once.
    // Asked again it is still waiting when our own time is up. What tells a mute resolver from a mute address sooner is
    // a name that nobody has.
    matches: (f) =>
      isReproduced(f) &&
      (f.systemResolver === 'unresponsive' || isDnsErrorTimeout(f)) &&
      [f.pageFailureClass, ...f.retryFailureClasses].every(isDnsOrTimeout) &&
      // Whoever answers by name over plain http, or cuts a connection, has been found.
      (f.plainHttp === 'failed' || f.plainHttp === 'void' || f.plainHttp === 'unasked') &&
      f.dns.exists.length > 0 &&
      f.dns.missing.length === 0,
    confidence: (f) =>
      f.systemResolver === 'unresponsive'
        ? confidenceFromVantagePoints(f, 'likely')
        : f.controls.ok.length >= 2 && f.dns.exists.length >= 2
          ? 'likely'
          : 'possible',
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
    // That the site loads from outside proves the name as well as a resolver's answer does.
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
    // Nobody elsewhere can be asked. Two domains of one platform do not vanish by chance while all others are found.
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
    // A server of content that the provider runs may be down by itself.
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
    confidence: (f) =>
      f.plainHttpAnswer?.outcome.blockPage !== undefined
        ? 'certain'
        : f.plainHttp === 'elsewhere'
          ? 'likely'
          : 'possible',
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
    // Seen from outside the site proves itself; here somebody of whom no browser has heard vouches for it. Chromium alone
    // tells this from a certificate that is out of date, or of another name: mistakes of an owner's single server.
    matches: (f) =>
      failedTwiceWith(f, 'tls') && f.tlsFailures.includes('untrusted') && f.remoteResult === 'works',
    confidence: (f) => confidenceFromVantagePoints(f, 'likely'),
    evidence: wrongServerEvidence,
  },
  {
    name: 'invalid-certificate-on-all-domains',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Two domains of one platform do not both lose their certificates on the day on which everybody else's are fine.
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
    mechanism: '',
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
    // Nobody serves https there, and plain http is cut as soon as it names the host, twice.
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
    // A list of unwanted names on the device looks the same where the browser does not say where it looked (Chromium).
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
    // RST or FIN after the ClientHello. Connections are made, so name and address are in order.
    matches: (f) => failedTwiceWith(f, 'reset'),
    confidence: (f) =>
      confidenceFromVantagePoints(
        f,
        isConsistent(f, 'reset') ? (f.plainHttp === 'home' ? 'certain' : 'likely') : 'possible',
      ),
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
    // At the site's address. The one that this resolver gives may be a dead one of somebody's choice.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') && f.ipReachability === 'silent' && f.expectedAddresses.length > 0,
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
    nextStep: 'look-outside',
  },
  {
    name: 'timeout-here-only',
    kind: 'blocked',
    mechanism: '',
    // By the name there is silence on every port. Whether it has no answer, leads to a dead address, or is followed on
    // all ports, Chromium does not say; and without resolvers elsewhere nobody knows the true address.
    matches: (f) =>
      failedTwiceWith(f, 'timeout') &&
      (f.remoteResult === 'works' || f.ipReachability === 'answers' || f.systemResolver === 'no-denial'),
    confidence: (f) => confidenceFromVantagePoints(f, 'possible'),
    evidence: fullPathEvidence,
  },
  {
    name: 'timeout-on-all-domains',
    kind: 'blocked',
    mechanism: '',
    // Nobody elsewhere can be asked. Two domains of one platform do not fall silent by chance while all others answer.
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
