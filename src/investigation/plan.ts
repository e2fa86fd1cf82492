import { isBogon, isIpv6 } from '../base/ip.ts';
import { captivePortalCheck } from '../checks/captive-portal.ts';
import type { Check } from '../checks/check.ts';
import { controlCheck } from '../checks/control.ts';
import { dohLookupCheck } from '../checks/doh-lookup.ts';
import { domesticChecks } from '../checks/domestic.ts';
import { globalpingCheck } from '../checks/globalping.ts';
import { httpsCheck } from '../checks/https-request.ts';
import { inPageCheck } from '../checks/in-page.ts';
import { ipLiteralCheck } from '../checks/ip-literal.ts';
import { measurementsCheck } from '../checks/measurements.ts';
import { testHelperCheck } from '../checks/ooni-test-helper.ts';
import { closedPortCheck, tlsOnPort80Check } from '../checks/other-ports.ts';
import { plainHttpCheck } from '../checks/plain-http.ts';
import { staticFileCheck } from '../checks/static-file.ts';
import { systemResolverCheck } from '../checks/system-resolver-health.ts';
import { systemLookupCheck } from '../checks/system-resolver-lookup.ts';
import { throughputCheck } from '../checks/throughput.ts';
import type { Endpoints } from '../config/endpoints.ts';
import {
  isBlockPageOverTls,
  isDnsErrorSlow,
  isSlowSite,
  isSurelyCutOff,
  unjudgedAddresses,
} from '../diagnosis/conditions.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { hostingNetworkOf } from '../diagnosis/hosting-networks.ts';
import {
  betterControls,
  isFast,
  isFrozen,
  isPageIncomplete,
  looksFrozen,
  looksSlow,
} from '../diagnosis/pace.ts';
import type { CheckName } from '../model/observation.ts';

export interface CheckTarget {
  host: string;
  country: string;
  alternates: readonly string[];
  /** What to ask the platform for as a sample of its pace: a long file, or its front page. */
  sampleUrl: string;
  isSamePlatform(host: string): boolean;
  /** Whether this browser reports what the system resolver says (Firefox). */
  canResolveNames?: boolean;
  /** The first tab that shows the case: its page is asked if its subresources failed. */
  tabId?: number;
}

/** Deadline of a single request, ms. After a hang the person has waited long enough, so requests get the short one. */
const CHECK_TIMEOUT_MS = 4_000;
const SHORT_TIMEOUT_MS = 2_300;
/**
 * For checks that start after a hang and once a control has answered: the verdict is due six seconds after the page's
 * start.
 */
const LATE_TIMEOUT_MS = 1_900;
/** Where answers take long, a request has to wait this many times as long before silence counts (`SILENCE_FACTOR`). */
const TIMEOUT_FACTOR = 3.2;
const MAX_TIMEOUT_MS = 6_000;
/** Where pace is the question, an answer may take long: nothing is silent, and nothing is hurried. */
const PATIENT_TIMEOUT_MS = 8_000;
/** A refusal takes one round trip; what controls take is three or four. */
const MIN_REFUSAL_MS = 500;
/** A failure that took longer than this to arrive comes over a slow line, ms. */
const SLOW_LINE_MS = 600;
/** Deadline of the whole plan, ms: what is unknown by then stays unknown. Samples of a slow body take the longest. */
export const PLAN_MS = 27_000;
/** A plan never makes more requests than this. */
export const MAX_REQUESTS = 40;

interface PlanRow {
  /** The question that the observations so far leave open. */
  question: string;
  when(f: Findings): boolean;
  checks(s: CheckTarget, e: Endpoints, ms: number, f: Findings): Check[];
}

const isHang = (f: Findings): boolean => f.pageFailureClass === 'timeout';
const hasAnswered = (f: Findings): boolean => f.retryAnswers.length > 0 || f.staticFile === 'answers';
const failedOnRetry = (f: Findings): boolean =>
  !hasAnswered(f) && (f.retryFailureClasses.length > 0 || isHang(f));
