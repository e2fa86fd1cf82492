/**
 * Whether a stored time cannot be right, because nothing is ever planned so far ahead: the device's clock was ahead when it
 * was stored, and was corrected later. What waits for such a time would wait for years.
 * @param epochMs the stored time, and `now`: Unix epoch, ms
 * @param maxAheadMs the longest time that the code plans ahead
 */
export function isTooFarAhead(epochMs: number, now: number, maxAheadMs = 0): boolean {
  return !(epochMs - now <= maxAheadMs);
}
