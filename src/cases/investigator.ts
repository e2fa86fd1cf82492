import { definedOnly } from '../base/defined-only.ts';
import type { CheckContext } from '../checks/check.ts';
import { lookUpNetwork } from '../checks/network-lookup.ts';
import { drawControls } from '../config/draw-controls.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { applyRules, raiseForKnownIncident } from '../diagnosis/diagnose.ts';
import { deriveFindings, type Findings } from '../diagnosis/findings/findings.ts';
import { isJudgedByDomain, observationsAbout } from '../investigation/personal-hosts.ts';
import { runPlan } from '../investigation/run-plan.ts';
import { type Case, withoutNetwork } from '../model/case.ts';
import { probeNetworkOf } from '../model/observation.ts';
import { isAccusing, type Verdict } from '../model/verdict.ts';
import type { Platform } from '../platforms/platform.ts';
import { publicHostOf } from '../platforms/public-host.ts';
import type { CaseStore } from './case-store.ts';
import { checkTarget } from './check-target.ts';
import { askConsentFirst, isAskedForByClick } from './consent.ts';

/** `settled` comes once for each round, when the verdict stands. */
export type CaseChange = 'updated' | 'settled';

export interface InvestigatorDeps {
  store: CaseStore;
  context: CheckContext;
  /** Rejects where a policy that cannot be read decides whom to ask: then nobody is asked. */
  getEndpoints(): Promise<Endpoints>;
  platformOf(host: string): Platform | undefined;
  /** Whether the person allows the checks of such a window to use the network. */
  mayCheck(isPrivate: boolean): Promise<boolean>;
  /** Whether checks may ask resolvers and services outside. */
  mayAskOutside(): Promise<boolean>;
  /** Whether a nationwide restriction of that platform is known to be in force. */
  hasRestrictionInForce(country: string, platform: string): Promise<boolean>;
  /** Called after each change. */
  caseChanged(currentCase: Case, change: CaseChange): void;
  /** Receives errors that the person should know of and that no verdict shows, such as a full disk. */
  reportError(error: unknown): void;
}

/** A case under investigation. */
interface RunningCase {
  currentCase: Case;
  abortController: AbortController;
}

/** A case that can be reported, and during which OONI was not asked. */
const needsNetwork = ({ verdict, observations }: Case): boolean =>
  isAccusing(verdict.kind) && observations.every(({ check }) => check !== 'test-helper');

const withoutCertainty = (verdict: Verdict): Verdict =>
  verdict.confidence === 'certain' ? { ...verdict, confidence: 'likely' } : verdict;

/** Takes a case from its first observation to its verdict, and stores each step before the next. */
export class Investigator {
  readonly #deps: InvestigatorDeps;
  readonly #running = new Map<string, RunningCase>();

  constructor(deps: InvestigatorDeps) {
    this.#deps = deps;
  }