const isTimeout = (f: Findings): boolean =>
  (isHang(f) || f.retryFailureClasses.includes('timeout')) && !hasAnswered(f);
const isResetOrRefused = (f: Findings): boolean =>
  f.retryFailureClasses.some((way) => way === 'reset' || way === 'refused');
const hasWorkingControl = (f: Findings): boolean => f.controls.ok.length > 0;
const areControlsKnown = (f: Findings): boolean => hasWorkingControl(f) || f.controls.down.length >= 2;

/**
 * The site could be down. A missing name is not: DoH resolvers tell that without a load from elsewhere, if they can be
 * asked.
 */
const couldBeSiteOutage = (f: Findings): boolean =>
  [f.pageFailureClass, ...f.retryFailureClasses].some(
    (way) =>
      way === 'refused' ||
      way === 'reset' ||
      way === 'timeout' ||
      way === 'tls' ||
      (way === 'dns' && f.dns.exists.length + f.dns.missing.length === 0 && f.dns.unavailable.length > 0),
  );

const wasPremature = (f: Findings, which: CheckName): boolean =>
  f.prematureTimeouts.some(({ check }) => check === which);
/** A line on which even a failure takes long. Questions that would wait for each other's answers are asked side by side. */
const isSlowLine = (f: Findings): boolean =>
  f.retries.some(({ outcome, ms }) => outcome.kind === 'failed' && ms >= SLOW_LINE_MS);
/** The host fails again, and it is known, or on a slow line supposed, that other sites work. */
const isWorthAsking = (f: Findings): boolean => failedOnRetry(f) && (hasWorkingControl(f) || isSlowLine(f));

/** The test helper has used up its time once, so it is not waited for again. */
const testHelperTimedOut = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(({ check, ms }) => check === 'test-helper' && ms >= SHORT_TIMEOUT_MS);
/** Volunteers that were lost quickly are worth a second try; a service that refuses to measure would refuse again. */
const vantagePointsLost = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(
    ({ check, ms, outcome: { kind } }) =>
      check === 'vantage-points' && (kind === 'failed' || kind === 'timeout') && ms < SHORT_TIMEOUT_MS,
  );

/** The page began and did not end, or it is silent while the host's small files are not: how does its body come? */
const isPaceInDoubt = (f: Findings): boolean =>
  hasWorkingControl(f) &&
  (isPageIncomplete(f)
    ? f.symptom.kind === 'stalled' || f.retryAnswers.length > 0
    : isHang(f) && f.staticFile === 'answers');
const looksLimited = (f: Findings): boolean => looksFrozen(f) || looksSlow(f);

/** Public addresses that this network gave for the name, and that no test helper has looked at. */
const addressesToJudge = (f: Findings): string[] =>
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
function baseTimeoutMs(f: Findings): number {
  if (!isHang(f)) return CHECK_TIMEOUT_MS;
  return hasWorkingControl(f) ? LATE_TIMEOUT_MS : SHORT_TIMEOUT_MS;
}

/** A second witness, or one after a long silence, is worth a short wait only. */
const vantagePointsTimeoutMs = (ms: number, f: Findings): number =>
  f.remoteResult === 'fails-alike' || testHelperTimedOut(f) || isHang(f) ? LATE_TIMEOUT_MS : ms;

/**
 * After a hang the page's own request still waits, so a small file is asked for: a host that is only busy has it. A page
 * that began to arrive is no failure to repeat.
 */
function repetition(host: string, ms: number, f: Findings): Check[] {
  if (f.symptom.kind === 'stalled') return [];
  return [f.symptom.kind === 'hang' ? staticFileCheck(host, ms) : retryCheck('1', host, ms, f)];
}

/** A page with an error status may be a block page, so the retry reads its body. */
const retryCheck = (id: string, host: string, ms: number, f: Findings): Check =>
  httpsCheck({ check: 'retry', id, host, timeoutMs: ms, matchBlockPages: f.symptom.kind === 'status' });

