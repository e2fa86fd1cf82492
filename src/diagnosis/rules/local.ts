import { failureClassOf } from '../../model/failure-class.ts';
import * as say from '../collect-evidence.ts';
import {
  hasOnlyDomesticAnswers,
  isBlockPageOverTls,
  isClockWrong,
  isReachableInPage,
  isSurelyCutOff,
  isThrottled,
  resolvesToThisDevice,
} from '../conditions.ts';
import { type Rule, usual } from './rule.ts';

/** Whatever is nearer than the site: this device, the way out of the house, the whole country. */
export const NEARBY: readonly Rule[] = [
  {
    name: 'stopped-on-this-device',
    kind: 'local-block',
    mechanism: '',
    fits: (f) => f.pageFailureClass === 'local' && f.retryAnswers.length === 0,
    confidence: () => 'likely',
    evidence: () => [say.stoppedByDevice()],
  },
  {
    name: 'name-leads-to-this-device',
    kind: 'local-block',
    mechanism: '',
    // Lists of unwanted names do so, on a device (`hosts`) as in a network: filters for families, against advertising.
    // Some providers do, too; before anybody is named, another network has to be tried.
    fits: (f) =>
      f.controls.ok.length > 0 &&
      f.retryFailureClasses.length > 0 &&
      f.retryAnswers.length === 0 &&
      resolvesToThisDevice(f),
    confidence: () => 'possible',
    evidence: (f) => [
      say.resolvedToThisDevice(),
      ...usual(f),
      ...say.fromDohLookups(f),
      ...say.fromAlternates(f),
    ],
    settle: 'other-network',
  },
  {
    name: 'proxy-does-not-answer',
    kind: 'proxy-down',
    mechanism: '',
    fits: (f) =>
      f.retryAnswers.length === 0 &&
      (f.pageFailureClass === 'proxy' || f.retryFailureClasses.includes('proxy')),
    confidence: (f) => (f.controls.asked.length > 0 && f.controls.ok.length === 0 ? 'certain' : 'likely'),
    evidence: (f) => [say.proxyDown(), ...say.fromControls(f)],
  },
  {
    name: 'slow-while-others-are-fast',
    kind: 'throttled',
    mechanism: 'throttling',
    // A server that is merely overloaded may look the same from one place, hence never "certain".
    fits: isThrottled,
    confidence: (f) => (f.controls.ok.length >= 2 ? 'likely' : 'possible'),
    evidence: (f) => [...usual(f), ...say.fromThroughput(f)],
    settle: 'other-network',
  },
  {
    name: 'site-answers-again',
    kind: 'reachable',
    mechanism: '',
    // A status that the page failed with and that comes again is not "working": the rows below read it.
    // A server of parts may refuse its bare name: that it answers at all, to us or to the page, is what was in doubt.
    fits: (f) =>
      isReachableInPage(f) ||
      (!isBlockPageOverTls(f) &&
        f.retryAnswers.some(
          (a) =>
            a.challenge ||
            (a.status !== 451 && (f.symptom.kind === 'half-loaded' || (a.status < 500 && a.status !== 403))),
        )),
    confidence: (f) =>
      f.symptom.kind === 'hang' ||
      f.symptom.kind === 'stalled' ||
      f.retryFailureClasses.length > 0 ||
      f.retryAnswers.length === 0
        ? 'likely'
        : 'certain',
    evidence: usual,
  },
  {
    name: 'log-in-page-in-between',
    kind: 'captive-portal',
    mechanism: '',
    fits: (f) =>
      f.portals.intercepted.length > 0 && f.controls.ok.length === 0 && f.controls.asked.length > 0,
    confidence: (f) =>
      f.portals.clear.length > 0 ? 'possible' : f.portals.intercepted.length > 1 ? 'certain' : 'likely',
    evidence: (f) => [...say.fromPortals(f), ...say.fromControls(f)],
  },
  {
    name: 'clock-is-wrong',
    kind: 'bad-certificate',
    mechanism: '',
    fits: (f) =>
      isClockWrong(f) && (f.pageFailureClass === 'identity' || f.retryFailureClasses.includes('identity')),
    confidence: () => 'likely',
    evidence: (f) => [say.wrongClock(), say.fromPageLoad(f), ...say.fromControls(f)],
    settle: 'fix-clock',
  },
  {
    name: 'nothing-can-be-trusted',
    kind: 'bad-certificate',
    mechanism: '',
    // Every site, not this one alone, fails to prove itself: an inspecting proxy, an antivirus, the clock.
    // One of them may be lost for a reason of its own.
    fits: (f) => {
      const strange = f.controls.down.filter((o) => failureClassOf(o.outcome) === 'identity').length;
      return f.controls.ok.length === 0 && strange >= 2 && strange >= f.controls.down.length - 1;
    },
    confidence: () => 'likely',
    evidence: (f) => [say.wrongIdentity(), ...say.fromControls(f), ...say.fromPortals(f)],
    settle: 'fix-clock',
  },
  {
    name: 'only-the-country-answers',
    kind: 'cut-off',
    mechanism: '',
    fits: hasOnlyDomesticAnswers,
    confidence: (f) => (isSurelyCutOff(f) ? 'certain' : 'likely'),
    evidence: (f) => [say.fromPageLoad(f), ...say.fromControls(f), say.fromDomesticSites(f)],
  },
  {
    name: 'nothing-answers',
    kind: 'offline',
    mechanism: '',
    fits: (f) =>
      f.controls.ok.length === 0 &&
      f.portals.clear.length === 0 &&
      f.retryAnswers.length === 0 &&
      (f.controls.down.length >= 2 || f.pageFailureClass === 'offline'),
    confidence: (f) => (f.controls.down.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [
      ...(f.pageFailureClass === 'offline' ? [say.noNetwork()] : [say.fromPageLoad(f)]),
      ...say.fromControls(f),
    ],
  },
];
