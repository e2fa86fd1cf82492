import * as v from 'valibot';
import type { Database } from '../storage/database.ts';

/** Key of the `meta` record that says how the last check for newer facts went. */
export const UPDATE_HISTORY_KEY = 'updates';

/** Why a mirror's answer changed nothing. */
export const UPDATE_PROBLEMS = [
  /** No answer: the mirror, or the way to it. */
  'unreachable',
  /** It answered too slowly, or stopped in the middle. */
  'timeout',
  /** Another status than 200 or 304. */
  'bad-status',
  /** It sent the browser elsewhere; nobody followed. */
  'redirected',
  /** More bytes than were announced or allowed, packed or unpacked. */
  'too-large',
  /** Fewer bytes than the manifest says. */
  'truncated',
  /** Not what belongs there: a block page, broken JSON, a field of another shape. */
  'malformed',
  /** Not signed by enough of the keys that may sign: forged, a wrong key, a revoked one. */
  'bad-signature',
  /** Not the file that the manifest names: changed, or of another publication. */
  'bad-hash',
  /** Older than what this device has seen before. */
  'rolled-back',
  /** Past its date: the mirror has been standing still, or somebody holds it still. */
  'expired',
  /** Past its date by this device's clock, yet not by the mirror's. */
  'clock-ahead',
  /** Made on a day that this device's clock has not reached. */
  'clock-behind',
  /** A record that is no incident as this version knows them. */
  'bad-record',
  /** The device has no room for the new set. */
  'no-room',
  /** The work was cut off by another import. */
  'interrupted',
] as const;
export type UpdateProblem = (typeof UPDATE_PROBLEMS)[number];

/** Epoch ms. */
const epochMs = v.pipe(v.number(), v.finite());

export const UpdateAttemptSchema = v.object({
  /** When it began. */
  at: epochMs,
  /** `updated`: another set is in use since; `current`: ours is the newest; `failed`: nobody gave a good answer. */
  outcome: v.picklist(['updated', 'current', 'failed']),
  /** The host that gave the good answer; empty: none. */
  mirror: v.string(),
  /** Mirrors that were asked in vain before, in that order; `detail` says in English which file and what about it. */
  failures: v.array(
    v.object({ mirror: v.string(), problem: v.picklist(UPDATE_PROBLEMS), detail: v.string() }),
  ),
});
export type UpdateAttempt = v.InferOutput<typeof UpdateAttemptSchema>;

/** What is kept of checks, for people to read: nothing is decided by it but when to look again. */
const UpdateHistorySchema = v.object({
  last: v.fallback(v.nullable(UpdateAttemptSchema), null),
  lastGoodAt: v.fallback(v.nullable(epochMs), null),
  nextAt: v.fallback(v.nullable(epochMs), null),
});
export type UpdateHistory = v.InferOutput<typeof UpdateHistorySchema>;

/** The answer to `getUpdateState`. Times are Unix epoch, ms. */
export interface UpdateState extends UpdateHistory {
  /**
   * `on`: looked for daily. `quiet`: never, as long as standard is not chosen. `unavailable`: this build knows no mirror
   * or no key that it could trust; facts come with new versions of the extension alone.
   */
  mode: 'on' | 'quiet' | 'unavailable';
  /** A check is under way. */
  running: boolean;
  /** The set in use: its version, the day of its newest verification (`2026-11-23`), and how it came. */
  activeBundle: { version: string; asOf: string; from: 'bundle' | 'update' } | null;
  /** Until when the set in use counts as maintained; null: no publication has said. */
  expires: number | null;
}

export async function loadUpdateHistory(db: Database): Promise<UpdateHistory> {
  const result = v.safeParse(UpdateHistorySchema, await db.get('meta', UPDATE_HISTORY_KEY));
  return result.success ? result.output : { last: null, lastGoodAt: null, nextAt: null };
}

export async function saveUpdateHistory(db: Database, history: UpdateHistory): Promise<void> {
  await db.put('meta', history, UPDATE_HISTORY_KEY);
}
