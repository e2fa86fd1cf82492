import type { Check, CheckContext } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import type { Case } from '../model/case.ts';
import type { Observation } from '../model/observation.ts';
import { isEnough, MAX_REQUESTS, PLAN_MS, type Subject, wanted } from './plan.ts';

export interface Investigation {
  case: Case;
  subject: Subject;
  endpoints: Endpoints;
  tools: CheckContext;
  samePlatform(host: string): boolean;
  /** Stores each observation when it is made; the next step waits for it. Rejects when it cannot be kept. */
  keep(observation: Observation): Promise<void>;
  /** Ends it early: the page arrived, the tab closed, a new round began. */
  signal: AbortSignal;
}

/**
 * Carries out the plan until nothing is left to ask, the answer is certain or the time is up.
 * Goes on from whatever the case already holds, so that a killed worker repeats nothing that it had observed.
 * @returns all observations of the case
 */
export async function investigate(job: Investigation): Promise<Observation[]> {
  const { subject, endpoints, tools } = job;
  const observations = [...job.case.observations];
  const facts = () => deriveFindings({ ...job.case, observations, isSamePlatform: job.samePlatform });
  const started = new Set(observations.map((o) => o.key));
  const running = new Map<string, Promise<void>>();
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal, AbortSignal.timeout(PLAN_MS)]);

  const run = async (task: Check): Promise<void> => {
    const at = tools.now();
    const check = task.name;
    try {
      const seen = await task.run(tools, signal);
      if (signal.aborted) return;
      const observation: Observation = { check, key: task.key, host: task.host, at, ...seen };
      observations.push(observation);
      await job.keep(observation);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      running.delete(task.key);
    }
  };

  try {
    while (!signal.aborted && !isEnough(facts())) {
      for (const task of wanted(subject, endpoints, facts())) {
        if (started.has(task.key) || started.size >= MAX_REQUESTS) continue;
        started.add(task.key);
        running.set(task.key, run(task));
      }
      if (running.size === 0) break;
      await Promise.race(running.values());
    }
  } finally {
    stop.abort();
  }
  return observations;
}