  isBusy(): boolean {
    return this.#running.size > 0;
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** The stored copy of a case under investigation may be a step behind. */
  latestCase(currentCase: Case): Case {
    return this.#running.get(currentCase.id)?.currentCase ?? currentCase;
  }

  /** Ends the checks of a case. Nothing more is stored of them. */
  abort(id: string): void {
    this.#running.get(id)?.abortController.abort();
  }

  abortAll(): void {
    for (const { abortController } of this.#running.values()) abortController.abort();
  }

  async investigateCase(initialCase: Case): Promise<void> {
    const run: RunningCase = { currentCase: initialCase, abortController: new AbortController() };
    this.#running.set(initialCase.id, run);
    const { signal: abortSignal } = run.abortController;
    try {
      const findings = this.#findingsOf(run.currentCase);
      await this.saveCase({ ...run.currentCase, verdict: this.#verdictOf(run.currentCase, findings) });
      const endpoints = initialCase.mode === 'standard' ? await this.#findEndpoints() : undefined;
      if (endpoints) await this.#runChecks(run, endpoints, findings);
      else if (initialCase.mode === 'standard') await this.settleQuietly(run.currentCase);
      if (abortSignal.aborted) return;
      const isInForce = await this.#hasRestrictionInForce(initialCase);
      if (abortSignal.aborted) return;
      const { currentCase } = run;
      const verdict = raiseForKnownIncident(
        this.#verdictOf(currentCase, this.#findingsOf(currentCase)),
        currentCase,
        isInForce,
      );
      const settledAt = this.#deps.context.now();
      await this.saveCase({ ...currentCase, verdict, phase: 'settled', settledAt }, 'settled');
      if (endpoints && needsNetwork(run.currentCase) && (await this.#deps.mayAskOutside()))
        await this.#noteNetwork(run, endpoints);
    } finally {
      if (this.#running.get(initialCase.id) === run) this.#running.delete(initialCase.id);
    }
  }

  /**
   * Ends the checks of a case because nobody may be asked any more. What the browser itself reported stands: a plan that was
   * cut short would claim what its next answer might have refuted.
   */
  async settleQuietly(currentCase: Case): Promise<void> {
    this.abort(currentCase.id);
    const quiet: Case = { ...withoutNetwork(currentCase), mode: 'quiet', observations: [] };
    const settledAt = this.#deps.context.now();
    const verdict = this.#verdictOf(quiet, this.#findingsOf(quiet));
    await this.saveCase({ ...quiet, verdict, phase: 'settled', settledAt }, 'settled');
  }

  /** A report has to name the network that failed. Later the person may be on another one. */
  async #noteNetwork(run: RunningCase, endpoints: Endpoints): Promise<void> {
    const { signal: abortSignal } = run.abortController;
    const network = await lookUpNetwork(this.#consentedContext(run).probe, endpoints, abortSignal).catch(
      () => ({}),
    );
    if (!abortSignal.aborted) await this.saveCase({ ...run.currentCase, ...network });
  }

  async #findEndpoints(): Promise<Endpoints | undefined> {
    try {
      return await this.#deps.getEndpoints();
    } catch (error) {
      this.#deps.reportError(error);
      return undefined;
    }
  }

  /** The settings are asked before each request, except where a click has asked for this one case. */
  #consentedContext(run: RunningCase): CheckContext {
    const { context, mayCheck } = this.#deps;
    if (isAskedForByClick(run.currentCase)) return context;
    return askConsentFirst(
      context,
      () => mayCheck(run.currentCase.private),
      () => {
        // Requests that start side by side are refused side by side.
        if (!run.abortController.signal.aborted) void this.settleQuietly(run.currentCase);
      },
    );
  }

  async #runChecks(run: RunningCase, endpoints: Endpoints, initialFindings: Findings): Promise<void> {
    let findings = initialFindings;
    const { signal: abortSignal } = run.abortController;
    const batches = runPlan({
      target: {
        ...checkTarget(run.currentCase, this.#deps),
        asksOutside: await this.#deps.mayAskOutside(),
      },
      endpoints: drawControls(endpoints, run.currentCase),
      context: this.#consentedContext(run),
      observedKeys: run.currentCase.observations.map(({ key }) => key),
      currentFindings: () => findings,
      abortSignal,
    });
    for await (const observations of batches) {
      if (abortSignal.aborted) return;
      const { currentCase } = run;
      const network = observations.find(({ probeCc }) => probeCc !== undefined);
      const observedCase = {
        ...currentCase,
        observations: [...currentCase.observations, ...observations],
        ...(network ? probeNetworkOf(network) : {}),
      };
      findings = this.#findingsOf(observedCase);
      await this.saveCase({ ...observedCase, verdict: this.#verdictOf(observedCase, findings) });
    }
  }

  #findingsOf(currentCase: Case): Findings {
    const isSamePlatform = (host: string) => this.#deps.platformOf(host)?.slug === currentCase.platform;
    const observations = observationsAbout(this.#namesOf(currentCase), currentCase.observations);
    return deriveFindings({ ...currentCase, observations, isSamePlatform });
  }

  #verdictOf(currentCase: Case, findings: Findings): Verdict {
    const { nextStep, ...rest } = applyRules(findings);
    // Checks are on: what helps is the button.
    const verdict = currentCase.isHeldBack ? rest : { ...rest, ...definedOnly({ nextStep }) };
    return isJudgedByDomain(this.#namesOf(currentCase), currentCase.observations)
      ? withoutCertainty(verdict)
      : verdict;
  }

  #namesOf({ host }: Case): { host: string; publicHost: string } {
    return { host, publicHost: publicHostOf(host, this.#deps.platformOf(host)) };
  }

  /** A disk without room for the records costs what they would add, not the verdict. */
  async #hasRestrictionInForce({ country, platform }: Case): Promise<boolean> {
    try {
      return await this.#deps.hasRestrictionInForce(country, platform);
    } catch (error) {
      this.#deps.reportError(error);
      return false;
    }
  }

  async saveCase(currentCase: Case, change: CaseChange = 'updated'): Promise<void> {
    await this.storeCase(currentCase);
    this.#deps.caseChanged(currentCase, change);
  }

  /** A full disk costs the stored copy of the case, not its verdict. */
  async storeCase(currentCase: Case): Promise<void> {
    const run = this.#running.get(currentCase.id);
    if (run && !run.abortController.signal.aborted) run.currentCase = currentCase;
    try {
      await this.#deps.store.saveCase(currentCase);
    } catch (error) {
      this.#deps.reportError(error);
    }
  }
}
