import * as v from 'valibot';
import type { Outcome } from '../model/observation.ts';
import type { Check } from './check.ts';

/** What the probe in the page says (`extension/in-page/probe.ts`); the page is a stranger's, so it is read as such. */
export const InPageResultSchema = v.object({
  /** Nothing was learnt where the page's own policy forbade the request (`csp`), or its service worker answered. */
  result: v.picklist(['reachable', 'unreachable', 'timeout', 'csp', 'service-worker']),
  /** Parts of that host which the page's Resource Timing shows to have come, and which show no byte. */
  loaded: v.pipe(v.number(), v.integer(), v.minValue(0)),
  zeroBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The longest of those without a byte, ms. */
  waitedMs: v.pipe(v.number(), v.minValue(0)),
});
export type InPageResult = v.InferOutput<typeof InPageResultSchema>;

/** Longer than this, ms, no page is waited for: on a tab that hangs the browser never answers; a slow machine takes two. */
const MAX_PAGE_WAIT_MS = 3_500;

/**
 * Asks from inside the platform's own page, with its cookies left out: what fails to the extension may still come to
 * the page (another extension, a proxy for some). Void where there is no live page, or where its policy forbids.
 */
export function inPageCheck(tabId: number, host: string, timeoutMs: number): Check {
  return {
    key: `in-page:${host}`,
    name: 'in-page',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      abortSignal.throwIfAborted();
      const reply = await context
        .probeInPage?.(tabId, host, Math.min(timeoutMs, MAX_PAGE_WAIT_MS))
        .catch(() => undefined);
      const parsed = v.safeParse(InPageResultSchema, reply);
      return {
        outcome: parsed.success ? inPageOutcome(parsed.output) : { kind: 'void', why: 'no page to ask' },
        ms: Math.max(0, context.now() - start),
      };
    },
  };
}

function inPageOutcome({ result, loaded, zeroBytes, waitedMs }: InPageResult): Outcome {
  switch (result) {
    case 'reachable':
      // Any answer over valid TLS; a page may not know the status of another host's.
      return { kind: 'answered', status: 0, secure: true };
    case 'timeout':
      return { kind: 'timeout' };
    case 'csp':
    case 'service-worker':
      return { kind: 'void', why: result };
    case 'unreachable':
      return {
        kind: 'failed',
        failure: 'other',
        error: `in the page; ${loaded} parts came, ${zeroBytes} did not, ${Math.round(waitedMs)} ms`,
      };
  }
}
