import { isIpv6 } from '../base/ip.ts';
import { ipLiteralCheck } from '../checks/by-address.ts';
import { captivePortalCheck } from '../checks/captive-portal.ts';
import type { Check } from '../checks/check.ts';
import { controlCheck } from '../checks/control.ts';
import { domesticChecks } from '../checks/domestic.ts';
import { oversizedRequestCheck } from '../checks/front-door.ts';
import { globalpingCheck } from '../checks/globalping.ts';
import { inPageCheck } from '../checks/in-page.ts';
import { measurementsCheck } from '../checks/measurements.ts';
import { testHelperCheck } from '../checks/ooni-test-helper.ts';
import { tlsOnPort80Check } from '../checks/other-port.ts';
import { systemLookupCheck } from '../checks/own-lookup.ts';
import { systemResolverCheck } from '../checks/own-resolver.ts';
import { plainHttpCheck } from '../checks/plain-http.ts';
import { dohLookupCheck } from '../checks/resolver.ts';
import { httpsCheck } from '../checks/retry.ts';
import { throughputCheck } from '../checks/throughput.ts';
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
  /** Whether this browser tells what its own resolver says. */
  canResolveNames?: boolean;
  /** The tab whose page came without its parts. */
  tabId?: number;
}

/** A single request's deadline, ms. After a hang the person has waited long enough, and so has the request. */
const CHECK_TIMEOUT_MS = 4_000;
const SHORT_TIMEOUT_MS = 2_300;
/** What is asked only when others have answered, after a hang: the verdict is due ten seconds after the page's start. */
const LATE_TIMEOUT_MS = 1_900;
/** Where others take long to answer, silence is only what lasts so many times as long. */
const TIMEOUT_FACTOR = 2.5;
const MAX_TIMEOUT_MS = 5_000;
/** The whole plan's deadline, ms: what is not known by then stays unknown. */
export const PLAN_MS = 12_000;
/** A plan never makes more requests than this. */
export const MAX_REQUESTS = 40;

