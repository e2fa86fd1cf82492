import * as v from 'valibot';
import type { Database } from '../storage/database.ts';

/** Key of the `meta` record with the result of the last check. */
const UPDATE_HISTORY_KEY = 'updates';

/** Why a mirror's answer changed nothing. */
export const UPDATE_PROBLEMS = [
  /** No response from the mirror. */
  'unreachable',
  /** The mirror took too long (TUF: slow retrieval). */
  'timeout',
  /** A status other than 200 or 304. */
  'bad-status',
  /** A redirect, which the client did not follow. */
  'redirected',
  /** More bytes than announced or allowed, compressed or not (TUF: endless data). */
  'too-large',
  /** Fewer bytes than the manifest says. */
  'truncated',
  /** Other content: a block page, broken JSON, an invalid field. */
  'malformed',
  /** Too few valid signatures: forged, by an unknown key, by a revoked key. */
  'bad-signature',
  /** Not the file that the manifest names: changed, or of another publication (TUF: mix-and-match). */
  'bad-hash',
  /** Older than the metadata that this device has accepted (TUF: rollback). */
  'rolled-back',
  /** Expired: the mirror is out of date, or an attacker holds back newer files (TUF: indefinite freeze). */
  'expired',
  /** Expired by this device's clock, but not by the mirror's. */
  'clock-ahead',
  /** Published in the future by this device's clock. */
  'clock-behind',
  /** A record that is invalid in this version. */
  'bad-record',
  /** The disk has no space for the new set. */
  'no-room',
  /** Another import interrupted this one. */
  'interrupted',
] as const;
export type UpdateProblem = (typeof UPDATE_PROBLEMS)[number];

/** Epoch ms. */
const epochMs = v.pipe(v.number(), v.finite());

const UpdateAttemptSchema = v.object({
  /** Its start. */
  at: epochMs,
  /** `updated`: the check activated another set; `current`: the active set is the newest; `failed`: no mirror gave a valid answer. */
  outcome: v.picklist(['updated', 'current', 'failed']),
  /** Host of the mirror with the valid answer; empty if there was none. */
  mirror: v.string(),
  /** Mirrors that failed before, in order; `detail` names, in English, the file and its fault. */
  failures: v.array(
    v.object({ mirror: v.string(), problem: v.picklist(UPDATE_PROBLEMS), detail: v.string() }),
  ),
});
export type UpdateAttempt = v.InferOutput<typeof UpdateAttemptSchema>;

/** Stored results of checks, for people to read. The only decision that depends on it is the time of the next check. */
const UpdateHistorySchema = v.object({
  last: v.fallback(v.nullable(UpdateAttemptSchema), null),
  lastGoodAt: v.fallback(v.nullable(epochMs), null),
  nextAt: v.fallback(v.nullable(epochMs), null),
});
export type UpdateHistory = v.InferOutput<typeof UpdateHistorySchema>;

/** The answer to `getUpdateState`. Times are Unix epoch, ms. */
export interface UpdateState extends UpdateHistory {
  /**
   * `on`: checks daily. `quiet`: never checks, until the person chooses standard checks. `unavailable`: this build has no
   * mirror or no root key; new records come only with new versions of the extension.
   */
  mode: 'on' | 'quiet' | 'unavailable';
  /** Whether a check is under way. */
  running: boolean;
  /** The active set: its version, the day of its newest verification (`2026-11-23`), and its origin. */
  activeBundle: { version: string; asOf: string; from: 'bundle' | 'update' } | null;
  /** When the publication of the active set expires; null if the set came with the extension. */
  expires: number | null;
}

export async function loadUpdateHistory(db: Database): Promise<UpdateHistory> {
  const result = v.safeParse(UpdateHistorySchema, await db.get('meta', UPDATE_HISTORY_KEY));
  return result.success ? result.output : { last: null, lastGoodAt: null, nextAt: null };
}

export async function saveUpdateHistory(db: Database, history: UpdateHistory): Promise<void> {
  await db.put('meta', history, UPDATE_HISTORY_KEY);
}
