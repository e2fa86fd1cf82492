import { isIpv6 } from '../base/ip.ts';
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
import { oversizedRequestCheck } from '../checks/oversized-request.ts';
import { plainHttpCheck } from '../checks/plain-http.ts';
import { systemResolverCheck } from '../checks/system-resolver-health.ts';
import { systemLookupCheck } from '../checks/system-resolver-lookup.ts';
import { throughputCheck } from '../checks/throughput.ts';
import { tlsOnPort80Check } from '../checks/tls-on-port-80.ts';
import type { Endpoints } from '../config/endpoints.ts';
import {
  isBlockPageOverTls,
  isDnsErrorSlow,
  isSlow,
  isSlowSite,
  isSurelyCutOff,
} from '../diagnosis/conditions.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import type { CheckName } from '../model/observation.ts';

export interface CheckTarget {
  host: string;
  country: string;
  alternates: readonly string[];
  /** Whether this browser reports what the system resolver says (Firefox). */
  canResolveNames?: boolean;
  /** The first tab that shows the case: its page is asked if its subresources failed. */
  tabId?: number;
}

/** Deadline of a single request, ms. After a hang the person has waited long enough, so requests get the short one. */
const CHECK_TIMEOUT_MS = 4_000;
const SHORT_TIMEOUT_MS = 2_300;
/**
 * For checks that start after a hang and once a control has answered: the verdict is due ten seconds after the page's
 * start.
 */
const LATE_TIMEOUT_MS = 1_900;
/** Where answers take long, a request has to wait this many times as long before silence counts. */
const TIMEOUT_FACTOR = 2.5;
const MAX_TIMEOUT_MS = 5_000;
/** Deadline of the whole plan, ms: what is unknown by then stays unknown. */
export const PLAN_MS = 12_000;
/** A plan never makes more requests than this. */
export const MAX_REQUESTS = 40;

interface PlanRow {
  /** The question that the observations so far leave open. */
  question: string;
  when(f: Findings): boolean;
  checks(s: CheckTarget, e: Endpoints, ms: number, f: Findings): Check[];
}

const isHang = (f: Findings): boolean => f.pageFailureClass === 'timeout';
const failedOnRetry = (f: Findings): boolean =>
  f.retryAnswers.length === 0 && (f.retryFailureClasses.length > 0 || isHang(f));
const isTimeout = (f: Findings): boolean =>
  (isHang(f) || f.retryFailureClasses.includes('timeout')) && f.retryAnswers.length === 0;
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

/** The test helper has used up its time once, so it is not waited for again. */
const testHelperTimedOut = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(({ check, ms }) => check === 'test-helper' && ms >= SHORT_TIMEOUT_MS);
/** Volunteers that were lost quickly are worth a second try; a service that refuses to measure would refuse again. */
const vantagePointsLost = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(
    ({ check, ms, outcome: { kind } }) =>
      check === 'vantage-points' && (kind === 'failed' || kind === 'timeout') && ms < SHORT_TIMEOUT_MS,
  );

/**
 * Whether a stalled page's platform has enough samples: one if it is fast after all, else two of it and two of other
 * sites.
 */
const hasEnoughSamples = (f: Findings): boolean =>
  f.throughput.platform.length > 0 &&
  (!isSlow(f) || (f.throughput.platform.length >= 2 && f.throughput.control.length >= 2));

/** What every check may take on a fast line. */
function baseTimeoutMs(f: Findings): number {
  if (!isHang(f)) return CHECK_TIMEOUT_MS;
  return hasWorkingControl(f) ? LATE_TIMEOUT_MS : SHORT_TIMEOUT_MS;
}

/** A second witness, or one after a long silence, is worth a short wait only. */
const vantagePointsTimeoutMs = (ms: number, f: Findings): number =>
  f.remoteResult === 'fails-alike' || testHelperTimedOut(f) || isHang(f) ? LATE_TIMEOUT_MS : ms;

/** A page with an error status may be a block page, so the retry reads its body. */
const retryCheck = (id: string, host: string, ms: number, f: Findings): Check =>
  httpsCheck({ check: 'retry', id, host, timeoutMs: ms, matchBlockPages: f.symptom.kind === 'status' });

const throughputChecks =
  (round: number): PlanRow['checks'] =>
  ({ host }, { speeds }, ms) => [
    throughputCheck('platform', { name: host, url: `https://${host}/` }, round, ms),
    ...speeds.map((s) => throughputCheck('control', s, round, ms)),
  ];

/**
 * What to ask when. After every observation the rows that match start their checks, each check once, side by side: a
 * row waits for exactly the knowledge that makes it worth its requests.
 */
