import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/** Bytes: enough to tell 150 kbit/s (19 KB/s) from ten times that, and little on a metered line. */
export const SAMPLE_BYTES = 200_000;
/** ms after the head of the answer; the bytes that have come by then are the sample. */
const SAMPLE_MS = 3_000;

/**
 * Measures how fast a body comes. Only the time after the head of the answer counts: a server that thinks long is no
 * slow line. Platform and control are asked side by side, so that both share what this line can carry.
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
      return { outcome: { kind: 'measured', of, bytes: body.length, bodyMs, end: 'time' }, ms: result.ms };
    },
  };
}
