import { definedOnly } from '../base/defined-only.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import type { Observation } from '../model/observation.ts';
import { MAX_REQUESTS, PLAN_MS } from './open-questions.ts';
import { nextChecksByName } from './personal-hosts.ts';
import { isConclusive } from './plan.ts';
import type { CheckTarget } from './plan-row.ts';

export interface PlanRun {
  target: CheckTarget;
  endpoints: Endpoints;
  context: CheckContext;
  /** Keys of the observations that the case already holds: a run after the worker was killed repeats none of them. */
  observedKeys: Iterable<string>;
  /** What the case's observations say by now. It is called again after the consumer has taken an observation. */
  currentFindings(): Findings;
  /**
   * Ends the run early: the page arrived, the tab shows another case, a new round began, or the person deleted
   * everything.
   */
  abortSignal: AbortSignal;
}

/**
 * Carries out the plan until nothing is left to ask, the answer is certain or the time is up. It gives the observations
 * as they are made, all that are there at once, and goes on when its consumer has taken them: the consumer's list is the
 * only one. At the deadline it gives what is there; after the caller's abort it gives nothing more.
 * @throws what a check throws: checks report failures of the network as observations
 */
export async function* runPlan(run: PlanRun): AsyncGenerator<Observation[], void, void> {
  const abortController = new AbortController();
  const abortSignal = AbortSignal.any([
    run.abortSignal,
    abortController.signal,
    AbortSignal.timeout(PLAN_MS),
  ]);
  const checks = new RunningChecks(run.context, abortSignal, run.observedKeys);
  try {
    for (
      let findings = run.currentFindings();
      !abortSignal.aborted && !isConclusive(findings);
      findings = run.currentFindings()
    ) {
      for (const check of nextChecksByName(run.target, run.endpoints, findings)) checks.start(check);
      const observations = await checks.nextObservations();
      if (observations.length === 0 || run.abortSignal.aborted) return;
      yield observations;
    }
    const last = checks.takeMade();
    if (last.length > 0 && !run.abortSignal.aborted) yield last;
  } finally {
    abortController.abort();
  }
}

/** Checks that run side by side, each once. */
class RunningChecks {
  readonly #context: CheckContext;
  readonly #abortSignal: AbortSignal;
  readonly #startedKeys: Set<string>;
  readonly #running = new Map<string, Promise<void>>();
  #made: Observation[] = [];
  /** The first thing that a check threw: it may throw while the observations of others are taken. */
  #defect: { error: unknown } | undefined;

  constructor(context: CheckContext, abortSignal: AbortSignal, observedKeys: Iterable<string>) {
    this.#context = context;
    this.#abortSignal = abortSignal;
    this.#startedKeys = new Set(observedKeys);
  }

  start(check: Check): void {
    if (this.#startedKeys.has(check.key) || this.#startedKeys.size >= MAX_REQUESTS) return;
    this.#startedKeys.add(check.key);
    this.#running.set(check.key, this.#observe(check));
  }

  /** Waits for the next observation, and gives all that are made by then. None: no check is left, or it was aborted. */
  async nextObservations(): Promise<Observation[]> {
    while (this.#made.length === 0 && this.#running.size > 0 && !this.#defect)
      await Promise.race(this.#running.values());
    return this.takeMade();
  }

  takeMade(): Observation[] {
    if (this.#defect) throw this.#defect.error;
    const made = this.#made;
    this.#made = [];
    return made;
  }

  async #observe(check: Check): Promise<void> {
    const at = this.#context.now();
    try {
      const result = await check.run(this.#context, this.#abortSignal);
      if (this.#abortSignal.aborted) return;
      const { name, key, host, address } = check;
      this.#made.push({ check: name, key, host, at, ...definedOnly({ address }), ...result });
    } catch (error) {
      if (!this.#abortSignal.aborted) this.#defect ??= { error };
    } finally {
      this.#running.delete(check.key);
    }
  }
}
