import { definedOnly } from '../base/defined-only.ts';
import { answerOutcome, MAX_PAGE_BYTES, MAX_PAGE_MS, matchBlockPage } from './answer.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

export interface RequestOptions {
  check: Check['name'];
  /** What tells this request from others of the same check. */
  id: string;
  url: string;
  timeoutMs: number;
  /** Whether to compare the answer with known block pages. Otherwise only its head is read. */
  matchBlockPages?: boolean;
  /** Whether to ask for the head of the answer alone: browsers go on to read a long body that nobody wants. */
  isHeadRequest?: boolean;
}

/**
 * Requests a host's front page once over https. Over TLS any answer, whatever its status, proves that name, address,
 * connection and certificate are in order, and an error has the browser's exact name.
 */
export function httpsCheck({
  host,
  ...options
}: Omit<RequestOptions, 'url'> & { check: 'retry' | 'alternate' | 'domestic'; host: string }): Check {
  return requestCheck({ ...options, url: `https://${host}/` });
}

/** Requests a URL once; the observation names the URL's host. */
export function requestCheck({
  check,
  id,
  url,
  timeoutMs,
  matchBlockPages = false,
  isHeadRequest,
}: RequestOptions): Check {
  return {
    key: `${check}:${id}`,
    name: check,
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const result = await context.probe(
        {
          url,
          timeoutMs,
          ...(matchBlockPages
            ? { maxBodyBytes: MAX_PAGE_BYTES, maxBodyMs: MAX_PAGE_MS }
            : { maxBodyBytes: 0 }),
          ...definedOnly({ isHeadRequest }),
        },
        abortSignal,
      );
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const outcome = answerOutcome(result, url, context.now());
      const page = matchBlockPages ? await matchBlockPage(result, context) : {};
      return { outcome: { ...outcome, ...page }, ms: result.ms };
    },
  };
}
