import type { Endpoints } from '../endpoints.ts';
import { readAnswer } from './answer.ts';
import type { Task } from './probe.ts';
import { withoutAnswer } from './probe.ts';

/**
 * Sites that have nothing to do with the platform, of operators who have nothing to do with each other.
 * Without one that works nothing can be said about the platform. Any answer over valid TLS counts.
 */
export function control({ name, url }: Endpoints['controls'][number], timeoutMs: number): Task {
  return {
    key: `control:${name}`,
    check: 'control',
    host: new URL(url).hostname,
    async run(tools, signal) {
      const result = await tools.probe({ url, timeoutMs, bodyBytes: 0 }, signal);
      const outcome =
        result.kind === 'answered' ? readAnswer(result, url, tools.now()) : withoutAnswer(result);
      return { outcome, ms: result.ms };
    },
  };
}
