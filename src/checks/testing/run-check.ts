/** What the checks' tests share: one task, run against one given result. */

import type { ProbeRequest, ProbeResult } from '../../model/probe.ts';
import type { Check } from '../check.ts';
import type { BlockPage } from '../fingerprints.ts';

export const blockPage = async ({ body }: { body: string }): Promise<BlockPage | undefined> =>
  body.includes('blocked by order') ? { name: 'isp_x', scope: 'isp', countries: [] } : undefined;

/** Runs a task against one given result; tells also what it asked for. */
export async function run(
  task: Check,
  result: Partial<Extract<ProbeResult, { kind: 'answered' }>> | ProbeResult,
) {
  const asked: ProbeRequest[] = [];
  const whole: ProbeResult = (
    result.kind && result.kind !== 'answered'
      ? result
      : {
          kind: 'answered',
          status: 200,
          headers: {},
          body: new Uint8Array(),
          hstsUpgraded: false,
          ms: 5,
          ...result,
        }
  ) as ProbeResult;
  const probe = async (request: ProbeRequest) => {
    asked.push(request);
    return whole;
  };
  const { outcome } = await task.run(
    { probe, now: () => 1_000_000, random: () => 0.5, findBlockPage: blockPage },
    new AbortController().signal,
  );
  return { outcome, asked: asked[0] };
}
export const bytes = (text: string) => new TextEncoder().encode(text);
