import type { Evidence } from '../../model/evidence.ts';
import { failureClassOf } from '../../model/failure-class.ts';
import * as evidence from '../collect-evidence.ts';
import {
  failedTwiceWith,
  isAddressValidElsewhere,
  isCertificateExpired,
  speaksNoTls,
} from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import { baseEvidence, type Rule } from './rule.ts';

const wrongServerEvidence = (f: Findings): Evidence[] => [
  evidence.wrongIdentity(),
  ...baseEvidence(f),
  ...evidence.fromVantagePoints(f),
  ...evidence.fromAlternates(f),
  ...evidence.fromDohLookups(f),
];

/** A server that does not prove itself, where not everyone sees the same: another one answers in its place. */
export const CERTIFICATE_RULES: readonly Rule[] = [
  {
    name: 'invalid-certificate-at-valid-address',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Seen from elsewhere, the server at this very address proves that it is the site. Here another one answers.
    matches: (f) =>
      failedTwiceWith(f, 'tls') && !isCertificateExpired(f) && isAddressValidElsewhere(f) === true,
    confidence: () => 'likely',
    evidence: wrongServerEvidence,
  },
  {
    name: 'untrusted-issuer-here-only',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Elsewhere the site proves its identity; here an authority that no browser knows vouches for it, or what answers
    // speaks no TLS at all. Only Chromium tells this from a certificate that is out of date or names another host:
    // mistakes of an owner's single server.
    matches: (f) =>
      failedTwiceWith(f, 'tls') &&
      f.remoteResult === 'works' &&
      (f.tlsFailures.includes('untrusted') || speaksNoTls(f)),
    // Where the address is not told (Chromium), the name may lead to a filter that a family, a school or an office chose.
    confidence: (f) => (f.remoteAddresses.length > 0 ? 'likely' : 'possible'),
    evidence: (f) => [
      ...(f.remoteAddresses.length > 0 ? [] : [evidence.filterNearby()]),
      ...wrongServerEvidence(f),
    ],
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
    // One certificate often holds for all of an owner's domains.
    confidence: () => 'possible',
    evidence: wrongServerEvidence,
  },
  {
    name: 'invalid-certificate-unconfirmed',
    kind: 'inconclusive',
    mechanism: null,
    // The site's mistake or another server in its place: only a look from elsewhere tells.
    matches: (f) => failedTwiceWith(f, 'tls'),
    confidence: () => 'possible',
    evidence: (f) => [
      evidence.wrongIdentity(),
      ...baseEvidence(f),
      ...evidence.fromVantagePoints(f),
      ...evidence.fromAlternates(f),
    ],
    nextStep: 'look-outside',
  },
];