const platformSample =
  (round: number): PlanRow['checks'] =>
  ({ host, sampleUrl, isSamePlatform }) => [
    throughputCheck(
      'platform',
      { name: 'page', url: sampleUrl, host, isSameSite: isSamePlatform },
      round,
      PATIENT_TIMEOUT_MS,
    ),
  ];

/** The first two files to compare with, and the one at the platform's own hosting network. */
function firstSpeeds({ remoteAddresses }: Findings, { speeds }: Endpoints): Endpoints['speeds'] {
  const networks = remoteAddresses.map(({ address }) => hostingNetworkOf(address)?.name);
  return speeds.filter(({ name }, i) => i < 2 || networks.includes(name));
}

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
    checks: ({ host, alternates, canResolveNames }, { resolvers }, ms) => [
      ...resolvers.map((r) => dohLookupCheck(r, host, ms)),
      ...(canResolveNames ? [systemLookupCheck(host, ms)] : []),
      plainHttpCheck(host, ms),
      ...alternates.slice(0, 1).map((a) => httpsCheck({ check: 'alternate', id: a, host: a, timeoutMs: ms })),
    ],
  },
  {
    question: 'Which IPv6 addresses does the host have, if this network has IPv6?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f) && f.hasIpv6,
    checks: ({ host }, { resolvers }, ms) => resolvers.map((r) => dohLookupCheck(r, host, ms, 'AAAA')),
  },
  {
    question: 'Is a machine there at the address that this browser gets for the name?',
    // Plain HTTP tells as much, but browsers do not send it to most platforms (HSTS).
    when: (f) => isTimeout(f) && hasWorkingControl(f) && (f.plainHttp === 'void' || f.plainHttp === 'failed'),
    checks: ({ host }, _e, ms, f) => [
      closedPortCheck(host, Math.min(ms, Math.max(MIN_REFUSAL_MS, 2 * (f.typicalResponseMs ?? 0)))),
    ],
  },
  {
    question: 'Does a server at this address answer any other request?',
    when: (f) => isTimeout(f) && hasWorkingControl(f) && f.plainHttp === 'void' && f.closedPort === 'silent',
    checks: ({ host }, _e, ms) => [tlsOnPort80Check(host, ms)],
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
      (unjudgedAddresses(f).length > 0 || f.retryFailureClasses.includes('tls')) &&
      addressesToJudge(f).length > 0,
    checks: ({ host }, endpoints, ms, f) => [
      testHelperCheck({ host, timeoutMs: ms, addresses: addressesToJudge(f) }, endpoints),
    ],
  },
  {
    question: 'The test helper gave no result: was only one answer lost?',
    // Without a vantage point, a site that is down for everyone would be called blocked.
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host }, endpoints, ms, f) => [
      testHelperCheck({ host, timeoutMs: ms, attempt: 2, addresses: addressesToJudge(f) }, endpoints),
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
    when: (f) => f.controls.down.length >= 2 && !hasWorkingControl(f) && f.portals.intercepted.length === 0,
    // No control has answered, so how long an answer takes here is unknown: these requests get the full time. Sites at
    // other networks tell a country that is cut off from one that blocks a few companies.
    checks: ({ country }, { controls, speeds }) => [
      ...domesticChecks(country, CHECK_TIMEOUT_MS),
      ...speeds
        .filter(({ name }) => controls.every((control) => control.name !== name))
        .map((speed) => controlCheck(speed, CHECK_TIMEOUT_MS)),
    ],
  },
  {
    question: 'Was the failure chance?',
    // After a hang, one silent request is the repetition; any other failure has to show itself twice.
    when: (f) =>
      isWorthAsking(f) &&
      f.retryFailureClasses.length > 0 &&
      !(isHang(f) && f.retryFailureClasses.includes('timeout')),
    checks: ({ host }, _e, ms, f) => [retryCheck('2', host, ms, f)],
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
    checks: ({ host, tabId }, _e, ms) => (tabId === undefined ? [] : [inPageCheck(tabId, host, ms)]),
  },
  {
    question: 'What does the site’s true address do with a request that does not name it?',
    when: (f) => isTimeout(f) || (failedOnRetry(f) && isResetOrRefused(f)) || looksLimited(f),
    checks: ({ host }, _e, ms, f) =>
      [f.expectedAddresses, f.dns.ipv6Addresses, f.resolvedAddresses]
        .flatMap((addresses) => addresses.filter((one) => f.hasIpv6 || !isIpv6(one)).slice(0, 1))
        .map((address) => ipLiteralCheck(address, host, ms)),
  },
  {
    question: 'How does the platform’s body come?',
    when: isPaceInDoubt,
    checks: platformSample(1),
  },
  {
    question: 'It stops or drags: do other sites do better on this line?',
    when: (f) => isPaceInDoubt(f) && looksLimited(f),
    checks: (_t, endpoints, _ms, f) =>
      firstSpeeds(f, endpoints).map((s) => throughputCheck('control', s, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'None of these does better: do those at other networks?',
    when: (f) =>
      isPaceInDoubt(f) &&
      looksLimited(f) &&
      f.throughput.control.length >= 2 &&
      betterControls(f).length === 0,
    checks: (_t, { speeds }) => speeds.map((s) => throughputCheck('control', s, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'Was it chance?',
    when: (f) => isPaceInDoubt(f) && looksLimited(f) && betterControls(f).length > 0 && !isFrozen(f),
    checks: platformSample(2),
  },
  {
    question: 'It stops or drags: does it so for others, and without the name?',
    when: (f) => isPaceInDoubt(f) && (looksLimited(f) || f.throughput.platformTimeouts.length > 0),
    checks: ({ host }, endpoints) => [
      testHelperCheck({ host, timeoutMs: PATIENT_TIMEOUT_MS, addresses: [] }, endpoints),
      ...endpoints.resolvers.map((r) => dohLookupCheck(r, host, CHECK_TIMEOUT_MS)),
    ],
  },
];

/** The checks that are worth running now. The runner skips those that have started or have an observation. */
export function nextChecks(target: CheckTarget, endpoints: Endpoints, f: Findings): Check[] {
  const ms = Math.max(
    baseTimeoutMs(f),
    Math.min(TIMEOUT_FACTOR * (f.typicalResponseMs ?? 0), MAX_TIMEOUT_MS),
  );
  return PLAN.filter((row) => row.when(f)).flatMap((row) => row.checks(target, endpoints, ms, f));
}

/** Whether further answers could not change the verdict: then the rest is not asked, and not waited for. */
export function isConclusive(f: Findings): boolean {
  // An answer to a page that does not end, or to a small file, is no news: the question is how the page comes.
  if (isPageIncomplete(f) || f.staticFile === 'answers') return isFast(f) && f.controls.ok.length > 0;
  // Everything that could contradict it was asked before the domestic sites, and has had its time.
  if (isSurelyCutOff(f) && f.retryFailureClasses.length > 0 && f.portals.asked.length >= 2) return true;
  if (isSlowSite(f) && f.controls.ok.length > 0) return true;
  const isWorking = f.retryAnswers.some((a) => a.status < 400) && !isBlockPageOverTls(f);
  return isWorking || (f.retryAnswers.length > 0 && f.controls.ok.length > 0);
}

/**
 * A long file of the host, if the catalogue has one. Else a front page, its own or, for a host that only has parts of
 * pages, that of the platform, which names such parts.
 */
export function sampleUrlOf(
  host: string,
  platform: { domains: string[]; assets: string[]; largeFile?: string | undefined } | undefined,
): string {
  const file = platform?.largeFile;
  if (file !== undefined && new URL(file).hostname === host) return file;
  const isAsset = platform?.assets.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) ?? false;
  return `https://${(isAsset && platform?.domains[0]) || host}/`;
}
