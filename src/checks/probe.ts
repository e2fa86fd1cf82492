import type { ErrorFamily } from '../detection/error-family.ts';
import type { BlockPage } from './fingerprints.ts';
import type { CheckName, Observation, Outcome } from './observation.ts';

/** One request of the extension's own: no cookies, no referrer, no cache, no redirect followed. */
export interface ProbeRequest {
  url: string;
  /** ms until it counts as a timeout. */
  timeoutMs: number;
  /** How much of the body to read, in bytes; 0: none, the request ends with the head of the answer. */
  bodyBytes: number;
  /** ms after the head at which the body is cut off and counts as it is; without it only `timeoutMs` ends it. */
  bodyMs?: number;
  accept?: string;
  /** Ask for those bytes alone, as a range: browsers ask for a range uncompressed (Fetch standard), so each counts. */
  asRange?: boolean;
  /** A JSON text to POST; without it the request is a GET. */
  post?: string;
  /** The browser may not tell this request's error (no host permission): only whether and when it failed. */
  blind?: boolean;
}

/** What came of it, as exactly as the browser knows. */
export type ProbeResult = (
  | {
      kind: 'answered';
      status: number;
      ip?: string;
      /** Lower-case names. */
      headers: Record<string, string>;
      body: Uint8Array;
      /** From the head to the last byte that was read, ms. */
      bodyMs?: number;
      /** The browser went to https by itself (HSTS): the plain request never left. */
      upgraded: boolean;
    }
  | { kind: 'failed'; family: ErrorFamily; error: string; ip?: string }
  | { kind: 'timeout' }
) & { ms: number };

export type Probe = (request: ProbeRequest, signal: AbortSignal) => Promise<ProbeResult>;

/** Everything that a check may use of the world outside. */
export interface Tools {
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** The known block page that a plain answer shows, if any. */
  blockPage(answer: { body: string; location: string }): Promise<BlockPage | undefined>;
  /** Resolves after so many ms; without it nobody is asked who needs time to answer. */
  pause?(ms: number): Promise<void>;
  /** Addresses that the browser's own resolver gives a name, none where it denies it; only where a browser tells them. */
  lookUp?(host: string, timeoutMs: number): Promise<string[] | 'late'>;
  /** Asks the host from inside the platform's page in that tab; the answer is the page's, and unread. */
  inPage?(tabId: number, host: string, timeoutMs: number): Promise<unknown>;
}

/** What a task itself knows of its observation. */
export type Seen = Pick<Observation, 'outcome' | 'ms' | 'networkCountry'>;

/** One thing to find out. Runs once a case and round; its key names the observation. */
export interface Task {
  key: string;
  check: CheckName;
  host: string;
  /** Abortable; a task that was aborted observes nothing. Rejects only on an abort or a defect. */
  run(tools: Tools, signal: AbortSignal): Promise<Seen>;
}

/** A failed or timed-out probe as an outcome; an answer is each check's own to read. */
export function withoutAnswer(result: Exclude<ProbeResult, { kind: 'answered' }>): Outcome {
  if (result.kind === 'timeout') return { kind: 'timeout' };
  const { family, error, ip } = result;
  return { kind: 'failed', family, error, ...(ip === undefined ? {} : { ip }) };
}
