import { blockPageIn, PAGE_BYTES, readAnswer } from './answer.ts';
import type { Task } from './check.ts';
import { withoutAnswer } from './check.ts';

/**
 * The same host over plain http. A redirect to its own https proves that name, address and port 80 are in order, so
 * what fails is TLS; a redirect elsewhere or a page of its own was put there by somebody.
 * Void where the browser knows the host to be https only (HSTS): then nothing plain ever leaves.
 */
export function plainHttp(host: string, timeoutMs: number): Task {
  const url = `http://${host}/`;
  return {
    key: `plain-http:${host}`,
    check: 'plain-http',
    host,
    async run(tools, signal) {
      const result = await tools.probe({ url, timeoutMs, bodyBytes: PAGE_BYTES }, signal);
      if (result.kind !== 'answered') return { outcome: withoutAnswer(result), ms: result.ms };
      if (result.upgraded) return { outcome: { kind: 'void', why: 'hsts' }, ms: result.ms };
      const outcome = readAnswer(result, url, tools.now());
      return { outcome: { ...outcome, ...(await blockPageIn(result, tools)) }, ms: result.ms };
    },
  };
}
