/** Firefox lets a timer be late by so much of its length, to wake less often (seen: 0.8 s late of 7 s). */
const TIMER_LATENESS = 1 / 8;
/** Whatever a timer this short is late by does not matter, ms. */
const SHORT_TIMER_MS = 200;

/** Runs at that time (Unix epoch, ms), and not an eighth later: in ever shorter steps. @returns takes it back */
export function runAt(callback: () => void, at: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const scheduleNext = (): void => {
    const left = at - Date.now();
    timer =
      left > SHORT_TIMER_MS
        ? setTimeout(scheduleNext, left * (1 - TIMER_LATENESS))
        : setTimeout(callback, left);
  };
  scheduleNext();
  return () => clearTimeout(timer);
}

export const waitForMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
