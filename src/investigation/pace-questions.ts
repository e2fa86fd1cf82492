import { dohLookupCheck } from '../checks/doh-lookup.ts';
import { testHelperCheck } from '../checks/ooni-test-helper.ts';
import { pageHeadCheck } from '../checks/page-head.ts';
import { throughputCheck } from '../checks/throughput.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { hostingNetworkOf } from '../diagnosis/hosting-networks.ts';
import { betterControls, isFrozen, isSlowHere, looksFrozen, looksSlow } from '../diagnosis/pace.ts';
import { CHECK_TIMEOUT_MS, isPaceInDoubt, looksLimited, PATIENT_TIMEOUT_MS } from './open-questions.ts';
import type { PlanRow } from './plan-row.ts';

/**
 * A long file of the host, if the catalogue has one. Else a front page, its own or, for a host that only has parts of
 * pages, that of the platform, which names such parts.
 */
export function sampleUrlOf(
  host: string,
  platform: { domains: string[]; assets: string[]; largeFile?: string | undefined } | undefined,
): string {
  const file = platform?.largeFile;
  if (file !== undefined && new URL(file).hostname === host) return file;
  const isAsset = platform?.assets.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) ?? false;
  return `https://${(isAsset && platform?.domains[0]) || host}/`;
}

const platformSample =
  (round: number): PlanRow['checks'] =>
  ({ host, sampleUrl, isSamePlatform }) => [
    throughputCheck(
      'platform',
      { name: 'page', url: sampleUrl, host, isSameSite: isSamePlatform },
      round,
      PATIENT_TIMEOUT_MS,
    ),
  ];

/** The first two files to compare with, and the one at the platform's own hosting network. */
function firstSpeeds({ remoteAddresses }: Findings, { speeds }: Endpoints): Endpoints['speeds'] {
  const networks = remoteAddresses.map(({ address }) => hostingNetworkOf(address)?.name);
  return speeds.filter(({ name }, i) => i < 2 || networks.includes(name));
}

/** How bodies come: one sample after another, because samples that are taken at once share what the line can carry. */
export const PACE_QUESTIONS: readonly PlanRow[] = [
  {
    question: 'How does the platform’s body come?',
    when: isPaceInDoubt,
    checks: (target, ...rest) => [
      ...platformSample(1)(target, ...rest),
      pageHeadCheck(target.host, PATIENT_TIMEOUT_MS),
    ],
  },
  {
    question: 'It stops or drags: do other sites do better on this line?',
    when: (f) => isPaceInDoubt(f) && looksLimited(f),
    checks: (_t, endpoints, _ms, f) =>
      firstSpeeds(f, endpoints).map((s) => throughputCheck('control', s, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'None of these does better: do those at other networks?',
    when: (f) =>
      isPaceInDoubt(f) &&
      looksLimited(f) &&
      f.throughput.control.length >= 2 &&
      betterControls(f).length === 0,
    checks: (_t, { speeds }) => speeds.map((s) => throughputCheck('control', s, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'Was it chance?',
    when: (f) =>
      isPaceInDoubt(f) &&
      (looksFrozen(f) || looksSlow(f)) &&
      betterControls(f).length > 0 &&
      !isFrozen(f) &&
      !isSlowHere(f),
    checks: platformSample(2),
  },
  {
    question: 'It stops or drags: does it so for others, and without the name?',
    when: (f) => isPaceInDoubt(f) && looksLimited(f),
    checks: ({ host }, endpoints) => [
      testHelperCheck({ host, id: 'patient', timeoutMs: PATIENT_TIMEOUT_MS }, endpoints),
      ...endpoints.resolvers.map((r) => dohLookupCheck(r, host, CHECK_TIMEOUT_MS)),
    ],
  },
];
