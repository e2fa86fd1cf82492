/** What the findings so far leave open, and how long an answer may take. */

import { isBogon } from '../base/ip.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { isPageFine } from '../diagnosis/media.ts';
import { isPageIncomplete, isPageLost, looksFrozen, looksSlow } from '../diagnosis/pace.ts';
import { failureClassOf, isOfConnection } from '../model/failure-class.ts';
import type { CheckName } from '../model/observation.ts';

/** Deadline of a single request, ms. After a hang the person has waited long enough, so requests get the short one. */
export const CHECK_TIMEOUT_MS = 4_000;
export const SHORT_TIMEOUT_MS = 2_300;
/**
 * For the one request that repeats a hang, ms: on a connection that is slowed down to 2 KB a second a handshake and a small
 * file take some two seconds.
 */
export const REPEATED_HANG_MS = 2_800;
/**
 * For checks that start after a hang and once a control has answered: the verdict is due six seconds after the page's
 * start.
 */
const LATE_TIMEOUT_MS = 1_900;
/** Where answers take long, a request has to wait this many times as long before silence counts (`SILENCE_FACTOR`). */
export const TIMEOUT_FACTOR = 3.2;
export const MAX_TIMEOUT_MS = 9_000;
/** Where pace is the question, an answer may take long: nothing is silent, and nothing is hurried. */
export const PATIENT_TIMEOUT_MS = 10_000;
/** A failure that took longer than this to arrive comes over a slow line, ms. */
const SLOW_LINE_MS = 600;
/** ms; on 2G a first answer takes four round trips of more than a second. */
export const VERY_PATIENT_MS = 8_000;
/** Deadline of the whole plan, ms: what is unknown by then stays unknown. Samples of a slow body take the longest. */
export const PLAN_MS = 27_000;
/** A plan never makes more requests than this. */
export const MAX_REQUESTS = 40;

export const isHang = (f: Findings): boolean => f.pageFailureClass === 'timeout';
const hasAnswered = (f: Findings): boolean => f.retryAnswers.length > 0 || f.staticFile === 'answers';
export const failedOnRetry = (f: Findings): boolean =>
  !hasAnswered(f) && (f.retryFailureClasses.length > 0 || isHang(f));
export const isTimeout = (f: Findings): boolean =>
  (isHang(f) || f.retryFailureClasses.includes('timeout')) && !hasAnswered(f);
export const isRefused = (f: Findings): boolean => f.retryFailureClasses.includes('refused');
/** Every failure so far was a reset or a refusal. */
const isOnlyCut = (f: Findings): boolean =>
  [f.pageFailureClass, ...f.retryFailureClasses].every(
    (way) => way === undefined || way === 'reset' || way === 'refused',
  );
/**
 * Another host of the platform, often at the same address, is worth its connections where it can decide: never after a
 * reset or a refusal, and after a failure in TLS only if nobody can tell from outside.
 */
export const canOtherHostTell = (f: Findings): boolean =>
  !isOnlyCut(f) && (f.remoteResult === 'unknown' || !f.retryFailureClasses.includes('tls'));
/** Something has repeated the request already: the browser by itself (Firefox, up to ten times), or the page will. */
export const isRepeatedElsewhere = (
  f: Findings,
  { repeatsResets = false, tabId }: { repeatsResets?: boolean | undefined; tabId?: number | undefined },
): boolean =>
  isOnlyCut(f) &&
  f.retryFailureClasses.includes('reset') &&
  (repeatsResets || (f.symptom.kind === 'partial-load' && tabId !== undefined));
/** Not one control answered in its time, and none failed otherwise: the line may be dead or only very slow. */
export const areControlsSilent = (f: Findings): boolean =>
  f.controls.asked.length >= 2 && f.controls.asked.every(({ outcome }) => outcome.kind === 'timeout');
/** Names are not found, or nothing at all answers, abroad or at home: it may be that no name gets an answer. */
export const areNamesInDoubt = (f: Findings): boolean =>
  f.controls.down.length >= 2 &&
  !hasWorkingControl(f) &&
  (f.controls.down.every(({ outcome }) => failureClassOf(outcome) === 'dns') ||
    (areControlsSilent(f) && f.foreign.failed.length >= 2 && f.domesticOk.length === 0));
