import { definedOnly } from '../base/defined-only.ts';
import type { CheckName, Observation, Outcome, ProbeNetwork } from '../model/observation.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import type { BlockPage } from './fingerprints.ts';

/** Everything that a check may use of the outside world. */
export interface CheckContext {
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
  /** At least 0 and less than 1. */
  random(): number;
  /** The known block page that an answer shows, if any. */
  findBlockPage(answer: { body: string; location: string }): Promise<BlockPage | undefined>;
  /** Resolves after `ms`; without it, a check that polls for its result is void. */
  pause?(ms: number): Promise<void>;
  /**
   * The system resolver's addresses of a name, none if it denies the name; present only where a browser reports them.
   */
  resolveName?(host: string, timeoutMs: number): Promise<string[] | 'timeout'>;
  /**
   * Requests the host from inside the platform's page in that tab; the reply comes from the page and is not parsed yet.
   */
  probeInPage?(tabId: number, host: string, timeoutMs: number): Promise<unknown>;
  /** The hosts from which the platform's page in that tab loaded parts, as the page says: not parsed yet. */
  readPageParts?(tabId: number): Promise<unknown>;
  /** Loads the start of a part that the page in that tab has from the host once more, inside the page; not parsed yet. */
  samplePagePart?(tabId: number, host: string, round: number): Promise<unknown>;
}

/** The part of an observation that a check itself knows. */
type CheckResult = Pick<Observation, 'outcome' | 'ms'> & ProbeNetwork;

/** One question to the network. It runs once per case and round; its key names the observation. */
export interface Check {
  key: string;
  name: CheckName;
  host: string;
  /** The IP address that is asked in the host's place. */
  address?: string;
  /** An aborted check observes nothing. Rejects only on an abort or a defect. */
  run(context: CheckContext, abortSignal: AbortSignal): Promise<CheckResult>;
}

/** A probe without an answer as an outcome; each check reads an answer in its own way. */
export function failureOutcome(result: Exclude<ProbeResult, { kind: 'answered' }>): Outcome {
  if (result.kind === 'timeout') return { kind: 'timeout' };
  if (result.kind === 'not-sent') return { kind: 'void', why: result.why };
  const { failure, error, ip } = result;
  return { kind: 'failed', failure, error, ...definedOnly({ ip }) };
}