const PLAN: readonly PlanRow[] = [
  {
    question: 'Does the host still fail, and do other sites work?',
    when: () => true,
    checks: ({ host }, { controls, portals }, ms, f) => [
      retryCheck('1', host, ms, f),
      ...controls.map((c) => controlCheck(c, ms)),
      ...portals.map((p) => captivePortalCheck(p, ms)),
    ],
  },
  {
    question: 'Is the cause the name, the connection, or this host alone?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f),
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
    question: 'Does a server at this address answer any other request?',
    when: (f) => isTimeout(f) && hasWorkingControl(f),
    // Nothing else shows that a site is only busy: two at once, so that one lost answer does not turn the case against
    // the network.
    checks: ({ host }, _e, ms) => [
      oversizedRequestCheck(host, ms, 1),
      oversizedRequestCheck(host, ms, 2),
      tlsOnPort80Check(host, ms),
    ],
  },
  {
    question: 'Does the system resolver answer at all?',
    when: (f) => (isTimeout(f) || (isDnsErrorSlow(f) && f.retryAnswers.length === 0)) && areControlsKnown(f),
    checks: ({ host }, endpoints, ms) => [systemResolverCheck(host, endpoints, ms)],
  },
  {
    question: 'Is the site down for everyone?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f),
    // The test helper needs its own time to load the site.
    checks: ({ host }, endpoints, ms) => [testHelperCheck(host, endpoints, Math.max(ms, SHORT_TIMEOUT_MS))],
  },
  {
    question: 'The test helper gave no result: was only one answer lost?',
    // Without a vantage point, a site that is down for everyone would be called blocked.
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host }, endpoints, ms) => [testHelperCheck(host, endpoints, ms, 2)],
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
    when: (f) =>
      f.controls.down.length >= 2 &&
      !hasWorkingControl(f) &&
      f.portals.intercepted.length + f.portals.clear.length === 0,
    // No control has answered, so how long an answer takes here is unknown: these requests get the full time.
    checks: ({ country }) => domesticChecks(country, CHECK_TIMEOUT_MS),
  },
  {
    question: 'Was the failure chance?',
    // After a hang, one silent retry is the repetition; any other failure has to show itself twice.
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      f.retryFailureClasses.length > 0 &&
      !(isHang(f) && f.retryFailureClasses.includes('timeout')),
    checks: ({ host }, _e, ms, f) => [retryCheck('2', host, ms, f)],
  },
  {
    question: 'Is the host silent, or was the request given up before this line could answer?',
    when: (f) =>
      f.retryAnswers.length === 0 && (wasPremature(f, 'retry') || wasPremature(f, 'oversized-request')),
    checks: ({ host }, _e, ms, f) => [
      ...(wasPremature(f, 'retry') ? [retryCheck('patient', host, ms, f)] : []),
      ...(wasPremature(f, 'oversized-request') ? [oversizedRequestCheck(host, ms, 3)] : []),
    ],
  },
  {
    question: 'Does the host fail from inside the page as well?',
    when: (f) => f.symptom.kind === 'partial-load' && failedOnRetry(f) && hasWorkingControl(f),
    checks: ({ host, tabId }, _e, ms) => (tabId === undefined ? [] : [inPageCheck(tabId, host, ms)]),
  },
  {
    question: 'Is the address silent, or only when a request names the host?',
    when: isTimeout,
    checks: ({ host }, _e, ms, f) =>
      [f.expectedAddresses, f.dns.ipv6Addresses, f.resolvedAddresses]
        .flatMap((addresses) => addresses.filter((one) => f.hasIpv6 || !isIpv6(one)).slice(0, 1))
        .map((address) => ipLiteralCheck(address, host, ms)),
  },
  {
    question: 'Is the platform slow, and are other sites slow as well?',
    when: (f) => f.symptom.kind === 'stalled' && f.retryAnswers.length > 0 && hasWorkingControl(f),
    checks: throughputChecks(1),
  },
  {
    question: 'Was the platform slow by chance?',
    when: (f) => isSlow(f) && f.throughput.control.length > 0,
    checks: throughputChecks(2),
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
  // An answer to a stalled page is no news: the question is how fast it comes.
  if (f.symptom.kind === 'stalled' && f.retryAnswers.length > 0 && !hasEnoughSamples(f)) return false;
  // Everything that could contradict it was asked before the domestic sites, and has had its time.
  if (isSurelyCutOff(f) && f.retryFailureClasses.length > 0 && f.portals.asked.length >= 2) return true;
  if (isSlowSite(f) && f.controls.ok.length > 0) return true;
  const isWorking = f.retryAnswers.some((a) => a.status < 400) && !isBlockPageOverTls(f);
  return isWorking || (f.retryAnswers.length > 0 && f.controls.ok.length > 0);
}
