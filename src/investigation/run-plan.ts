import type { Check, CheckContext } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import type { Case } from '../model/case.ts';
import type { Observation } from '../model/observation.ts';
import { type CheckTarget, isConclusive, MAX_REQUESTS, nextChecks, PLAN_MS } from './plan.ts';

export interface Investigation {
  case: Case;
  target: CheckTarget;
  getEndpoints: Endpoints;
  context: CheckContext;
  isSamePlatform(host: string): boolean;
  /** Stores each observation when it is made; the next step waits for it. Rejects when it cannot be kept. */
  saveObservation(observation: Observation): Promise<void>;
  /** Ends it early: the page arrived, the tab closed, a new round began. */
  abortSignal: AbortSignal;
}

/**
 * Carries out the plan until nothing is left to ask, the answer is certain or the time is up.
 * Goes on from whatever the case already holds, so that a killed worker repeats nothing that it had observed.
 * @returns all observations of the case
 */
export async function runPlan(investigation: Investigation): Promise<Observation[]> {
  const { target, getEndpoints, context } = investigation;
  const observations = [...investigation.case.observations];
  const currentFindings = () =>
    deriveFindings({ ...investigation.case, observations, isSamePlatform: investigation.isSamePlatform });
  const startedKeys = new Set(observations.map((o) => o.key));
  const runningByKey = new Map<string, Promise<void>>();
  const abortController = new AbortController();
  const abortSignal = AbortSignal.any([
    investigation.abortSignal,
    abortController.signal,
    AbortSignal.timeout(PLAN_MS),
  ]);

  const runCheck = async (nextCheck: Check): Promise<void> => {
    const at = context.now();
    const check = nextCheck.name;
    try {
      const result = await nextCheck.run(context, abortSignal);
      if (abortSignal.aborted) return;
      const observation: Observation = { check, key: nextCheck.key, host: nextCheck.host, at, ...result };
      observations.push(observation);
      await investigation.saveObservation(observation);
    } catch (error) {
      if (!abortSignal.aborted) throw error;
    } finally {
      runningByKey.delete(nextCheck.key);
    }
  };

  try {
    while (!abortSignal.aborted && !isConclusive(currentFindings())) {
      for (const nextCheck of nextChecks(target, getEndpoints, currentFindings())) {
        if (startedKeys.has(nextCheck.key) || startedKeys.size >= MAX_REQUESTS) continue;
        startedKeys.add(nextCheck.key);
        runningByKey.set(nextCheck.key, runCheck(nextCheck));
      }
      if (runningByKey.size === 0) break;
      await Promise.race(runningByKey.values());
    }
  } finally {
    abortController.abort();
  }
  return observations;
}