interface PlanRow {
  /** The question that the last observation leaves open. */
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

/** It fails as it would if the site were down; that a name exists can be told without asking others to load it. */
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

/** Nobody waits for the same silence twice. */
const testHelperTimedOut = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(({ check, ms }) => check === 'test-helper' && ms >= SHORT_TIMEOUT_MS);
/** The same of volunteers; and who refuses to measure does so again. */
const vantagePointsLost = ({ vantagePoints: { observations } }: Findings): boolean =>
  observations.some(
    ({ check, ms, outcome: { kind } }) =>
      check === 'vantage-points' && (kind === 'failed' || kind === 'timeout') && ms < SHORT_TIMEOUT_MS,
  );

/** Whether a stalled page's platform has been measured as often as it takes: once when it is fast after all. */
const hasEnoughSamples = (f: Findings): boolean =>
  f.throughput.platform.length > 0 &&
  (!isSlow(f) || (f.throughput.platform.length >= 2 && f.throughput.control.length >= 2));

/** A page that came with an error's status may be somebody's block page: then the retry looks at what it says. */
const retryCheck = (id: string, host: string, ms: number, f: Findings): Check =>
  httpsCheck('retry', id, host, ms, f.symptom.kind === 'status');

const throughputChecks =
  (round: number): PlanRow['checks'] =>
  ({ host }, { speeds }, ms) => [
    throughputCheck('platform', { name: host, url: `https://${host}/` }, round, ms),
    ...speeds.map((s) => throughputCheck('control', s, round, ms)),
  ];

/**
 * What to ask when. After every observation the rows that fit are started, each task once, side by side: a row
 * waits for exactly the knowledge that makes it worth its requests.
 */
export const PLAN: readonly PlanRow[] = [
  {
    question: 'Does it still fail, and does anything else work?',
    when: () => true,
    checks: ({ host }, { controls, portals }, ms, f) => [
      retryCheck('1', host, ms, f),
      ...controls.map((c) => controlCheck(c, ms)),
      ...portals.map((p) => captivePortalCheck(p, ms)),
    ],
  },
  {
    question: 'Is it the name, the connection, or this one host?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f),
    checks: ({ host, alternates, canResolveNames }, { resolvers }, ms) => [
      ...resolvers.map((r) => dohLookupCheck(r, host, ms)),
      ...(canResolveNames ? [systemLookupCheck(host, ms)] : []),
      plainHttpCheck(host, ms),
      ...alternates.slice(0, 1).map((a) => httpsCheck('alternate', a, a, ms)),
    ],
  },
  {
    question: 'Where does it live among the addresses of IPv6, which this network has?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f) && f.hasIpv6,
    checks: ({ host }, { resolvers }, ms) => resolvers.map((r) => dohLookupCheck(r, host, ms, 'AAAA')),
  },
  {
    question: 'Is anybody there who answers something else?',
    when: (f) => isTimeout(f) && hasWorkingControl(f),
    // A busy site has no other witness: twice at once, so that one lost answer does not turn the case against others.
    checks: ({ host }, _e, ms) => [
      oversizedRequestCheck(host, ms, 1),
      oversizedRequestCheck(host, ms, 2),
      tlsOnPort80Check(host, ms),
    ],
  },
  {
    question: 'Does the browser’s own resolver say anything at all?',
    when: (f) => (isTimeout(f) || (isDnsErrorSlow(f) && f.retryAnswers.length === 0)) && areControlsKnown(f),
    checks: ({ host }, endpoints, ms) => [systemResolverCheck(host, endpoints, ms)],
  },
  {
    question: 'Is it down for everybody?',
    when: (f) => failedOnRetry(f) && hasWorkingControl(f),
    // It needs its own time to look.
    checks: ({ host }, endpoints, ms) => [testHelperCheck(host, endpoints, Math.max(ms, SHORT_TIMEOUT_MS))],
  },
  {
    question: 'Was it only one lost answer that keeps the site from being cleared?',
    // Whoever is down for everybody would be called blocked for want of this one witness.
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host }, endpoints, ms) => [testHelperCheck(host, endpoints, ms, 2)],
  },
  {
    question: 'Does it work in other countries, and on other networks of this one?',
    // Whoever sees it work from outside has settled it. That it is down is worth a second witness, and a short wait.
    // After a hang and a helper's silence the verdict is due: they would take ten seconds to see a silent site.
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      couldBeSiteOutage(f) &&
      f.remoteResult !== 'works' &&
      f.remoteResult !== 'unasked' &&
      !(isHang(f) && testHelperTimedOut(f)),
    checks: ({ host, country }, endpoints, ms, f) => [
      globalpingCheck(
        host,
        f.probeCc ?? country,
        endpoints,
        f.remoteResult === 'fails-alike' || testHelperTimedOut(f) || isHang(f) ? LATE_TIMEOUT_MS : ms,
      ),
    ],
  },
  {
    question: 'Was it only one lost answer that keeps volunteers from clearing it?',
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      f.remoteResult !== 'works' &&
      !isHang(f) &&
      vantagePointsLost(f),
    checks: ({ host, country }, endpoints, ms, f) => [
      globalpingCheck(host, f.probeCc ?? country, endpoints, ms, 2),
    ],
  },
  {
    question: 'Are others here kept away as well?',
    when: (f) =>
      failedOnRetry(f) && hasWorkingControl(f) && f.remoteResult === 'unknown' && !testHelperTimedOut(f),
    checks: ({ host, country }, endpoints, ms, f) =>
      [f.probeCc ?? country]
        .filter((where) => where !== '')
        .map((where) => measurementsCheck(host, where, endpoints, ms)),
  },
  {
    question: 'Is it my line, or is the country cut off?',
    when: (f) =>
      f.controls.down.length >= 2 &&
      !hasWorkingControl(f) &&
      f.portals.intercepted.length + f.portals.clear.length === 0,
    // Nobody has shown yet how long an answer takes here.
    checks: ({ country }) => domesticChecks(country, CHECK_TIMEOUT_MS),
  },
  {
    question: 'Was it chance?',
    // After a hang one silent retry is the repetition; anything else must show itself twice.
    when: (f) =>
      failedOnRetry(f) &&
      hasWorkingControl(f) &&
      f.retryFailureClasses.length > 0 &&
      !(isHang(f) && f.retryFailureClasses.includes('timeout')),
    checks: ({ host }, _e, ms, f) => [retryCheck('2', host, ms, f)],
  },
  {
    question: 'Is it silent, or was it given up before anything could have come over this line?',
    when: (f) =>
      f.retryAnswers.length === 0 && (wasPremature(f, 'retry') || wasPremature(f, 'oversized-request')),
    checks: ({ host }, _e, ms, f) => [
      ...(wasPremature(f, 'retry') ? [retryCheck('patient', host, ms, f)] : []),
      ...(wasPremature(f, 'oversized-request') ? [oversizedRequestCheck(host, ms, 3)] : []),
    ],
  },
  {
    question: 'Does it fail to the page as well?',
    when: (f) => f.symptom.kind === 'partial-load' && failedOnRetry(f) && hasWorkingControl(f),
    checks: ({ host, tabId }, _e, ms) => (tabId === undefined ? [] : [inPageCheck(tabId, host, ms)]),
  },
  {
    question: 'Is the address silent, or only when the name is said?',
    when: isTimeout,
    checks: ({ host }, _e, ms, f) =>
      [f.expectedAddresses, f.dns.ipv6Addresses, f.resolvedAddresses]
        .flatMap((addresses) => addresses.filter((one) => f.hasIpv6 || !isIpv6(one)).slice(0, 1))
        .map((address) => ipLiteralCheck(address, host, ms)),
  },
  {
    question: 'Does it come slowly, and does everything else?',
    when: (f) => f.symptom.kind === 'stalled' && f.retryAnswers.length > 0 && hasWorkingControl(f),
    checks: throughputChecks(1),
  },
  {
    question: 'Was it slow by chance?',
    when: (f) => isSlow(f) && f.throughput.control.length > 0,
    checks: throughputChecks(2),
  },
];

