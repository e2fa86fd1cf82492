import type { Endpoints } from '../config/endpoints.ts';
import type { ProbeNetwork } from '../model/observation.ts';
import { type Probe, parseJsonAnswer } from '../model/probe.ts';
import { CHECK_IN_PATH, CHECK_IN_REQUEST, parseProbeNetwork } from '../ooni/check-in.ts';

const TIMEOUT_MS = 4_000;
const MAX_ANSWER_BYTES = 65_536;

/** Asks OONI's check-in which network this is. The request names no host. Empty where OONI does not say. */
export async function lookUpNetwork(
  probe: Probe,
  { collector }: Endpoints,
  abortSignal: AbortSignal,
): Promise<ProbeNetwork> {
  const answer = await probe(
    {
      url: collector + CHECK_IN_PATH,
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_ANSWER_BYTES,
      postBody: JSON.stringify(CHECK_IN_REQUEST),
    },
    abortSignal,
  );
  return parseProbeNetwork(parseJsonAnswer(answer));
}
