import { readAnswer } from './answer.ts';
import type { Task } from './probe.ts';
import { withoutAnswer } from './probe.ts';

/** Block pages are short; nothing of a page is kept but the name of the mark that fits. */
const PAGE_BYTES = 65_536;

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
      const body = new TextDecoder().decode(result.body);
      const page = await tools.blockPage({ body, location: result.headers.location ?? '' });
      const outcome = readAnswer(result, url, tools.now());
      return {
        outcome: { ...outcome, ...(page === undefined ? {} : { blockPage: page.name }) },
        ms: result.ms,
      };
    },
  };
}
