import type { Outcome } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import { answerOutcome } from './answer.ts';
import { type Check, failureOutcome } from './check.ts';

/** Longer than any common server takes: 8 KB (nginx, Apache, Fastly), 16 KB (Node, Cloudflare). RFC 9110 §15.5.15. */
const URI_LENGTH = 17_000;

/**
 * Asks a server that keeps silent for more than it can read. Its front door turns that away at once ("414 URI Too
 * Long", 400, 431), however busy the rooms behind are. So an answer, whatever its status, shows that name, address and
 * TLS hold, and that it is the site itself that keeps people waiting.
 * Who closes the door on a request that it has not read to the end may cut off its own answer: twice cut is heard, too
 * (status 0). Whoever swallows the name hears no request, long or short.
 */
export function oversizedRequestCheck(host: string, timeoutMs: number, attempt: 1 | 2 | 3): Check {
  // Each an address of its own: a browser lets one request wait for another to the same.
  const url = `https://${host}/?${String(attempt).repeat(URI_LENGTH)}`;
  return {
    key: `oversized-request:${host}:${attempt}`,
    name: 'oversized-request',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      const sendRequest = () => context.probe({ url, timeoutMs, maxBodyBytes: 0 }, abortSignal);
      const first = await sendRequest();
      const last = isConnectionClosed(first) ? await sendRequest() : first;
      const outcome: Outcome =
        last.kind === 'answered'
          ? answerOutcome(last, url, context.now())
          : isConnectionClosed(first) && isConnectionClosed(last)
            ? { kind: 'answered', status: 0, secure: true }
            : failureOutcome(last);
      return { outcome, ms: context.now() - start };
    },
  };
}

const isConnectionClosed = (result: ProbeResult): boolean =>
  result.kind === 'failed' && (result.failure === 'reset' || result.failure === 'closed');
