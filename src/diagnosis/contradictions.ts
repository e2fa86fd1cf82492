/** What speaks against a verdict. A verdict with any of it is never certain, whatever its rule says. */
import { isOfConnection } from '../model/failure-class.ts';
import type { Confidence, VerdictKind } from '../model/verdict.ts';
import { hasAnswerFromAbroad, hasMarkOfCensor, isAnyConnectionCut } from './conditions.ts';
import type { Findings } from './findings/findings.ts';
import { isAnswered } from './findings/observations.ts';

type Contradiction = (f: Findings) => boolean;

/** A place from which the site was looked at loads it: in a data centre, abroad, or on another network of the country. */
const worksSomewhere: Contradiction = ({ vantagePoints: { testHelper, results } }) =>
  testHelper === 'works' || results.some(({ works }) => works);
/** The site's server answers here, if not with the page. */
const hasLocalAnswer: Contradiction = (f) =>
  f.staticFile === 'answers' ||
  f.alternates.ok.length > 0 ||
  f.inPageObservations.some(({ outcome }) => isAnswered(outcome));
/** Somebody found the name, or an address for it. */
const isNamedSomewhere: Contradiction = (f) =>
  f.dns.exists.length > 0 ||
  f.dns.ipv6Addresses.length > 0 ||
  f.resolvedAddresses.length > 0 ||
  // A connection was tried: the name led somewhere.
  [f.pageFailureClass, ...f.retryFailureClasses].some(isOfConnection) ||
  (f.vantagePoints.testHelper !== undefined && !f.vantagePoints.isUnknownToTestHelper);
const hasAnyAnswer: Contradiction = (f) =>
  hasAnswerFromAbroad(f) ||
  f.domesticOk.length > 0 ||
  f.portals.clear.length + f.portals.intercepted.length > 0 ||
  f.plainHttpAnswer !== undefined;
const failsForOthers: Contradiction = ({ remoteResult }) =>
  remoteResult === 'fails-alike' || remoteResult === 'fails-otherwise';
/** Where so little can be known from one network that nothing is ever certain. */
const ALWAYS: Contradiction = () => true;

const CONTRADICTIONS: Record<VerdictKind, readonly Contradiction[]> = {
  blocked: [failsForOthers],
  throttled: [ALWAYS],
  // A VPN that lets sites inside the country pass by, or a café that cuts a few names, looks the same.
  'cut-off': [ALWAYS],
  'local-block': [ALWAYS],
  // Who answers in the portals' place cannot be told: plain HTTP proves nobody.
  'captive-portal': [ALWAYS],
  // The line behind a proxy, or the way to it, may be what is dead.
  'proxy-down': [ALWAYS],
  offline: [hasAnyAnswer, isAnyConnectionCut],
  'site-down': [worksSomewhere, hasMarkOfCensor, hasLocalAnswer],
  'bad-certificate': [worksSomewhere, hasMarkOfCensor, hasLocalAnswer],
  'no-such-site': [worksSomewhere, hasMarkOfCensor, hasLocalAnswer, isNamedSomewhere],
  'refused-by-site': [hasMarkOfCensor],
  reachable: [hasMarkOfCensor],
  inconclusive: [ALWAYS],
};

/** The confidence that a rule gives, lowered where something speaks against the verdict. */
export function tempered(kind: VerdictKind, confidence: Confidence, f: Findings): Confidence {
  return confidence === 'certain' && CONTRADICTIONS[kind].some((speaksAgainst) => speaksAgainst(f))
    ? 'likely'
    : confidence;
}
