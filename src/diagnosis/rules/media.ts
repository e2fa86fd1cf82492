import type { FailureClass } from '../../model/failure-class.ts';
import type { Mechanism } from '../../model/verdict.ts';
import * as evidence from '../collect-evidence.ts';
import { failedMedia, slowMedia, stoppedMedia, workingMedia } from '../collect-media-evidence.ts';
import { fromThroughput } from '../collect-pace-evidence.ts';
import type { Findings } from '../findings/findings.ts';
import {
  doAllMediaHostsFail,
  doMediaHostsFailWith,
  failingMediaHosts,
  fastMediaHosts,
  frozenMediaHost,
  isMediaHostFrozen,
  isPageFine,
  limitedMediaHost,
  slowMediaHost,
} from '../media.ts';
import { betterControls, isFast, looksSlow } from '../pace.ts';
import { baseEvidence, type Rule } from './rule.ts';

/** How videos and pictures are kept away, as far as the class of their failure tells. */
const MECHANISM_BY_CLASS: [FailureClass, Mechanism][] = [
  ['dns', 'dns-nxdomain'],
  ['refused', 'tcp-refused'],
  ['reset', 'tls-reset'],
  ['timeout', 'tls-timeout'],
  ['tls', 'tls-interception'],
];

const isWayOfFilter = (way: FailureClass): boolean => way === 'dns' || way === 'refused';

const pageEvidence = (f: Findings) => [...evidence.fromRetries(f), ...evidence.fromControls(f)];

/** They precede the rules about pace, which are about pages that fail. */
export const REQUESTED_RULES: readonly Rule[] = [
  {
    name: 'requested-on-slow-line',
    kind: 'reachable',
    mechanism: null,
    // The page comes slowly, and other sites come no faster.
    matches: (f) =>
      isPageFine(f) &&
      looksSlow(f) &&
      betterControls(f).length === 0 &&
      f.throughput.control.some(({ shape }) => shape === 'steady'),
    confidence: () => 'possible',
    evidence: (f) => [...pageEvidence(f), ...fromThroughput(f)],
    nextStep: 'other-network',
  },
];

/**
 * A page that opens, checked because the person asked: the damage may be at the hosts of its videos and pictures. They
 * precede the rule that an answering site works. A verdict about these hosts names one of them in its first evidence
 * (`affectedHost`).
 */
export const MEDIA_RULES: readonly Rule[] = [
  {
    name: 'media-stops-here-only',
    kind: 'blocked',
    mechanism: 'freeze',
    // Servers end what they cannot deliver.
    matches: (f) => isPageFine(f) && frozenMediaHost(f) !== undefined,
    confidence: (f) => (isMediaHostFrozen(f, frozenMediaHost(f) ?? '') ? 'likely' : 'possible'),
    evidence: (f) => [...stoppedMedia(f, frozenMediaHost(f) ?? ''), ...pageEvidence(f)],
    nextStep: 'other-network',
  },
  {
    name: 'media-slow-controls-fast',
    kind: 'throttled',
    mechanism: 'throttling',
    matches: (f) => isPageFine(f) && slowMediaHost(f) !== undefined,
    // An overloaded server looks the same from one place, unless the platform's own page comes fast.
    confidence: (f) => (isFast(f) ? 'likely' : 'possible'),
    evidence: (f) => [...slowMedia(f, slowMediaHost(f) ?? ''), ...pageEvidence(f)],
    nextStep: 'other-network',
  },
  ...MECHANISM_BY_CLASS.map(
    ([failureClass, mechanism]): Rule => ({
      name: `media-fails-${failureClass}`,
      kind: 'blocked',
      mechanism,
      // A wrong certificate may be the owner's mistake, unless it is right elsewhere.
      matches: (f) =>
        doMediaHostsFailWith(f, failureClass) && (failureClass !== 'tls' || f.media.worksElsewhere === true),
      // Filters at home keep such hosts away by their names or refuse them: a person's own choice looks the same.
      confidence: (f) =>
        f.media.worksElsewhere === true && !isWayOfFilter(failureClass) ? 'likely' : 'possible',
      evidence: (f) => [
        ...(isWayOfFilter(failureClass) ? [evidence.filterNearby()] : []),
        ...failedMedia(f, 'bad'),
        ...pageEvidence(f),
      ],
      nextStep: 'other-network',
    }),
  ),
  {
    name: 'media-unclear',
    kind: 'inconclusive',
    mechanism: null,
    // They fail or stop, and nothing tells the network from their servers.
    matches: (f) =>
      isPageFine(f) &&
      (doAllMediaHostsFail(f) || f.media.samples.some(({ shape }) => shape === 'frozen')) &&
      fastMediaHosts(f).length === 0,
    confidence: () => 'possible',
    evidence: (f) => [
      ...failedMedia(f, 'open'),
      ...(f.media.samples.some(({ shape }) => shape === 'frozen')
        ? stoppedMedia(f, limitedMediaHost(f) ?? '')
        : []),
      ...baseEvidence(f),
    ],
    nextStep: 'other-network',
  },
  {
    name: 'requested-works',
    kind: 'reachable',
    mechanism: null,
    matches: isPageFine,
    // Likely where a part that is long enough showed its pace, and none kept it to itself. Other parts may still stop.
    confidence(f) {
      if (limitedMediaHost(f) !== undefined) return 'possible';
      const isUnclear = f.media.sampleObservations.some(({ outcome }) => outcome.kind !== 'measured');
      const isPartly = failingMediaHosts(f).length > 0;
      return fastMediaHosts(f).length > 0 && !isUnclear && !isPartly ? 'likely' : 'possible';
    },
    // One host of several may be gone, or named wrongly in our list.
    evidence: (f) => [
      ...pageEvidence(f),
      ...(failingMediaHosts(f).length > 0 ? failedMedia(f, 'open') : []),
      ...workingMedia(f),
    ],
  },
];
