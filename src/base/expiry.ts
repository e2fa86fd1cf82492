import { HOUR_MS } from './time.ts';

/** A clock that is put right by less makes nothing one of the future. */
const CLOCK_TOLERANCE_MS = HOUR_MS;

/** Whether something is to be deleted: it is too old, or a clock that was wrong has dated it in the future. Times in ms. */
export function isExpired(at: number, { now, lifetimeMs }: { now: number; lifetimeMs: number }): boolean {
  const ageMs = now - at;
  return ageMs > lifetimeMs || ageMs < -CLOCK_TOLERANCE_MS;
}
