import { MINUTE_MS } from '../base/time.ts';

/** Some filters punish the dozen connections at once that a checker would open, and would make it the cause. */
export const MAX_CONNECTIONS_AT_ONCE = 2;
export const MAX_CONNECTIONS_PER_MINUTE = 6;

export interface ConnectionLimitsDeps {
  /** Unix epoch, ms. */
  now(): number;
  /** Resolves after `ms`. */
  pause(ms: number): Promise<void>;
}

/** Ends a turn; a second call changes nothing. */
export type EndTurn = () => void;

interface Waiter {
  /** The last moment in which its turn may begin, Unix epoch, ms. */
  latestStart: number;
  settle(endTurn: EndTurn | undefined): void;
}

interface HostQueue {
  active: number;
  /** Times of the starts of the last minute, oldest first. */
  starts: number[];
  waiting: Waiter[];
}

/** Gives turns to the connections to a host: few at once, few in a minute, in the order in which they are asked for. */
export class ConnectionLimits {
  readonly #deps: ConnectionLimitsDeps;
  readonly #queues = new Map<string, HostQueue>();

  constructor(deps: ConnectionLimitsDeps) {
    this.#deps = deps;
  }

  /**
   * Waits up to `maxWaitMs` for a turn. @returns what ends the turn; undefined if it cannot begin in time
   * @throws the signal's reason if it is aborted before the turn begins
   */
  async takeTurn(host: string, maxWaitMs: number, abortSignal: AbortSignal): Promise<EndTurn | undefined> {
    abortSignal.throwIfAborted();
    const queue = this.#queueOf(host);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        latestStart: this.#deps.now() + maxWaitMs,
        settle: (endTurn) => {
          abortSignal.removeEventListener('abort', onAbort);
          resolve(endTurn);
        },
      };
      const onAbort = (): void => {
        removeWaiter(queue, waiter);
        reject(abortSignal.reason);
        this.#startTurns(queue);
      };
      abortSignal.addEventListener('abort', onAbort);
      queue.waiting.push(waiter);
      this.#startTurns(queue);
      if (queue.waiting.includes(waiter))
        void this.#deps.pause(maxWaitMs).then(() => {
          if (removeWaiter(queue, waiter)) waiter.settle(undefined);
        });
    });
  }

  /** Forgets the starts so far, with the names of their hosts. */
  reset(): void {
    for (const queue of this.#queues.values()) {
      queue.starts = [];
      this.#startTurns(queue);
    }
    this.#dropIdleQueues();
  }

  #dropIdleQueues(): void {
    for (const [host, queue] of this.#queues) {
      dropOldStarts(queue, this.#deps.now());
      if (queue.active + queue.starts.length + queue.waiting.length === 0) this.#queues.delete(host);
    }
  }

  #queueOf(host: string): HostQueue {
    this.#dropIdleQueues();
    const queue = this.#queues.get(host) ?? { active: 0, starts: [], waiting: [] };
    this.#queues.set(host, queue);
    return queue;
  }

  /** Starts the turns that may begin now, and gives up those that can no longer begin in time. */
  #startTurns(queue: HostQueue): void {
    const now = this.#deps.now();
    dropOldStarts(queue, now);
    for (;;) {
      const oldestStart = queue.starts.at(-MAX_CONNECTIONS_PER_MINUTE);
      const earliest = oldestStart === undefined ? now : oldestStart + MINUTE_MS;
      for (const waiter of queue.waiting.filter(({ latestStart }) => latestStart < earliest)) {
        removeWaiter(queue, waiter);
        waiter.settle(undefined);
      }
      if (queue.waiting.length === 0 || queue.active >= MAX_CONNECTIONS_AT_ONCE) return;
      if (earliest > now) {
        void this.#deps.pause(earliest - now).then(() => this.#startTurns(queue));
        return;
      }
      queue.active++;
      queue.starts.push(now);
      queue.waiting.shift()?.settle(this.#endTurnOf(queue));
    }
  }

  #endTurnOf(queue: HostQueue): EndTurn {
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      queue.active = Math.max(0, queue.active - 1);
      this.#startTurns(queue);
    };
  }
}

/** @returns whether it was still waiting */
function removeWaiter(queue: HostQueue, waiter: Waiter): boolean {
  const wasWaiting = queue.waiting.includes(waiter);
  queue.waiting = queue.waiting.filter((other) => other !== waiter);
  return wasWaiting;
}

/** A start in the future means that the clock was set back: it is forgotten too. */
function dropOldStarts(queue: HostQueue, now: number): void {
  queue.starts = queue.starts.filter((at) => at <= now && now - at < MINUTE_MS);
}
