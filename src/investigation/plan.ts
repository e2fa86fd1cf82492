import { isIpv6 } from '../base/ip.ts';
import { captivePortalCheck } from '../checks/captive-portal.ts';
import type { Check } from '../checks/check.ts';
import { controlCheck, foreignChecks, MAX_FOREIGN } from '../checks/control.ts';
import { dohLookupCheck } from '../checks/doh-lookup.ts';
import { domesticChecks } from '../checks/domestic.ts';
import { globalpingCheck } from '../checks/globalping.ts';
import { httpsCheck } from '../checks/https-request.ts';
import { inPageCheck } from '../checks/in-page.ts';
import { bareAddressCheck, ipLiteralCheck, namedRefusalCheck } from '../checks/ip-literal.ts';
import { measurementsCheck } from '../checks/measurements.ts';
import { testHelperCheck } from '../checks/ooni-test-helper.ts';
import { plainHttpCheck } from '../checks/plain-http.ts';
import { staticFileCheck } from '../checks/static-file.ts';
import { systemResolverCheck } from '../checks/system-resolver-health.ts';
import { systemLookupCheck } from '../checks/system-resolver-lookup.ts';
import type { Endpoints } from '../config/endpoints.ts';
import {
  failedTwiceWith,
  isBlockPageOverTls,
  isDnsErrorSlow,
  isSlowSite,
  isSurelyCutOff,
  unjudgedAddresses,
} from '../diagnosis/conditions.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { isRequested } from '../diagnosis/media.ts';
import { isFast, isPageIncomplete } from '../diagnosis/pace.ts';
import { MEDIA_QUESTIONS } from './media-questions.ts';
import {
  addressesToJudge,
  areControlsKnown,
  areControlsSilent,
  areNamesInDoubt,
  baseTimeoutMs,
  CHECK_TIMEOUT_MS,
  canOtherHostTell,
  couldBeSiteOutage,
  failedOnRetry,
  hasWorkingControl,
  isHang,
  isPlainPage,
  isRefused,
  isRefusedSomewhere,
  isRepeatedElsewhere,
  isSlowFailure,
  isTimeout,
  isWorthAsking,
  looksLimited,
  MAX_TIMEOUT_MS,
  SHORT_TIMEOUT_MS,
  TIMEOUT_FACTOR,
  testHelperTimedOut,
  VERY_PATIENT_MS,
  vantagePointsLost,
  vantagePointsTimeoutMs,
  wasPremature,
} from './open-questions.ts';
import { needsOutsideHelp } from './outside-help.ts';
import { PACE_QUESTIONS } from './pace-questions.ts';
import type { CheckTarget, PlanRow } from './plan-row.ts';
import { repetition, retryCheck } from './repetition.ts';

/** The shortest of some times is the least disturbed one. */
const TIMED_ATTEMPTS = [1, 2, 3];

/**
 * What to ask when. After every observation the rows that match start their checks, each check once, side by side: a
 * row waits for exactly the knowledge that makes it worth its requests.
 */
