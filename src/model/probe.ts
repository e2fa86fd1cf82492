import type { BodyEnd } from '../base/bounded-body.ts';
import type { Failure } from './failure.ts';

/**
 * One request of the extension: no cookies, no referrer, no cache. Redirects are followed only with `noCors`, where the
 * browser allows nothing else.
 */
export interface ProbeRequest {
  url: string;
  /** ms until the request counts as a timeout. */
  timeoutMs: number;
  /** How many bytes of the body to read; 0: none, the request ends with the head of the answer. */
  maxBodyBytes: number;
  /**
   * ms after the head at which the body is cut off and taken as it is. With it `timeoutMs` is the time to the head of the
   * answer alone.
   */
  maxBodyMs?: number;
  /**
   * ms without a byte after which the body counts as stopped, and is taken as it is. With it, too, `timeoutMs` is the time
   * to the head.
   */
  maxIdleMs?: number;
  accept?: string;
  /**
   * Request only these bytes, as a range: browsers ask for a range uncompressed (Fetch standard), so each byte counts.
   */
  isRangeRequest?: boolean;
  /** Ask for the head of the answer alone (HEAD). */
  isHeadRequest?: boolean;
  /** JSON text to POST; without it the request is a GET. */
  postBody?: string;
  /** Use `no-cors`: without host permission the browser reports only whether and when the request failed, not why. */
  noCors?: boolean;
}

/** The result of a request, as exactly as the browser reports it. */
export type ProbeResult = (
  | {
      kind: 'answered';
      status: number;
      ip?: string;
      /** Header names are in lower case. */
      headers: Record<string, string>;
      body: Uint8Array;
      /** ms from the head to the last byte that was read. */
      bodyMs?: number;
      /** Why reading ended. */
      bodyEnd?: BodyEnd;
      /** The browser upgraded the request to https by itself (HSTS), so the plain request never left the device. */
      hstsUpgraded: boolean;
    }
  | { kind: 'failed'; failure: Failure; error: string; ip?: string }
  | { kind: 'timeout' }
  /** It never left, so it says nothing about the network. */
  | { kind: 'not-sent'; why: NotSentReason }
) & { ms: number };

/**
 * Too many connections to the host that fails, too many requests in an hour, the server asked for a pause, or the browser
 * does not let the extension ask this host: in Firefox a person may take the permission away.
 */
export type NotSentReason = 'connection-limit' | 'budget' | 'retry-after' | 'not-permitted';

export type Probe = (request: ProbeRequest, signal: AbortSignal) => Promise<ProbeResult>;

/**
 * The answer's body as JSON; undefined if the status is not 2xx or the body is not JSON: a block page, a truncated
 * body.
 */
export function parseJsonAnswer(result: ProbeResult): unknown {
  if (result.kind !== 'answered' || result.status < 200 || result.status > 299) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(result.body));
  } catch {
    return undefined;
  }
}