export const isRefusedSomewhere = (f: Findings): boolean =>
  failedOnRetry(f) && f.retryFailureClasses.includes('refused') && f.remoteAddresses.length === 0;
/** Something answers plain HTTP in the site's name with a page of its own. */
export const isPlainPage = (f: Findings): boolean => f.plainHttp === 'page' || f.plainHttp === 'elsewhere';
export const hasWorkingControl = (f: Findings): boolean => f.controls.ok.length > 0;
export const areControlsKnown = (f: Findings): boolean => hasWorkingControl(f) || f.controls.down.length >= 2;

/**
 * The site could be down. A missing name is not: DoH resolvers tell that without a load from elsewhere, if they can be
 * asked.
 */
export const couldBeSiteOutage = (f: Findings): boolean =>
  [f.pageFailureClass, ...f.retryFailureClasses].some(
    (way) =>
      isOfConnection(way) ||
      (way === 'dns' && f.dns.exists.length + f.dns.missing.length === 0 && f.dns.unavailable.length > 0),
  );

export const wasPremature = (f: Findings, which: CheckName): boolean =>
  f.prematureTimeouts.some(({ check }) => check === which);
/** A line on which even a failure takes long. Questions that would wait for each other's answers are asked side by side. */
const isSlowLine = (f: Findings): boolean =>
  f.retries.some(({ outcome, ms }) => outcome.kind === 'failed' && ms >= SLOW_LINE_MS);
/** The page's own failure was an answer of some kind, and took long to come. */
export const isSlowFailure = ({ symptom, pageFailureClass, retryAnswers }: Findings): boolean =>
  symptom.kind === 'error' &&
  symptom.ms >= SLOW_LINE_MS &&
  (pageFailureClass === 'reset' || pageFailureClass === 'refused' || pageFailureClass === 'tls') &&
  retryAnswers.length === 0;
/** The host fails again, and it is known, or on a slow line supposed, that other sites work. */
export const isWorthAsking = (f: Findings): boolean =>
  isSlowFailure(f) || (failedOnRetry(f) && (hasWorkingControl(f) || isSlowLine(f)));

/** The test helper has used up its time once, so it is not waited for again. */
export const testHelperTimedOut = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(({ check, ms }) => check === 'test-helper' && ms >= SHORT_TIMEOUT_MS);
/** Volunteers that were lost quickly are worth a second try; a service that refuses to measure would refuse again. */
export const vantagePointsLost = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(
    ({ check, ms, outcome: { kind } }) =>
      check === 'vantage-points' && (kind === 'failed' || kind === 'timeout') && ms < SHORT_TIMEOUT_MS,
  );

/** The page began and did not end, or it is silent while the host's small files are not: how does its body come? */
export const isPaceInDoubt = (f: Findings): boolean =>
  hasWorkingControl(f) &&
  (isPageFine(f) ||
    (isPageIncomplete(f)
      ? f.symptom.kind === 'stalled' || f.retryAnswers.length > 0
      : isHang(f) && f.staticFile === 'answers'));
/** What was sampled stops or drags, or nothing came of it. */
export const looksLimited = (f: Findings): boolean => looksFrozen(f) || looksSlow(f) || isPageLost(f);

/** Public addresses that this network gave for the name, and that no test helper has looked at. */
export const addressesToJudge = (f: Findings): string[] =>
  f.remoteAddresses
    .filter(
      ({ address, judgement }) =>
        !f.expectedAddresses.includes(address) &&
        (judgement === 'site' || judgement === 'differs') &&
        !f.endpoints.some((one) => one.address === address) &&
        (!isBogon(address) || f.controlAddresses.some(isBogon)),
    )
    .map(({ address }) => address)
    .slice(0, 2);

/** What every check may take on a fast line. */
export function baseTimeoutMs(f: Findings): number {
  if (!isHang(f)) return CHECK_TIMEOUT_MS;
  return hasWorkingControl(f) ? LATE_TIMEOUT_MS : SHORT_TIMEOUT_MS;
}

/** A second witness, or one after a long silence, is worth a short wait only. */
export const vantagePointsTimeoutMs = (ms: number, f: Findings): number =>
  f.remoteResult === 'fails-alike' || testHelperTimedOut(f) || isHang(f) ? LATE_TIMEOUT_MS : ms;
