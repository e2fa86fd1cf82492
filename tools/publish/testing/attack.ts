import type { RequestListener } from 'node:http';
import type { UpdateProblem } from '../../../src/updates/update-state.ts';
import type { MirrorFiles } from '../publication.ts';
import { parseDay } from './mirror.ts';

/**
 * Attacks by the names of the TUF specification, §1.5.2. `malicious mirror` is its "malicious mirrors preventing updates",
 * `key compromise` its "vulnerability to key compromises". `wrong clock` is not in TUF: there the fault is the device's.
 */
type AttackGroup =
  | 'arbitrary installation'
  | 'endless data'
  | 'fast-forward'
  | 'indefinite freeze'
  | 'key compromise'
  | 'malicious mirror'
  | 'mix-and-match'
  | 'rollback'
  | 'slow retrieval'
  | 'wrong software installation'
  | 'wrong clock';

/** One attack, against a device that has publication 3 and root 2. */
export interface Attack {
  group: AttackGroup;
  name: string;
  /** The files of the mirror, or how it answers. */
  mirror: MirrorFiles | RequestListener;
  /** The problem that the device must report, and its detail. */
  problem: UpdateProblem;
  detail: RegExp;
  /** The device's clock during the attack, Unix epoch in ms; `ATTACK_TIME` by default. */
  now?: number;
  /** Time for all requests to the mirror. */
  deadlineMs?: number;
}

export const ATTACK_TIME = parseDay('2026-11-21');
/** For mirrors that are slow on purpose. Other attacks have the default time, because the machine may be busy. */
export const SHORT_DEADLINE_MS = 400;
