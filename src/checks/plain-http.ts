import { answerOutcome, MAX_PAGE_BYTES, MAX_PAGE_MS, matchBlockPage } from './answer.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/**
 * Requests the same host over plain HTTP. A redirect to the platform's own https proves that name, address and port 80
 * are in order, so the failure is in TLS; something on the path made any other redirect or page. Void where the browser
 * knows the host as https only (HSTS): then no plain request leaves the device.
 */
export function plainHttpCheck(host: string, timeoutMs: number): Check {
  const url = `http://${host}/`;
  return {
    key: `plain-http:${host}`,
    name: 'plain-http',
    host,
    async run(context, abortSignal) {
      const result = await context.probe(
        { url, timeoutMs, maxBodyBytes: MAX_PAGE_BYTES, maxBodyMs: MAX_PAGE_MS },
        abortSignal,
      );
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      if (result.hstsUpgraded) return { outcome: { kind: 'void', why: 'hsts' }, ms: result.ms };
      const outcome = answerOutcome(result, url, context.now());
      return { outcome: { ...outcome, ...(await matchBlockPage(result, context)) }, ms: result.ms };
    },
  };
}
