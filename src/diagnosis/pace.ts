/** Conditions about how bodies come: frozen, slow, or neither. */

import type { Findings } from './findings/findings.ts';
import type { ThroughputSample } from './findings/throughput.ts';

/**
 * Bytes a second. Russia throttled Twitter to 130 to 150 kbit/s (16 to 19 KB/s) in 2021 (Xue et al., IMC '21); the
 * first 14 KB or so of an answer come at once.
 */
const SLOW_BYTES_PER_SECOND = 32_000;
/** ms; a body that ends sooner says nothing about the line. */
const MIN_SAMPLE_MS = 1_500;
/** The line itself carries at least this many times more. */
const CONTROL_SPEED_FACTOR = 4;
/** Bytes after which a control has passed every limit at which filters freeze a connection. */
const PAST_FREEZE_BYTES = 65_536;

const isSlowSample = ({ shape, bytesPerSecond, ms }: ThroughputSample): boolean =>
  shape === 'steady' && bytesPerSecond < SLOW_BYTES_PER_SECOND && ms >= MIN_SAMPLE_MS;
const isFastSample = (sample: ThroughputSample): boolean =>
  sample.shape === 'steady' && !isSlowSample(sample);

/** Nothing that was sampled of the platform came as it should. */
const hasNoFastSample = ({ throughput: { platform } }: Findings): boolean => !platform.some(isFastSample);

/** A server answers at the host, and the page, or parts of it, do not come whole: how do bodies come? */
export const isPaceTheQuestion = (f: Findings): boolean =>
  isPageIncomplete(f) || (f.symptom.kind === 'hang' && f.staticFile === 'answers');

/** The page, or parts of it, began to arrive and did not end. */
export const isPageIncomplete = ({ symptom }: Findings): boolean =>
  symptom.kind === 'stalled' ||
  (symptom.kind === 'partial-load' && symptom.failure === 'timeout') ||
  (symptom.kind === 'error' && symptom.begun === true);

const frozenSamples = ({ throughput: { platform } }: Findings): ThroughputSample[] =>
  platform.filter(({ shape }) => shape === 'frozen');
const slowSamples = ({ throughput: { platform } }: Findings): ThroughputSample[] =>
  platform.filter(isSlowSample);

/** ms; a handshake that takes longer than this on a line where others are quick is slowed down. */
const SLOW_HANDSHAKE_MS = 400;
const SLOW_HANDSHAKE_FACTOR = 4;
const BUSY_FACTOR = 2;

/**
 * How long a small file took, or the head of the page, whichever was quicker: a packet may be lost once. It costs its server
 * nothing: a TLS handshake for the name, and a round trip. ms
 */
function handshakeTime({ staticFileObservations, pageHead }: Findings): number | undefined {
  const file = staticFileObservations.find(({ outcome }) => outcome.kind === 'answered');
  return file && Math.min(file.ms, pageHead?.ms ?? file.ms);
}
/**
 * TLS with the name takes many times longer than TLS at the same address without it: no server does so, so the name is
 * what slows it down.
 */
export const isSlowByName = (f: Findings): boolean =>
  f.ipLiteralMs !== undefined &&
  (handshakeTime(f) ?? 0) >
    Math.max(
      SLOW_HANDSHAKE_MS,
      SLOW_HANDSHAKE_FACTOR * f.ipLiteralMs,
      // Controls are asked at the same moment, when a device may be busy.
      BUSY_FACTOR * (f.typicalResponseMs ?? 0),
    );
/** TLS with the name is slow, and so is the address without it: the server, or all that leads to it, is slow. */
const isSlowAtAddress = (f: Findings): boolean => {
  const handshakeMs = handshakeTime(f) ?? 0;
  const isLate = handshakeMs > Math.max(LATE_HANDSHAKE_MS, LATE_FACTOR * (f.typicalResponseMs ?? 0));
  return isLate && (f.ipLiteralMs ?? 0) > SIMILAR_SHARE * handshakeMs;
};
const SIMILAR_SHARE = 0.4;
const LATE_HANDSHAKE_MS = 1_000;
const LATE_FACTOR = 3;

/** What a device may add to the time of an answer, ms. */
const QUICK_HEAD_MS = 800;

/** Nothing of the page came in time, not even its head. */
export const isPageLost = ({ throughput: { platform, platformTimeouts } }: Findings): boolean =>
  platform.length === 0 && platformTimeouts.length > 0;
