import { definedOnly } from '../base/defined-only.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import type { Observation } from '../model/observation.ts';
import { type CheckTarget, isConclusive, MAX_REQUESTS, nextChecks, PLAN_MS } from './plan.ts';

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
 * Carries out the plan until nothing is left to ask, further answers cannot change the verdict or the time is up. It
 * yields each observation when it is made and continues when the consumer has taken it, so that the consumer's list is
 * the only one.
 * @throws what a check throws: checks report failures of the network as observations
 */
export async function* runPlan(run: PlanRun): AsyncGenerator<Observation, void, void> {
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
      for (const check of nextChecks(run.target, run.endpoints, findings)) checks.start(check);
      if (checks.areDone()) return;
      yield* checks.takeObservations();
    }
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
  readonly #made: Observation[] = [];

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

  areDone(): boolean {
    return this.#running.size === 0 && this.#made.length === 0;
  }

  /**
   * Waits for the next observation and yields it, with those that are made while the consumer takes it. None after an
   * abort.
   */
  async *takeObservations(): AsyncGenerator<Observation, void, void> {
    if (this.#made.length === 0) await Promise.race(this.#running.values());
    for (let next = this.#made.shift(); next && !this.#abortSignal.aborted; next = this.#made.shift())
      yield next;
  }

  async #observe(check: Check): Promise<void> {
    const at = this.#context.now();
    try {
      const result = await check.run(this.#context, this.#abortSignal);
      const { name, key, host, address } = check;
      this.#made.push({
        check: name,
        key,
        host,
        ...definedOnly({ address }),
        at,
        ...result,
      });
    } catch (error) {
      if (!this.#abortSignal.aborted) throw error;
    } finally {
      this.#running.delete(check.key);
    }
  }
}
