import { answerOutcome, MAX_PAGE_BYTES, matchBlockPage } from './answer.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/**
 * Requests a host's front page once over https. Over TLS any answer, whatever its status, proves that name, address,
 * connection and certificate are in order, and an error has the browser's exact name.
 */
export function httpsCheck(
  check: 'retry' | 'alternate' | 'domestic',
  id: string,
  host: string,
  timeoutMs: number,
  matchBlockPages = false,
): Check {
  return requestCheck(check, id, `https://${host}/`, timeoutMs, matchBlockPages);
}

/**
 * The same for any URL; the observation names the URL's host.
 * @param matchBlockPages whether to compare the answer with known block pages; otherwise only its head is read
 */
export function requestCheck(
  check: Check['name'],
  id: string,
  url: string,
  timeoutMs: number,
  matchBlockPages = false,
): Check {
  return {
    key: `${check}:${id}`,
    name: check,
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const result = await context.probe(
        { url, timeoutMs, maxBodyBytes: matchBlockPages ? MAX_PAGE_BYTES : 0 },
        abortSignal,
      );
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const outcome = answerOutcome(result, url, context.now());
      const page = matchBlockPages ? await matchBlockPage(result, context) : {};
      return { outcome: { ...outcome, ...page }, ms: result.ms };
    },
  };
}
