import { failureClassOf } from '../../model/failure-class.ts';
import * as evidence from '../collect-evidence.ts';
import {
  failedAtAnotherAddress,
  hasAnswerFromAbroad,
  hasFilterAddress,
  hasOnlyDomesticAnswers,
  hasOnlyListedAnswers,
  isBlockPageOverTls,
  isClockWrong,
  isReachableInPage,
  isReproduced,
  isSurelyCutOff,
  resolvesNoName,
  resolvesToThisDevice,
} from '../conditions.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** Causes on this device, or in the network at home: filters and proxies. */
export const DEVICE_RULES: readonly Rule[] = [
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
    name: 'resolves-to-filter',
    kind: 'local-block',
    mechanism: null,
    // The address is that of a filter product. Who set it up cannot be seen from here.
    matches: (f) => isReproduced(f) && hasFilterAddress(f),
    confidence: () => 'possible',
    evidence: (f) => [evidence.filterNearby(), ...baseEvidence(f), ...evidence.fromDohLookups(f)],
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
];

/** Causes nearer than the site: a log-in page, the clock, the line, the whole country. */
export const LOCAL_RULES: readonly Rule[] = [
  {
    name: 'answers-at-another-address',
    kind: 'inconclusive',
    mechanism: null,
    // At one address a server could not prove that it is the site, and at another it could: a resolver that lies at times
    // looks so, and so does one bad server of many.
    matches: failedAtAnotherAddress,
    confidence: () => 'possible',
    evidence: (f) => [evidence.dnsDiffers(), ...baseEvidence(f)],
    nextStep: 'other-network',
  },
  {
    name: 'site-answers',
    kind: 'reachable',
    mechanism: null,
    // A failure status that comes again is not "working": the rules below read it. A server of subresources may refuse
    // a request for its front page; that it answers at all, to the extension or to the page, is what was in doubt. Of a
    // page that began and did not end, the rules about pace have spoken.
    matches: (f) =>
      isReachableInPage(f) ||
      (!isBlockPageOverTls(f) &&
        f.retryAnswers.some(
          (a) =>
            a.botChallenge ||
            (a.status !== 451 && (f.symptom.kind === 'partial-load' || (a.status < 500 && a.status !== 403))),
        )),
    confidence: (f) =>
      f.symptom.kind === 'hang' || f.retryFailureClasses.length > 0 || f.retryAnswers.length === 0
        ? 'likely'
        : 'certain',
    evidence: baseEvidence,
  },
  {
    name: 'captive-portal-found',
    kind: 'captive-portal',
    mechanism: null,
    matches: (f) =>
      f.portals.intercepted.length > 0 &&
      f.domesticOk.length === 0 &&
      f.controls.ok.length === 0 &&
      f.controls.asked.length > 0,
    // Each browser asks one page in the clear, and anybody on the path can forge that.
    confidence: (f) => (f.portals.clear.length > 0 ? 'possible' : 'likely'),
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
    name: 'only-listed-sites-answer',
    kind: 'cut-off',
    mechanism: 'allow-list',
    matches: hasOnlyListedAnswers,
    // One ordinary site may be down by itself.
    confidence: (f) => (f.domestic.unlistedDown.length >= 2 ? 'likely' : 'possible'),
    evidence: (f) => [
      evidence.fromPageLoad(f),
      ...evidence.fromControls(f),
      evidence.fromDomesticSites(f),
      evidence.fromUnlistedSites(f),
      ...evidence.fromPortals(f),
    ],
  },
  {
    name: 'only-domestic-sites-answer',
    kind: 'cut-off',
    mechanism: null,
    matches: hasOnlyDomesticAnswers,
    confidence: (f) => (isSurelyCutOff(f) ? 'certain' : 'likely'),
    evidence: (f) => [
      evidence.fromPageLoad(f),
      ...evidence.fromControls(f),
      evidence.fromDomesticSites(f),
      ...evidence.fromPortals(f),
    ],
  },
  {
    name: 'no-name-resolves',
    kind: 'inconclusive',
    mechanism: null,
    // The browser's secure DNS, or the network's resolver, is down or out of reach. That says nothing about the site.
    matches: resolvesNoName,
    confidence: () => 'possible',
    evidence: (f) => [evidence.fromPageLoad(f), evidence.namesUnresolved(f), ...evidence.fromControls(f)],
    nextStep: 'other-network',
  },
  {
    name: 'nothing-answers',
    kind: 'offline',
    mechanism: null,
    matches: (f) =>
      !hasAnswerFromAbroad(f) &&
      f.portals.clear.length === 0 &&
      f.domesticOk.length === 0 &&
      f.retryAnswers.length === 0 &&
      (f.plainHttp === 'unasked' || f.plainHttp === 'void' || f.plainHttp === 'failed') &&
      (f.controls.down.length >= 2 || f.pageFailureClass === 'offline'),
    // Only where sites inside the country fail as well is it the line, and not the border.
    confidence: (f) => (f.controls.down.length >= 2 && f.domestic.asked.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [
      ...(f.pageFailureClass === 'offline' ? [evidence.noNetwork()] : [evidence.fromPageLoad(f)]),
      ...evidence.fromControls(f),
    ],
  },
];
