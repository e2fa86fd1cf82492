import * as v from 'valibot';
import type { Outcome } from '../model/observation.ts';
import type { Check } from './check.ts';

/**
 * The reply of the probe in the page (`extension/in-page/probe.ts`). The page is not trusted, so the reply is parsed.
 */
const InPageResultSchema = v.object({
  /** `csp` (the page's own policy forbade the request) and `service-worker` (it answered) say nothing. */
  result: v.picklist(['reachable', 'unreachable', 'timeout', 'csp', 'service-worker']),
  /** Subresources of that host in the page's Resource Timing: those that came, and those that show no byte. */
  loaded: v.pipe(v.number(), v.integer(), v.minValue(0)),
  zeroBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The longest wait of those without a byte, ms. */
  waitedMs: v.pipe(v.number(), v.minValue(0)),
});
export type InPageResult = v.InferOutput<typeof InPageResultSchema>;

/**
 * Wait no longer than this for a page, ms: in a tab that hangs the browser never answers; a slow machine takes two
 * seconds.
 */
const MAX_PAGE_WAIT_MS = 3_500;

/**
 * Requests the host from inside the platform's own page, without cookies: what fails for the extension may still reach
 * the page (another extension, a proxy for some hosts). Void where there is no live page, or where the page's policy or
 * its service worker stands between.
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
      // Any answer over valid TLS; a page cannot read the status of another host's answer.
      return { kind: 'answered', secure: true };
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
