import type { NotSentReason, Probe, ProbeRequest, ProbeResult } from '../model/probe.ts';
import { ConnectionLimits, type ConnectionLimitsDeps } from './connection-limits.ts';
import { RequestBudgets, type RequestBudgetsDeps } from './request-budgets.ts';

/** A request that has waited for more than this share of its time is not sent: the rest is too short for an answer. */
const MAX_WAIT_SHARE = 0.5;

/** Services are asked at different moments within this time, ms: a volley of handshakes would give the extension away. */
const SPREAD_MS = 200;

export interface LimitedProbeDeps extends ConnectionLimitsDeps, RequestBudgetsDeps {
  probe: Probe;
  /** Whether the host, a name or an address, may be the one that fails. All others are services that are asked. */
  isPlatformHost(host: string): boolean;
}

/**
 * Spares every host that is asked. A platform's host gets few connections, in turn, so that the checks never cause what
 * they look for; every other host has a budget, and a pause if it wants one. What is held back comes as `not-sent`.
 * Services are not asked all at once.
 */
export class LimitedProbe {
  readonly #deps: LimitedProbeDeps;
  readonly #connections: ConnectionLimits;
  readonly #budgets: RequestBudgets;

  constructor(deps: LimitedProbeDeps) {
    this.#deps = deps;
    this.#connections = new ConnectionLimits(deps);
    this.#budgets = new RequestBudgets(deps);
  }

  readonly probe: Probe = (request, abortSignal) => {
    const { hostname } = new URL(request.url);
    return this.#deps.isPlatformHost(hostname)
      ? this.#askPlatform(hostname, request, abortSignal)
      : this.#askService(hostname, request, abortSignal);
  };

  /** The network is another one: what was sent over the old one does not count. */
  networkChanged(): void {
    this.#connections.reset();
  }

  async forgetAll(): Promise<void> {
    this.#connections.reset();
    await this.#budgets.reset();
  }

  /** The request's own time begins with its turn, and what the wait has used up is missing at its end. */
  async #askPlatform(host: string, request: ProbeRequest, abortSignal: AbortSignal): Promise<ProbeResult> {
    const { now, probe } = this.#deps;
    const askedAt = now();
    const endTurn = await this.#connections.takeTurn(host, request.timeoutMs * MAX_WAIT_SHARE, abortSignal);
    const waitedMs = now() - askedAt;
    if (!endTurn) return notSent('connection-limit', waitedMs);
    try {
      return await probe(
        { ...request, timeoutMs: Math.max(1, request.timeoutMs - Math.max(0, waitedMs)) },
        abortSignal,
      );
    } finally {
      endTurn();
    }
  }

  async #askService(host: string, request: ProbeRequest, abortSignal: AbortSignal): Promise<ProbeResult> {
    const reason = await this.#budgets.spend(host);
    abortSignal.throwIfAborted();
    if (reason) return notSent(reason, 0);
    const waitMs = this.#deps.random() * SPREAD_MS;
    if (waitMs > 0) await this.#deps.pause(waitMs);
    abortSignal.throwIfAborted();
    const result = await this.#deps.probe(request, abortSignal);
    if (request.url.startsWith('https:')) await this.#budgets.recordAnswer(host, result);
    return result;
  }
}

const notSent = (why: NotSentReason, ms: number): ProbeResult => ({
  kind: 'not-sent',
  why,
  ms: Math.max(0, ms),
});
