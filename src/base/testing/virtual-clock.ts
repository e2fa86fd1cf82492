/** A clock that jumps to its next timer as soon as nothing else is left to do. */
export class VirtualClock {
  #now: number;
  #timers: { at: number; fire: () => void }[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      this.#timers.push({ at: this.#now + Math.max(0, ms), fire: resolve });
    });

  /** Lets time pass until the promise settles. @throws its rejection; Error if no timer can settle it */
  async run<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve));
      if (isSettled) return settled;
      if (!this.#fireNext()) throw new Error('Nothing is left that could settle the promise');
    }
  }

  /** Timers of one moment fire in the order in which they were set, each in a turn of its own. */
  #fireNext(): boolean {
    const at = Math.min(...this.#timers.map((timer) => timer.at));
    const index = this.#timers.findIndex((timer) => timer.at === at);
    const [next] = index < 0 ? [] : this.#timers.splice(index, 1);
    if (!next) return false;
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }
}
