/** A case, a network in one line, and a consumer that takes what the plan gives: for the tests of this room. */
import { DRAWN_ENDPOINTS as ENDPOINTS } from '../../config/testing/drawn-endpoints.ts';
import { deriveFindings } from '../../diagnosis/findings/findings.ts';
import { xTarget } from '../../diagnosis/testing/observations.ts';
import type { Case } from '../../model/case.ts';
import type { Observation } from '../../model/observation.ts';
import type { ProbeRequest, ProbeResult } from '../../model/probe.ts';
import type { Symptom } from '../../model/symptom.ts';
import { runPlan } from '../run-plan.ts';

export const caseWith = (symptom: Symptom, observations: Observation[] = []): Case => ({
  id: '1',
  tabIds: [1],
  private: false,
  platform: 'x',
  platformName: 'X',
  host: 'x.com',
  secure: true,
  country: 'PK',
  symptom,
  startedAt: 0,
  phase: 'checking',
  mode: 'standard',
  round: 0,
  observations,
  verdict: {
    kind: 'inconclusive',
    mechanism: null,
    confidence: 'possible',
    rule: 'no-rule-matched',
    evidence: [],
  },
  shown: false,
});
export const okResult: ProbeResult = {
  kind: 'answered',
  status: 204,
  headers: {},
  body: new Uint8Array(),
  hstsUpgraded: false,
  ms: 1,
};
export const resetResult: ProbeResult = {
  kind: 'failed',
  failure: 'reset',
  error: 'net::ERR_CONNECTION_RESET',
  ms: 1,
};
export const timeoutResult: ProbeResult = { kind: 'timeout', ms: 2000 };

/** A fake network: what each URL comes to. */
export function fakeNetwork(answer: (url: string) => ProbeResult | Promise<ProbeResult>) {
  const asked: ProbeRequest[] = [];
  const recordingProbe = async (request: ProbeRequest): Promise<ProbeResult> => {
    asked.push(request);
    return answer(request.url);
  };
  return {
    asked,
    urls: () => asked.map((a) => a.url),
    tools: { probe: recordingProbe, now: () => 0, random: () => 0.5, findBlockPage: async () => undefined },
  };
}
/** Takes what the plan yields, as the case manager does. @returns all observations of the case */
export async function runPlanOn(
  given: Case,
  net: ReturnType<typeof fakeNetwork>,
  {
    take = async () => {},
    ...more
  }: Partial<Parameters<typeof runPlan>[0]> & { take?: (batch: Observation[]) => Promise<void> } = {},
): Promise<Observation[]> {
  const observations = [...given.observations];
  const made = runPlan({
    target: { ...xTarget, alternates: ['twitter.com'] },
    endpoints: ENDPOINTS,
    context: net.tools,
    observedKeys: observations.map(({ key }) => key),
    currentFindings: () =>
      deriveFindings({ ...given, observations, isSamePlatform: (host) => host === 'x.com' }),
    abortSignal: new AbortController().signal,
    ...more,
  });
  for await (const batch of made) {
    observations.push(...batch);
    await take(batch);
  }
  return observations;
}
export const whereXGives = (result: ProbeResult) => (url: string) =>
  url.startsWith('https://x.com') ? result : okResult;
export async function waitTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
}
export const neverAnswers = () => new Promise<ProbeResult>(() => {});
