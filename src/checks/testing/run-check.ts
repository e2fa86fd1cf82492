/** Runs one check against one given result, for the tests of the checks. */

import type { ProbeRequest, ProbeResult } from '../../model/probe.ts';
import type { Check } from '../check.ts';
import type { BlockPage } from '../fingerprints.ts';

export const findFakeBlockPage = async ({ body }: { body: string }): Promise<BlockPage | undefined> =>
  body.includes('blocked by order') ? { name: 'isp_x', scope: 'isp', countries: [] } : undefined;

/** Runs a check against one given result. @returns also the request that it made */
export async function runWithResult(
  check: Check,
  result: Partial<Extract<ProbeResult, { kind: 'answered' }>> | ProbeResult,
) {
  const asked: ProbeRequest[] = [];
  const completeResult: ProbeResult = (
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
  const fakeProbe = async (request: ProbeRequest) => {
    asked.push(request);
    return completeResult;
  };
  const { outcome } = await check.run(
    { probe: fakeProbe, now: () => 1_000_000, random: () => 0.5, findBlockPage: findFakeBlockPage },
    new AbortController().signal,
  );
  return { outcome, asked: asked[0] };
}
export const utf8Bytes = (text: string) => new TextEncoder().encode(text);
