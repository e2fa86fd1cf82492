import { readAnswer } from './answer.ts';
import type { Task } from './probe.ts';
import { withoutAnswer } from './probe.ts';

/**
 * Asks a host once over https. Over TLS any answer, whatever its status, proves that name, address, connection and
 * certificate hold, and an error has the browser's exact name.
 */
export function askSecurely(
  check: 'retry' | 'alternate' | 'domestic',
  id: string,
  host: string,
  timeoutMs: number,
): Task {
  return askUrl(check, id, `https://${host}/`, timeoutMs);
}

/** The same of an address of its own; its host is what the observation names. */
export function askUrl(check: Task['check'], id: string, url: string, timeoutMs: number): Task {
  return {
    key: `${check}:${id}`,
    check,
    host: new URL(url).hostname,
    async run(tools, signal) {
      const result = await tools.probe({ url, timeoutMs, bodyBytes: 0 }, signal);
      const outcome =
        result.kind === 'answered' ? readAnswer(result, url, tools.now()) : withoutAnswer(result);
      return { outcome, ms: result.ms };
    },
  };
}
