import { answerOutcome, MAX_PAGE_BYTES, matchBlockPage } from './answer.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/**
 * The same host over plain http. A redirect to its own https proves that name, address and port 80 are in order, so
 * what fails is TLS; a redirect elsewhere or a page of its own was put there by somebody.
 * Void where the browser knows the host to be https only (HSTS): then nothing plain ever leaves.
 */
export function plainHttpCheck(host: string, timeoutMs: number): Check {
  const url = `http://${host}/`;
  return {
    key: `plain-http:${host}`,
    name: 'plain-http',
    host,
    async run(context, abortSignal) {
      const result = await context.probe({ url, timeoutMs, maxBodyBytes: MAX_PAGE_BYTES }, abortSignal);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      if (result.hstsUpgraded) return { outcome: { kind: 'void', why: 'hsts' }, ms: result.ms };
      const outcome = answerOutcome(result, url, context.now());
      return { outcome: { ...outcome, ...(await matchBlockPage(result, context)) }, ms: result.ms };
    },
  };
}