/** What would be worth asking now, by key. Tasks that already have an observation are left out by the runner. */
export function nextChecks(target: CheckTarget, endpoints: Endpoints, f: Findings): Check[] {
  const baseTimeoutMs = !isHang(f)
    ? CHECK_TIMEOUT_MS
    : hasWorkingControl(f)
      ? LATE_TIMEOUT_MS
      : SHORT_TIMEOUT_MS;
  const ms = Math.max(baseTimeoutMs, Math.min(TIMEOUT_FACTOR * (f.typicalResponseMs ?? 0), MAX_TIMEOUT_MS));
  return PLAN.filter((row) => row.when(f)).flatMap((row) => row.checks(target, endpoints, ms, f));
}

/** Whether further answers could not change the verdict: it answers, so the rest is not asked or not waited for. */
export function isConclusive(f: Findings): boolean {
  // That it answers is no news: what is asked is how fast.
  if (f.symptom.kind === 'stalled' && f.retryAnswers.length > 0 && !hasEnoughSamples(f)) return false;
  // Whatever could speak against it was asked before the country's own sites, and has had its time.
  if (isSurelyCutOff(f) && f.retryFailureClasses.length > 0 && f.portals.asked.length >= 2) return true;
  if (isSlowSite(f) && f.controls.ok.length > 0) return true;
  const isWorking = f.retryAnswers.some((a) => a.status < 400) && !isBlockPageOverTls(f);
  return isWorking || (f.retryAnswers.length > 0 && f.controls.ok.length > 0);
}