const PLAN: readonly PlanRow[] = [
  {
    question: 'Does the host still fail, and do other sites work?',
    when: () => true,
    checks: ({ host }, { controls, portals }, ms, f) => [
      ...repetition(host, ms, f),
      ...controls.map((c) => controlCheck(c, ms)),
      ...portals.map((p) => captivePortalCheck(p, ms)),
    ],
  },
  {
    question: 'Is the cause the name, the connection, or this host alone?',
    when: isWorthAsking,
    checks: ({ host, alternates, canResolveNames }, { resolvers }, ms, f) => [
      ...resolvers.map((r) => dohLookupCheck(r, host, ms)),
      ...(canResolveNames ? [systemLookupCheck(host, ms)] : []),
      plainHttpCheck(host, ms),
      ...(canOtherHostTell(f) ? alternates.slice(0, 1) : []).map((a) =>
        httpsCheck({ check: 'alternate', id: a, host: a, timeoutMs: ms }),
      ),
    ],
  },
  {
    question: 'Which IPv6 addresses does the host have, if this network has IPv6?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f) && f.hasIpv6,
    checks: ({ host }, { resolvers }, ms) => resolvers.map((r) => dohLookupCheck(r, host, ms, 'AAAA')),
  },
  {
    question: 'Does the system resolver answer at all?',
    when: (f) => (isTimeout(f) || (isDnsErrorSlow(f) && f.retryAnswers.length === 0)) && areControlsKnown(f),
    checks: ({ host }, endpoints, ms) => [systemResolverCheck(host, endpoints, ms)],
  },
  {
    question: 'Is the site down for everyone?',
    when: isWorthAsking,
    // The test helper needs its own time to load the site.
    checks: ({ host }, endpoints, ms, f) => [
      testHelperCheck(
        { host, timeoutMs: Math.max(ms, SHORT_TIMEOUT_MS), addresses: addressesToJudge(f) },
        endpoints,
      ),
    ],
  },
  {
    question: 'Is the site, seen from elsewhere, at the address that this network gives?',
    when: (f) =>
      isWorthAsking(f) &&
      f.retryFailureClasses.length > 0 &&
      f.vantagePoints.testHelper !== undefined &&
      (unjudgedAddresses(f).length > 0 || f.retryFailureClasses.includes('tls') || isPlainPage(f)) &&
      addressesToJudge(f).length > 0,
    checks: ({ host }, endpoints, ms, f) => [
      testHelperCheck({ host, id: 'addresses', timeoutMs: ms, addresses: addressesToJudge(f) }, endpoints),
    ],
  },
  {
    question: 'The test helper gave no result: was only one answer lost?',
    // Without a vantage point, a site that is down for everyone would be called blocked.
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host }, endpoints, ms, f) => [
      testHelperCheck({ host, id: '2', timeoutMs: ms, addresses: addressesToJudge(f) }, endpoints),
    ],
  },
  {
    question: 'Does the site work in other countries, and on other networks of this country?',
    // If the test helper loads the site, that settles it. That the site is down is worth a second vantage point and a
    // short wait. After a hang and a silent helper the verdict is due: volunteers take ten seconds to see that a site
    // is silent.
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      couldBeSiteOutage(f) &&
      f.remoteResult !== 'works' &&
      f.remoteResult !== 'unasked' &&
      !(isHang(f) && testHelperTimedOut(f)),
    checks: ({ host, country }, endpoints, ms, f) => [
      globalpingCheck(
        { host, country: f.probeCc ?? country, timeoutMs: vantagePointsTimeoutMs(ms, f) },
        endpoints,
      ),
    ],
  },
  {
    question: 'The volunteers gave no result: was only one answer lost?',
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      f.remoteResult !== 'works' &&
      !isHang(f) &&
      vantagePointsLost(f),
    checks: ({ host, country }, endpoints, ms, f) => [
      globalpingCheck({ host, country: f.probeCc ?? country, timeoutMs: ms, attempt: 2 }, endpoints),
    ],
  },
  {
    question: 'Did others in this country measure failures as well?',
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host, country }, endpoints, ms, f) =>
      [f.probeCc ?? country]
        .filter((where) => where !== '')
        .map((where) => measurementsCheck(host, where, endpoints, ms)),
  },
  {
    question: 'Is this line down, or is the country cut off?',
    when: (f) => f.controls.down.length >= 2 && !hasWorkingControl(f),
    // No control has answered, so how long an answer takes here is unknown: these requests get the full time. Sites at
    // other networks tell a country that is cut off from one that blocks a few companies.
    checks: ({ country }, endpoints) => [
      ...domesticChecks(country, CHECK_TIMEOUT_MS),
      ...foreignChecks(endpoints, CHECK_TIMEOUT_MS),
    ],
  },
  {
    question: 'Is the line dead, or only very slow?',
    when: areControlsSilent,
    checks: (_t, { controls }) =>
      controls
        .slice(0, 1)
        .map(({ name, url }) => controlCheck({ name: `${name}:patient`, url }, VERY_PATIENT_MS)),
  },
  {
    question: 'No name is found: is it the resolver, or the line?',
    when: areNamesInDoubt,
    checks: (_t, { addresses }) => addresses.map((one) => bareAddressCheck(one, CHECK_TIMEOUT_MS)),
  },
  {
    question: 'Was the failure chance?',
    // After a hang, one silent request is the repetition; any other failure has to show itself twice.
    when: (f) =>
      isWorthAsking(f) &&
      f.retryFailureClasses.length > 0 &&
      !(isHang(f) && f.retryFailureClasses.includes('timeout')),
    checks: (t, _e, ms, f) => (isRepeatedElsewhere(f, t) ? [] : [retryCheck('2', t.host, ms, f)]),
  },
  {
    question: 'Is the host silent, or was the request given up before this line could answer?',
    when: (f) => f.retryAnswers.length === 0 && (wasPremature(f, 'retry') || wasPremature(f, 'static-file')),
    checks: ({ host }, _e, ms, f) => [
      ...(wasPremature(f, 'retry') ? [retryCheck('patient', host, ms, f)] : []),
      ...(wasPremature(f, 'static-file') ? [staticFileCheck(host, ms, 2)] : []),
    ],
  },
  {
    question: 'Does the host fail from inside the page as well?',
    when: (f) => f.symptom.kind === 'partial-load' && failedOnRetry(f) && hasWorkingControl(f),
    checks: ({ host, tabId, canProbePage }, _e, ms) =>
      tabId === undefined || canProbePage === false ? [] : [inPageCheck(tabId, host, ms)],
  },
  {
    question: 'Was the connection refused at the site’s true address, or nearer?',
    // Only time tells where the browser does not say which address it tried (Chromium).
    when: (f) => isRefusedSomewhere(f) && f.expectedAddresses.length > 0,
    checks: ({ host }, _e, ms, f) =>
      f.expectedAddresses
        .filter((address) => !isIpv6(address))
        .slice(0, 1)
        .flatMap((address) =>
          TIMED_ATTEMPTS.flatMap((n) => [
            ipLiteralCheck(address, host, ms, n),
            namedRefusalCheck(host, ms, n),
          ]),
        ),
  },
  {
    question: 'What does the site’s true address do with a request that does not name it?',
    when: (f) => isTimeout(f) || (failedOnRetry(f) && isRefused(f)) || looksLimited(f),
    checks: ({ host }, _e, ms, f) =>
      [f.expectedAddresses, f.dns.ipv6Addresses, f.resolvedAddresses]
        .flatMap((addresses) => addresses.filter((one) => f.hasIpv6 || !isIpv6(one)).slice(0, 1))
        .map((address) => ipLiteralCheck(address, host, ms)),
  },
  ...PACE_QUESTIONS,
  ...MEDIA_QUESTIONS,
];