/**
 * Nothing at all comes of the page, and its head alone comes at once: what is long is stopped before its first record of
 * TLS (16 KB) is whole.
 */
const isStoppedAtOnce = (f: Findings): boolean =>
  isPageLost(f) &&
  f.pageHead !== undefined &&
  (f.pageHead.outcome.status ?? 599) < 400 &&
  f.pageHead.ms <= Math.max(QUICK_HEAD_MS, 2 * (f.typicalResponseMs ?? 0)) &&
  !isSlowByName(f);

/** Bytes came and then no more: not only that nothing came. */
export const hasFrozenSample = (f: Findings): boolean => frozenSamples(f).length > 0;

export const looksFrozen = (f: Findings): boolean =>
  (frozenSamples(f).length > 0 && hasNoFastSample(f)) || isStoppedAtOnce(f);
export const looksSlow = (f: Findings): boolean =>
  !looksFrozen(f) &&
  ((slowSamples(f).length > 0 && hasNoFastSample(f)) || (isPageLost(f) && isSlowByName(f)));

/** The platform's body came as fast as any, and was long enough to say so. */
export const isFast = ({ throughput: { platform } }: Findings): boolean => platform.some(isFastSample);

const fastestOf = (samples: readonly ThroughputSample[]): number =>
  Math.max(1, ...samples.map(({ bytesPerSecond }) => bytesPerSecond));

/** Controls that show that this line can do better: past every freeze, or much faster. One is enough. */
export const betterControls = (f: Findings): ThroughputSample[] =>
  f.throughput.control.filter(({ shape, bytes, bytesPerSecond }) =>
    looksFrozen(f)
      ? shape === 'steady' && bytes >= PAST_FREEZE_BYTES
      : shape === 'steady' && bytesPerSecond >= CONTROL_SPEED_FACTOR * fastestOf(slowSamples(f)),
  );

/**
 * It stopped twice, on connections of their own: the page's (a browser keeps those of an extension apart) and a sample's,
 * or two samples'. After a frozen one, no answer at all counts: the browser may have asked on the frozen connection.
 */
const frozeTwice = (f: Findings): boolean =>
  frozenSamples(f).length + f.throughput.platformTimeouts.length + (isPaceTheQuestion(f) ? 1 : 0) >= 2;

/** Where nothing came at all, the server may keep the page back: then others have to get it. */
export const isFrozen = (f: Findings): boolean =>
  f.controls.ok.length > 0 &&
  looksFrozen(f) &&
  frozeTwice(f) &&
  betterControls(f).length > 0 &&
  (hasFrozenSample(f) || f.remoteResult === 'works');

/** ms; a sample that took this long is no moment of bad luck, where the page itself did not end either. */
const LONG_SAMPLE_MS = 7_000;
/** A pace counts if it was measured twice or for long, or if the handshake tells that the name is slowed down. */
export const isSlowHere = (f: Findings): boolean =>
  f.controls.ok.length > 0 &&
  looksSlow(f) &&
  (slowSamples(f).length >= 2 ||
    isSlowByName(f) ||
    (isPaceTheQuestion(f) && slowSamples(f).some(({ headMs, ms }) => headMs + ms >= LONG_SAMPLE_MS))) &&
  betterControls(f).length > 0;

/** A computer elsewhere loaded the whole page far faster than it comes here. */
const isFastElsewhere = (f: Findings): boolean =>
  (f.vantagePoints.testHelperPace ?? 0) >= CONTROL_SPEED_FACTOR * fastestOf(slowSamples(f));
const SIMILAR_PACE = 1.5;
/** Others cannot load the page in a reasonable time either, or nothing tells this network from a slow server. */
export const isSlowElsewhere = (f: Findings): boolean =>
  f.vantagePoints.isSlowForTestHelper ||
  f.remoteResult === 'fails-alike' ||
  // The helper loaded the page hardly faster than it comes here.
  (f.vantagePoints.testHelperPace ?? Number.POSITIVE_INFINITY) < SIMILAR_PACE * fastestOf(slowSamples(f));
/** Slow, and nothing but the network between can be the cause, as far as was looked. */
export const isThrottled = (f: Findings): boolean =>
  isSlowHere(f) && !isSlowElsewhere(f) && (isSlowByName(f) || isFastElsewhere(f) || !isSlowAtAddress(f));
/** What was asked of the platform for a sample was too short to tell anything, or did not come. */
export const hasNoSample = (f: Findings): boolean =>
  f.throughput.isAsked && f.throughput.platform.every(({ shape }) => shape === 'short');
