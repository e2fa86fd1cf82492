import * as evidence from '../collect-evidence.ts';
import { fromHostingNetwork, fromThroughput } from '../collect-pace-evidence.ts';
import { isSlowSite } from '../conditions.ts';
import type { Findings } from '../findings/findings.ts';
import {
  betterControls,
  hasFrozenSample,
  hasNoSample,
  isFast,
  isFrozen,
  isPaceTheQuestion,
  isSlowByName,
  isSlowElsewhere,
  isSlowHere,
  isThrottled,
  looksFrozen,
  looksSlow,
} from '../pace.ts';
import { baseEvidence, type Rule } from './rule.ts';

const paceEvidence = (f: Findings) => [
  ...baseEvidence(f),
  ...fromThroughput(f),
  ...evidence.fromVantagePoints(f),
];

/**
 * How the site's bytes come, for a page that began and did not end, or that is silent while the site's small files are
 * not. They precede the rule that an answering site works: the head of an answer shows only that a server is there.
 */
export const PACE_RULES: readonly Rule[] = [
  {
    name: 'slow-everywhere',
    kind: 'site-down',
    mechanism: null,
    // A computer elsewhere does not get the page in a reasonable time either.
    matches: (f) => (isFrozen(f) || isSlowHere(f)) && isSlowElsewhere(f),
    confidence: (f) => (f.remoteResult === 'fails-alike' ? 'likely' : 'possible'),
    evidence: paceEvidence,
    nextStep: 'try-later',
  },
  {
    name: 'frozen-here-only',
    kind: 'blocked',
    mechanism: 'freeze',
    // Servers end what they cannot deliver. Only something on the path lets some KB pass and then drops every packet.
    matches: isFrozen,
    confidence: (f) => (hasFrozenSample(f) && f.remoteResult === 'works' ? 'likely' : 'possible'),
    evidence: (f) => [...paceEvidence(f), ...fromHostingNetwork(f)],
    nextStep: 'other-network',
  },
  {
    name: 'slow-here-controls-fast',
    kind: 'throttled',
    mechanism: 'throttling',
    matches: isThrottled,
    // An overloaded server, or a crowded way to it, looks the same from one place, unless the name makes the difference.
    confidence: (f) => (isSlowByName(f) ? 'likely' : 'possible'),
    evidence: (f) => [...paceEvidence(f), ...fromHostingNetwork(f)],
    nextStep: 'other-network',
  },
  {
    name: 'fast-again',
    kind: 'reachable',
    mechanism: null,
    matches: (f) => isPaceTheQuestion(f) && isFast(f),
    confidence: () => 'likely',
    evidence: paceEvidence,
  },
  {
    name: 'slow-line',
    kind: 'reachable',
    mechanism: null,
    // The site comes, and other sites come no faster on this line.
    matches: (f) =>
      isPaceTheQuestion(f) &&
      looksSlow(f) &&
      betterControls(f).length === 0 &&
      f.throughput.control.some(({ shape }) => shape === 'steady'),
    confidence: () => 'possible',
    evidence: paceEvidence,
    nextStep: 'other-network',
  },
  {
    name: 'pace-unclear',
    kind: 'inconclusive',
    mechanism: null,
    // Too short, or nothing to compare with, or slow for a reason that cannot be seen from here.
    // That others wait in vain as well is said by a rule of its own.
    matches: (f) =>
      !isSlowSite(f) && ((isPaceTheQuestion(f) && hasNoSample(f)) || looksFrozen(f) || looksSlow(f)),
    confidence: () => 'possible',
    evidence: paceEvidence,
    nextStep: 'other-network',
  },
];
