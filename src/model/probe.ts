import type { Failure } from './failure.ts';

/** One request of the extension's own: no cookies, no referrer, no cache, no redirect followed. */
export interface ProbeRequest {
  url: string;
  /** ms until it counts as a timeout. */
  timeoutMs: number;
  /** How much of the body to read, in bytes; 0: none, the request ends with the head of the answer. */
  maxBodyBytes: number;
  /** ms after the head at which the body is cut off and counts as it is; without it only `timeoutMs` ends it. */
  maxBodyMs?: number;
  accept?: string;
  /** Ask for those bytes alone, as a range: browsers ask for a range uncompressed (Fetch standard), so each counts. */
  isRangeRequest?: boolean;
  /** A JSON text to POST; without it the request is a GET. */
  postBody?: string;
  /** The browser may not tell this request's error (no host permission): only whether and when it failed. */
  noCors?: boolean;
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
      hstsUpgraded: boolean;
    }
  | { kind: 'failed'; failure: Failure; error: string; ip?: string }
  | { kind: 'timeout' }
) & { ms: number };

export type Probe = (request: ProbeRequest, signal: AbortSignal) => Promise<ProbeResult>;

/** The answer as JSON; undefined for any other status than a success, and for what is none: a block page, a part. */
export function parseBundleJson(result: ProbeResult): unknown {
  if (result.kind !== 'answered' || result.status < 200 || result.status > 299) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(result.body));
  } catch {
    return undefined;
  }
}
