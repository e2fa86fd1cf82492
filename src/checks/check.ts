import type { CheckName, Observation, Outcome } from '../model/observation.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import type { BlockPage } from './fingerprints.ts';

/** Everything that a check may use of the world outside. */
export interface CheckContext {
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** The known block page that a plain answer shows, if any. */
  findBlockPage(answer: { body: string; location: string }): Promise<BlockPage | undefined>;
  /** Resolves after so many ms; without it nobody is asked who needs time to answer. */
  pause?(ms: number): Promise<void>;
  /** Addresses that the browser's own resolver gives a name, none where it denies it; only where a browser tells them. */
  resolveName?(host: string, timeoutMs: number): Promise<string[] | 'timeout'>;
  /** Asks the host from inside the platform's page in that tab; the answer is the page's, and unread. */
  probeInPage?(tabId: number, host: string, timeoutMs: number): Promise<unknown>;
}

/** What a task itself knows of its observation. */
export type CheckResult = Pick<Observation, 'outcome' | 'ms' | 'probeCc'>;

/** One thing to find out. Runs once a case and round; its key names the observation. */
export interface Check {
  key: string;
  name: CheckName;
  host: string;
  /** Abortable; a task that was aborted observes nothing. Rejects only on an abort or a defect. */
  run(context: CheckContext, abortSignal: AbortSignal): Promise<CheckResult>;
}

/** A failed or timed-out probe as an outcome; an answer is each check's own to read. */
export function failureOutcome(result: Exclude<ProbeResult, { kind: 'answered' }>): Outcome {
  if (result.kind === 'timeout') return { kind: 'timeout' };
  const { failure, error, ip } = result;
  return { kind: 'failed', failure, error, ...(ip === undefined ? {} : { ip }) };
}
