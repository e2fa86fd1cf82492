import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/** Enough to tell 150 kbit/s (19 KB/s) from ten times that, and little on a metered line. */
export const SAMPLE_BYTES = 200_000;
/** ms after the head of the answer; what has come by then is the sample. */
const SAMPLE_MS = 3_000;

/**
 * How fast a body comes. Only the time after the answer's head counts: how long a server thinks is its own affair.
 * Platform and control are asked side by side, so that both share whatever this line can carry.
 */
export function throughputCheck(
  of: 'platform' | 'control',
  { name, url }: { name: string; url: string },
  round: number,
  timeoutMs: number,
): Check {
  return {
    key: `throughput:${of}:${name}:${round}`,
    name: 'throughput',
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const result = await context.probe(
        {
          url,
          timeoutMs: timeoutMs + SAMPLE_MS,
          maxBodyBytes: SAMPLE_BYTES,
          maxBodyMs: SAMPLE_MS,
          isRangeRequest: true,
        },
        abortSignal,
      );
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const { body, bodyMs = 0 } = result;
      return { outcome: { kind: 'measured', of, bytes: body.length, bodyMs }, ms: result.ms };
    },
  };
}
