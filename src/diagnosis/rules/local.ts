import { failureClassOf } from '../../model/failure-class.ts';
import * as evidence from '../collect-evidence.ts';
import {
  hasOnlyDomesticAnswers,
  isBlockPageOverTls,
  isClockWrong,
  isReachableInPage,
  isSurelyCutOff,
  isThrottled,
  resolvesToThisDevice,
} from '../conditions.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** Causes nearer than the site: this device, the local network, the whole country. */
export const LOCAL_RULES: readonly Rule[] = [
  {
    name: 'stopped-on-this-device',
    kind: 'local-block',
    mechanism: null,
    matches: (f) => f.pageFailureClass === 'local' && f.retryAnswers.length === 0,
    confidence: () => 'likely',
    evidence: () => [evidence.stoppedByDevice()],
  },
  {
    name: 'resolves-to-this-device',
    kind: 'local-block',
    mechanism: null,
    // Lists of unwanted names do so, on a device (`hosts`) as in a network: family filters, ad blockers. Some providers
    // do, too, so the person has to try another network before anyone is blamed.
    matches: (f) =>
      f.controls.ok.length > 0 &&
      f.retryFailureClasses.length > 0 &&
      f.retryAnswers.length === 0 &&
      resolvesToThisDevice(f),
    confidence: () => 'possible',
    evidence: (f) => [
      evidence.resolvedToThisDevice(),
      ...baseEvidence(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromAlternates(f),
    ],
    nextStep: 'other-network',
  },
  {
    name: 'proxy-does-not-answer',
    kind: 'proxy-down',
    mechanism: null,
    matches: (f) =>
      f.retryAnswers.length === 0 &&
      (f.pageFailureClass === 'proxy' || f.retryFailureClasses.includes('proxy')),
    confidence: (f) => (f.controls.asked.length > 0 && f.controls.ok.length === 0 ? 'certain' : 'likely'),
    evidence: (f) => [evidence.proxyDown(), ...evidence.fromControls(f)],
  },
  {
    name: 'slow-here-controls-fast',
    kind: 'throttled',
    mechanism: 'throttling',
    // A server that is merely overloaded may look the same from one place, so this is never "certain".
    matches: isThrottled,
    confidence: (f) => (f.controls.ok.length >= 2 ? 'likely' : 'possible'),
    evidence: (f) => [...baseEvidence(f), ...evidence.fromThroughput(f)],
    nextStep: 'other-network',
  },
  {
    name: 'site-answers',
    kind: 'reachable',
    mechanism: null,
    // A failure status that comes again is not "working": the rules below read it. A server of subresources may refuse
    // a request for its front page; that it answers at all, to the extension or to the page, is what was in doubt.
    matches: (f) =>
      isReachableInPage(f) ||
      (!isBlockPageOverTls(f) &&
        f.retryAnswers.some(
          (a) =>
            a.botChallenge ||
            (a.status !== 451 && (f.symptom.kind === 'partial-load' || (a.status < 500 && a.status !== 403))),
        )),
    confidence: (f) =>
      f.symptom.kind === 'hang' ||
      f.symptom.kind === 'stalled' ||
      f.retryFailureClasses.length > 0 ||
      f.retryAnswers.length === 0
        ? 'likely'
        : 'certain',
    evidence: baseEvidence,
  },
  {
    name: 'captive-portal-found',
    kind: 'captive-portal',
    mechanism: null,
    matches: (f) =>
      f.portals.intercepted.length > 0 && f.controls.ok.length === 0 && f.controls.asked.length > 0,
    confidence(f) {
      if (f.portals.clear.length > 0) return 'possible';
      return f.portals.intercepted.length > 1 ? 'certain' : 'likely';
    },
    evidence: (f) => [...evidence.fromPortals(f), ...evidence.fromControls(f)],
  },
  {
    name: 'wrong-clock',
    kind: 'bad-certificate',
    mechanism: null,
    matches: (f) =>
      isClockWrong(f) && (f.pageFailureClass === 'tls' || f.retryFailureClasses.includes('tls')),
    confidence: () => 'likely',
    evidence: (f) => [evidence.wrongClock(), evidence.fromPageLoad(f), ...evidence.fromControls(f)],
    nextStep: 'fix-clock',
  },
  {
    name: 'no-valid-control-certificate',
    kind: 'bad-certificate',
    mechanism: null,
    // Every site, not this one alone, fails to prove itself: an inspecting proxy, an antivirus, the clock. One control
    // may fail for a reason of its own.
    matches: (f) => {
      const strange = f.controls.down.filter((o) => failureClassOf(o.outcome) === 'tls').length;
      return f.controls.ok.length === 0 && strange >= 2 && strange >= f.controls.down.length - 1;
    },
    confidence: () => 'likely',
    evidence: (f) => [evidence.wrongIdentity(), ...evidence.fromControls(f), ...evidence.fromPortals(f)],
    nextStep: 'fix-clock',
  },
  {
    name: 'only-domestic-sites-answer',
    kind: 'cut-off',
    mechanism: null,
    matches: hasOnlyDomesticAnswers,
    confidence: (f) => (isSurelyCutOff(f) ? 'certain' : 'likely'),
    evidence: (f) => [evidence.fromPageLoad(f), ...evidence.fromControls(f), evidence.fromDomesticSites(f)],
  },
  {
    name: 'nothing-answers',
    kind: 'offline',
    mechanism: null,
    matches: (f) =>
      f.controls.ok.length === 0 &&
      f.portals.clear.length === 0 &&
      f.retryAnswers.length === 0 &&
      (f.controls.down.length >= 2 || f.pageFailureClass === 'offline'),
    confidence: (f) => (f.controls.down.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [
      ...(f.pageFailureClass === 'offline' ? [evidence.noNetwork()] : [evidence.fromPageLoad(f)]),
      ...evidence.fromControls(f),
    ],
  },
];
