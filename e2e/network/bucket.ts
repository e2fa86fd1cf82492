const STEP_MS = 50;

/** Bytes that may pass in a second, in fair shares for all that wait. */
export class Bucket {
  readonly #bytesPerSecond: number;
  readonly #waiting = new Map<object, { wanted: number; grant(bytes: number): void }>();
  #timer: NodeJS.Timeout | undefined;
  #credit = 0;
  #filledAt = 0;

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Resolves with the bytes that may pass now: at least one, at most `wanted`. Never resolves after `leave`. */
  take(owner: object, wanted: number): Promise<number> {
    return new Promise((grant) => {
      this.#waiting.set(owner, { wanted, grant });
      if (this.#timer) return;
      this.#credit = 0;
      this.#filledAt = performance.now();
      this.#timer = setInterval(() => this.#share(), STEP_MS);
    });
  }

  leave(owner: object): void {
    this.#waiting.delete(owner);
  }

  #share(): void {
    if (this.#waiting.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    this.#credit += ((now - this.#filledAt) * this.#bytesPerSecond) / 1000;
    this.#filledAt = now;
    const share = Math.max(1, Math.floor(this.#credit / this.#waiting.size));
    for (const [owner, { wanted, grant }] of [...this.#waiting]) {
      if (this.#credit < 1) return;
      const bytes = Math.min(wanted, share);
      this.#credit -= bytes;
      // Who waits longest is served first the next time.
      this.#waiting.delete(owner);
      grant(bytes);
    }
  }
}
