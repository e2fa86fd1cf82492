import { blockPageIn, PAGE_BYTES, readAnswer } from './answer.ts';
import type { Task } from './check.ts';
import { withoutAnswer } from './check.ts';

/**
 * Asks a host once over https. Over TLS any answer, whatever its status, proves that name, address, connection and
 * certificate hold, and an error has the browser's exact name.
 */
export function askSecurely(
  check: 'retry' | 'alternate' | 'domestic',
  id: string,
  host: string,
  timeoutMs: number,
  looks = false,
): Task {
  return askUrl(check, id, `https://${host}/`, timeoutMs, looks);
}

/**
 * The same of an address of its own; its host is what the observation names.
 * @param looks whether the answer is held against known block pages; else nothing but its head is read
 */
export function askUrl(
  check: Task['check'],
  id: string,
  url: string,
  timeoutMs: number,
  looks = false,
): Task {
  return {
    key: `${check}:${id}`,
    check,
    host: new URL(url).hostname,
    async run(tools, signal) {
      const result = await tools.probe({ url, timeoutMs, bodyBytes: looks ? PAGE_BYTES : 0 }, signal);
      if (result.kind !== 'answered') return { outcome: withoutAnswer(result), ms: result.ms };
      const outcome = readAnswer(result, url, tools.now());
      const page = looks ? await blockPageIn(result, tools) : {};
      return { outcome: { ...outcome, ...page }, ms: result.ms };
    },
  };
}
