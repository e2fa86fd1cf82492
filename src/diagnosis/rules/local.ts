import { failureClassOf } from '../../model/failure-class.ts';
import { isPlainHttpPage } from '../../model/symptom.ts';
import * as evidence from '../collect-evidence.ts';
import {
  areDatesInDoubt,
  failedAtAnotherAddress,
  hasAnswerFromAbroad,
  hasFilterAddress,
  hasOnlyDomesticAnswers,
  hasOnlyListedAnswers,
  isAnyConnectionCut,
  isBlockPageOverTls,
  isClockWrong,
  isOnlyNameless,
  isReachableInPage,
  isReproduced,
  isSettledByHead,
  mayBeUnpaid,
  resolvesNoName,
  resolvesToThisDevice,
} from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import { baseEvidence, type Rule } from './rule.ts';

const failsAtProxy = (f: Findings): boolean =>
  f.retryAnswers.length === 0 && (f.pageFailureClass === 'proxy' || f.retryFailureClasses.includes('proxy'));

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
    // A proxy that answers plain HTTP is there.
    matches: (f) =>
      failsAtProxy(f) &&
      f.controls.ok.length === 0 &&
      f.portals.clear.length + f.portals.intercepted.length === 0,
    // The line behind the proxy may be what is dead, or the proxy what is blocked.
    confidence: () => 'likely',
    evidence: (f) => [evidence.proxyDown(), ...evidence.fromControls(f)],
  },
  {
    name: 'proxy-refuses-this-site',
    kind: 'local-block',
    mechanism: null,
    // The proxy lets other sites pass: its owner filters, or another proxy is set for this site and does not answer.
    matches: failsAtProxy,
    confidence: () => 'possible',
    evidence: (f) => [evidence.filterNearby(), ...baseEvidence(f)],
    nextStep: 'other-network',
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
    confidence(f) {
      // What failed was asked over plain HTTP, and what answered is https.
      if (isPlainHttpPage(f.symptom)) return f.plainHttp === 'home' ? 'likely' : 'possible';
      return isSettledByHead(f) ? 'certain' : 'likely';
    },
    evidence: baseEvidence,
  },
  {
    name: 'captive-portal-found',
    kind: 'captive-portal',
    mechanism: null,
    // A log-in page lets few others through, such as one that its own page needs. Where several answer over TLS, somebody
    // forges plain HTTP and cuts what is compared with.
    matches: (f) =>
      f.portals.intercepted.length > 0 &&
      f.domesticOk.length === 0 &&
      f.controls.ok.length === 0 &&
      f.controls.asked.length > 0 &&
      f.foreign.ok.length < 2,
    // Never certain: anything on the path can forge plain HTTP.
    confidence: (f) => (f.portals.clear.length > 0 ? 'possible' : 'likely'),
    evidence: (f) => [...evidence.fromPortals(f), ...evidence.fromControls(f)],
  },
  {
    name: 'wrong-clock',
    kind: 'bad-certificate',
    mechanism: null,
    matches: (f) =>
      isClockWrong(f) &&
      areDatesInDoubt(f) &&
      (f.pageFailureClass === 'tls' || f.retryFailureClasses.includes('tls')),
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
      // Where only sites abroad cannot prove themselves, it is not this device.
      return (
        f.controls.ok.length + f.domesticOk.length === 0 &&
        strange >= 2 &&
        strange >= f.controls.down.length - 1
      );
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
    confidence: (f) => (f.domestic.unlistedDown.length >= 2 && !mayBeUnpaid(f) ? 'likely' : 'possible'),
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
    // Never certain: a VPN that lets sites inside the country pass by may be what is dead.
    confidence: (f) => (mayBeUnpaid(f) || isOnlyNameless(f) ? 'possible' : 'likely'),
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
      f.portals.clear.length + f.portals.censored.length === 0 &&
      f.domesticOk.length === 0 &&
      f.retryAnswers.length === 0 &&
      (f.plainHttp === 'unasked' || f.plainHttp === 'void' || f.plainHttp === 'failed') &&
      (f.controls.down.length >= 2 || f.pageFailureClass === 'offline'),
    // The sites inside are those of the clock's country, and a traveller's line may be cut off: only the device's own word
    // that it has no network makes it certain. Where no more is known than that no name is found, it may be secure DNS.
    confidence(f) {
      if (isAnyConnectionCut(f) || isOnlyNameless(f)) return 'possible';
      const isSaidByDevice = f.pageFailureClass === 'offline' && f.controls.down.length >= 2;
      return isSaidByDevice && f.domestic.asked.length >= 2 ? 'certain' : 'likely';
    },
    evidence: (f) => [
      ...(f.pageFailureClass === 'offline' ? [evidence.noNetwork()] : [evidence.fromPageLoad(f)]),
      ...(isOnlyNameless(f) ? [evidence.namesUnresolved(f)] : []),
      ...evidence.fromControls(f),
    ],
  },
];