/** The checks that are worth running now. The runner skips those that have started or have an observation. */
export function nextChecks(target: CheckTarget, endpoints: Endpoints, f: Findings): Check[] {
  const ms = Math.max(
    baseTimeoutMs(f),
    Math.min(TIMEOUT_FACTOR * (f.typicalResponseMs ?? 0), MAX_TIMEOUT_MS),
  );
  return PLAN.filter((row) => row.when(f))
    .flatMap((row) => row.checks(target, endpoints, ms, f))
    .filter((check) => target.asksOutside !== false || !needsOutsideHelp(check));
}

/** Whether further answers could not change the verdict: then the rest is not asked, and not waited for. */
export function isConclusive(f: Findings): boolean {
  // That the page answers is what the person sees: the rest of the plan is the question.
  if (isRequested(f)) return false;
  // Sites at other networks are still asked: the few names that failed so far may be all that somebody cuts.
  if (isSurelyCutOff(f) && f.foreign.failed.length < MAX_FOREIGN) return false;
  // An answer to a page that does not end, or to a small file, is no news: the question is how the page comes.
  if (isPageIncomplete(f) || f.staticFile === 'answers') return isFast(f) && f.controls.ok.length > 0;
  // Everything that could contradict it was asked before the domestic sites, and has had its time.
  if (isSurelyCutOff(f) && f.retryFailureClasses.length > 0 && f.portals.asked.length > 0) return true;
  if (isSlowSite(f) && f.controls.ok.length > 0) return true;
  // It is cut here and works elsewhere: on a slow line nothing more is waited for, as it would not make that surer.
  if (
    isSlowFailure(f) &&
    failedTwiceWith(f, 'reset') &&
    f.remoteResult === 'works' &&
    f.dns.exists.length > 0
  )
    return true;
  const isWorking = f.retryAnswers.some((a) => a.status < 400) && !isBlockPageOverTls(f);
  return isWorking || (f.retryAnswers.length > 0 && f.controls.ok.length > 0);
}
