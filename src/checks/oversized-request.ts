import type { Outcome } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import { answerOutcome } from './answer.ts';
import { type Check, failureOutcome } from './check.ts';

type FailedProbe = Exclude<ProbeResult, { kind: 'answered' }>;

/** Longer than any common server accepts: 8 KB (nginx, Apache, Fastly), 16 KB (Node, Cloudflare). RFC 9110 §15.5.15. */
const URI_LENGTH = 17_000;

/**
 * Sends a silent server a URL that it cannot read. A front end rejects that at once ("414 URI Too Long", 400, 431),
 * however busy the servers behind it are. So an answer, whatever its status, shows that name, address and TLS work, and
 * that the site itself is slow.
 *
 * A server that closes the connection before it has read the whole request may lose its own answer, so two closed
 * connections in a row count as an answer, too. A middlebox that drops the name answers no request, long or
 * short.
 */
export function oversizedRequestCheck(host: string, timeoutMs: number, attempt: 1 | 2 | 3): Check {
  // Each attempt has a URL of its own: a browser queues requests to one URL.
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
          : closedOrFailedOutcome(first, last);
      return { outcome, ms: context.now() - start };
    },
  };
}

function closedOrFailedOutcome(first: ProbeResult, last: FailedProbe): Outcome {
  const wereBothClosed = isConnectionClosed(first) && isConnectionClosed(last);
  return wereBothClosed ? { kind: 'answered', secure: true } : failureOutcome(last);
}

const isConnectionClosed = (result: ProbeResult): boolean =>
  result.kind === 'failed' && (result.failure === 'reset' || result.failure === 'closed');
