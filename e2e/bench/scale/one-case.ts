import { isIpLiteral } from '../../../src/base/ip.ts';
import { VirtualClock } from '../../../src/base/testing/virtual-clock.ts';
import { LimitedProbe } from '../../../src/checks/limited-probe.ts';
import { ENDPOINTS } from '../../../src/config/endpoints.ts';
import { createIsServiceHost } from '../../../src/config/host-patterns.ts';
import { requestsPerHourOf } from '../../../src/config/request-budgets.ts';
import { applyRules } from '../../../src/diagnosis/diagnose.ts';
import { deriveFindings, type Findings } from '../../../src/diagnosis/findings/findings.ts';
import { PLAN_MS } from '../../../src/investigation/open-questions.ts';
import { runPlan } from '../../../src/investigation/run-plan.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { Probe } from '../../../src/model/probe.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { platformOfHost } from '../../../src/platforms/catalogue.ts';
import { isUnknownName } from '../../network/browsers.ts';
import { COUNTRY, createInternet, isUpgradedByBrowser, type Refusals } from './internet.ts';
import type { Situation } from './situations.ts';

const HOST = 'x.com';
const isPlatform = (host: string): boolean => platformOfHost(host)?.slug === 'x';
const STARTED_AT = Date.UTC(2026, 10, 25, 20);

/** A request that left the device. */
interface SentRequest {
  host: string;
  /** ms after the case began. */
  atMs: number;
}

export interface CaseRun {
  sent: SentRequest[];
  /** Requests that the limits held back. */
  heldBack: number;
  verdict: Verdict;
  /** From the first symptom to the verdict, ms. */
  ms: number;
}

/** Plays one case through the real plan, its limits and its rules, on a clock that does not wait. */
export async function runOneCase(situation: Situation, refusals: Refusals = {}): Promise<CaseRun> {
  const clock = new VirtualClock(STARTED_AT);
  const sent: SentRequest[] = [];
  const observations: Observation[] = [];
  const internet = createInternet(clock, situation, refusals);
  const recordingProbe: Probe = async (request, abortSignal) => {
    const { hostname: host } = new URL(request.url);
    // A name that does not exist, and what the browser itself takes to https, reach nobody.
    if (!isUnknownName(host) && !isUpgradedByBrowser(request.url))
      sent.push({ host, atMs: clock.now() - STARTED_AT });
    return internet(request, abortSignal);
  };
  const currentFindings = (): Findings =>
    deriveFindings({
      symptom: situation.symptom,
      secure: true,
      mode: 'standard',
      observations,
      isSamePlatform: isPlatform,
    });
  await clock.run(
    takeObservations(clock, limitedProbe(clock, recordingProbe), currentFindings, observations),
  );
  const ms = clock.now() - STARTED_AT;
  if (ms > PLAN_MS) throw new Error(`${situation.name}: the plan took ${ms} ms, and may take ${PLAN_MS}`);
  const heldBack = observations.filter(
    ({ outcome }) => outcome.kind === 'void' && isLimit(outcome.why),
  ).length;
  return { sent, heldBack, verdict: applyRules(currentFindings()), ms };
}

const isLimit = (why: string): boolean => ['connection-limit', 'budget', 'retry-after'].includes(why);

async function takeObservations(
  clock: VirtualClock,
  probe: Probe,
  currentFindings: () => Findings,
  taken: Observation[],
): Promise<void> {
  const batches = runPlan({
    target: {
      host: HOST,
      country: COUNTRY,
      alternates: ['twitter.com'],
      sampleUrl: `https://${HOST}/`,
      isSamePlatform: isPlatform,
    },
    endpoints: ENDPOINTS,
    context: { ...clock, probe, random: () => 0.5, findBlockPage: async () => undefined },
    observedKeys: [],
    currentFindings,
    abortSignal: new AbortController().signal,
  });
  for await (const batch of batches) taken.push(...batch);
}

/** As the background makes it (`extension/background/limits.ts`). */
function limitedProbe(clock: VirtualClock, probe: Probe): Probe {
  const isServiceHost = createIsServiceHost(ENDPOINTS);
  return new LimitedProbe({
    ...clock,
    probe,
    random: () => 0.5,
    isPlatformHost: (host) =>
      !isServiceHost(host) && (isIpLiteral(host) || platformOfHost(host) !== undefined),
    requestsPerHour: requestsPerHourOf(ENDPOINTS),
  }).probe;
}
