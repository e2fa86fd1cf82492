import { isPlainHttpPage } from '../../model/signal.ts';
import * as say from '../collect-evidence.ts';
import {
  confidenceOfOutage,
  failedTwiceWith,
  isBlockPageOverTls,
  isReproduced,
  isSlowSite,
  resolvesToBogonEverywhere,
  statusRepeated,
} from '../conditions.ts';
import { type Rule, usual } from './rule.ts';

/** The site itself, or who speaks in its name by law. */
export const SITE: readonly Rule[] = [
  {
    name: 'withheld-for-legal-reasons',
    kind: 'blocked',
    mechanism: 'http-451',
    // RFC 7725: whoever answers says so itself, the site over TLS or the provider in its place. Asked again so that
    // one stray answer is not enough.
    fits: (f) =>
      f.controls.ok.length > 0 &&
      (f.retryAnswers.some((a) => a.status === 451) ||
        (isReproduced(f) && isPlainHttpPage(f.symptom) && f.plainHttpAnswer?.outcome.status === 451)),
    confidence: (f) =>
      f.retryAnswers.length > 0 && f.retryAnswers.every((a) => a.status === 451) ? 'certain' : 'likely',
    evidence: usual,
  },
  {
    name: 'page-put-in-its-place-over-tls',
    kind: 'blocked',
    mechanism: 'http-blockpage',
    // Only whoever this device trusts to speak for all sites can do so: an authority that was installed on it.
    fits: (f) => f.controls.ok.length > 0 && isBlockPageOverTls(f),
    confidence: () => 'likely',
    evidence: (f) => [...usual(f), ...say.fromPageOverTls(f), ...say.fromAlternates(f)],
  },
  {
    name: 'site-refuses-you',
    kind: 'refused-by-site',
    mechanism: '',
    fits: (f) =>
      statusRepeated(f, (s) => s === 403) &&
      (f.retryAnswers.length > 0 || (f.symptom.kind === 'status' && f.symptom.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 ? 'certain' : 'possible'),
    evidence: usual,
  },
  {
    name: 'site-fails-itself',
    kind: 'site-down',
    mechanism: '',
    fits: (f) =>
      statusRepeated(f, (s) => s >= 500) &&
      (f.retryAnswers.length > 0 || (f.symptom.kind === 'status' && f.symptom.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 && f.controls.ok.length > 0 ? 'certain' : 'possible'),
    evidence: usual,
  },
  {
    name: 'nobody-knows-the-name',
    kind: 'no-such-site',
    mechanism: '',
    fits: (f) => failedTwiceWith(f, 'name') && f.dns.missing.length > 0 && f.dns.exists.length === 0,
    confidence: (f) => (f.dns.missing.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [say.fromPageLoad(f), ...say.fromDohLookups(f), ...say.fromControls(f)],
  },
  {
    name: 'certificate-fails-everywhere',
    kind: 'bad-certificate',
    mechanism: '',
    // Nobody stands in between: the site shows the same to the whole world.
    fits: (f) => failedTwiceWith(f, 'identity') && f.remoteResult === 'fails-alike',
    confidence: confidenceOfOutage,
    evidence: (f) => [say.wrongIdentity(), ...usual(f), ...say.fromVantagePoints(f)],
  },
  {
    name: 'leads-nowhere-for-all',
    kind: 'site-down',
    mechanism: '',
    fits: (f) => isReproduced(f) && resolvesToBogonEverywhere(f),
    confidence: (f) => (f.dns.exists.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [...usual(f), ...say.bogonAddresses(f), ...say.fromVantagePoints(f)],
  },
  {
    name: 'keeps-people-waiting',
    kind: 'site-down',
    mechanism: '',
    // Nobody stands between: the site is busy or broken behind its door.
    fits: isSlowSite,
    confidence: (f) => (f.controls.ok.length > 0 ? 'likely' : 'possible'),
    evidence: (f) => [...usual(f), ...say.fromOversizedRequest(f), ...say.fromVantagePoints(f)],
    settle: 'try-later',
  },
  {
    name: 'fails-everywhere-alike',
    kind: 'site-down',
    mechanism: '',
    // "If control and probe fail the same way, nothing is blocked" (OONI).
    fits: (f) => isReproduced(f) && f.remoteResult === 'fails-alike',
    confidence: confidenceOfOutage,
    evidence: (f) => [...usual(f), ...say.fromVantagePoints(f)],
  },
];
