/** Firefox lets a timer be late by so much of its length, to wake less often (seen: 0.8 s late of 7 s). */
const LATENESS = 1 / 8;
/** Whatever a timer this short is late by does not matter, ms. */
const SHORT_MS = 200;

/** Runs at that time (Unix epoch, ms), and not an eighth later: in ever shorter steps. @returns takes it back */
export function runAt(run: () => void, at: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    const left = at - Date.now();
    timer = left > SHORT_MS ? setTimeout(wait, left * (1 - LATENESS)) : setTimeout(run, left);
  };
  wait();
  return () => clearTimeout(timer);
}
