import { definedOnly } from '../../src/base/defined-only.ts';
import { shuffledCopy } from '../../src/base/random.ts';
import type { Check } from '../../src/checks/check.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { deriveFindings } from '../../src/diagnosis/findings/findings.ts';
import type { Sample } from '../../src/diagnosis/testing/corpus.ts';
import { isConclusive, nextChecks } from '../../src/investigation/plan.ts';
import type { CheckName, Observation, Outcome } from '../../src/model/observation.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import type { Scenario } from '../network/scenario.ts';

const REPLAY_TIMEOUT_MS = 2_300;
const REPLAY_ANSWER_MS = 50;
/** Checks that run more than once, and the recorded checks that tell how the next of them ends. */
const EQUIVALENT_CHECKS: Partial<Record<CheckName, CheckName[]>> = {
  retry: ['retry'],
  'test-helper': ['test-helper'],
  'vantage-points': ['vantage-points'],
  'static-file': ['static-file', 'retry'],
};

/**
 * One request that goes wrong by itself. An undefined outcome: the browser kills the background during the request, and
 * the next background repeats it.
 */
export interface InjectedFault {
  key: string;
  outcome: Outcome | undefined;
}

/**
 * Carries out the real plan against what a browser recorded, with one request spoilt. The plan may repeat what the noise
 * hides, and follow up what the noise makes suspicious.
 * @param random from 0 up to 1; orders the answers of each step
 * @returns the observations in the order of their answers
 */
export function replayPlan(
  { input }: Sample,
  { url, country }: Pick<Scenario, 'url' | 'country'>,
  spoilt: InjectedFault | undefined,
  random: () => number,
): Observation[] {
  const host = input.observations.find(({ check }) => check === 'retry')?.host ?? new URL(url).hostname;
  const alternates = (platformOfHost(host)?.alternates ?? []).filter((other) => other !== host);
  const made: Observation[] = [];
  const currentFindings = () => deriveFindings({ ...input, observations: made });
  const nextTasks = () =>
    nextChecks(
      {
        host,
        country,
        alternates,
        sampleUrl: `https://${host}/`,
        isSamePlatform: (other) => platformOfHost(other)?.slug === platformOfHost(host)?.slug,
      },
      ENDPOINTS,
      currentFindings(),
    );
  const answer = (task: Check, spoiling: InjectedFault | undefined) =>
    spoiling?.key === task.key
      ? faultyObservation(task, spoiling.outcome)
      : recordedAnswer(task, input.observations);

  /** @returns whether enough is known */
  const runRound = (checks: readonly Check[], spoiling: InjectedFault | undefined): boolean =>
    shuffledCopy(checks, random).some((check) => {
      const seen = answer(check, spoiling);
      if (seen) made.push(withJitter(seen, random));
      return isConclusive(currentFindings());
    });

  /** One life of the background: it asks what was not asked before, until enough is known or nothing is left. */
  const runRounds = (spoiling: InjectedFault | undefined): void => {
    const started = new Set(made.map(({ key }) => key));
    const unasked = () => nextTasks().filter(({ key }) => !started.has(key));
    for (let checks = unasked(); checks.length > 0; checks = unasked()) {
      for (const { key } of checks) started.add(key);
      if (runRound(checks, spoiling)) return;
    }
  };
  runRounds(spoilt);
  if (spoilt && !spoilt.outcome) runRounds(undefined);
  return made;
}

const faultyObservation = (task: Check, outcome: Outcome | undefined): Observation | undefined => {
  const ms = outcome?.kind === 'timeout' ? REPLAY_TIMEOUT_MS : REPLAY_ANSWER_MS;
  const { name, key, host, address } = task;
  return outcome && { check: name, key, host, ...definedOnly({ address }), at: 0, ms, outcome };
};

/** The recorded answer. A repeated check ends like the first one; a check that the browser did not run is healthy. */
function recordedAnswer(task: Check, recorded: readonly Observation[]): Observation | undefined {
  const same = recorded.find(({ key }) => key === task.key);
  if (same) return same;
  const alike = (EQUIVALENT_CHECKS[task.name] ?? []).flatMap(
    (kin) => recorded.find(({ check }) => check === kin) ?? [],
  )[0];
  if (alike) return { ...alike, check: task.name, key: task.key };
  const helper = recorded.find(({ check }) => check === 'test-helper')?.outcome;
  if (task.name === 'vantage-points' && helper?.kind === 'test-helper')
    return faultyObservation(task, sameAsTestHelper(helper));
  // The browser had its verdict before this retry was answered.
  if (task.name === 'retry') return faultyObservation(task, { kind: 'timeout' });
  return faultyObservation(task, healthyOutcome(task));
}

/** Volunteers in two countries with the result of OONI's helper. */
function sameAsTestHelper({ works, status, failure }: Extract<Outcome, { kind: 'test-helper' }>): Outcome {
  const results = ['US', 'JP'].map((country) => ({ country, sameCountry: false, works, status, failure }));
  return { kind: 'vantage-points', results };
}

function healthyOutcome({ name, host }: Check): Outcome | undefined {
  switch (name) {
    case 'doh-lookup':
      return { kind: 'resolved', rcode: 'NOERROR', addresses: ['127.1.0.99'] };
    case 'test-helper':
      return { kind: 'test-helper', works: true, status: 200 };
    case 'plain-http':
      return { kind: 'answered', status: 301, secure: false, redirectHost: host, redirectSecure: true };
    case 'captive-portal':
      return { kind: 'answered', status: 200, secure: false, matchesExpected: true };
    case 'ip-literal':
      return { kind: 'failed', failure: 'certificate', error: 'healthy' };
    case 'vantage-points':
    case 'measurements':
      // Their answer in that scenario was not recorded.
      return { kind: 'timeout' };
    default:
      return { kind: 'answered', status: 200, secure: true };
  }
}

/** Scales the times by a factor from one half to two. */
export function withJitter(o: Observation, random: () => number): Observation {
  const factor = 2 ** (random() * 2 - 1);
  return { ...o, at: Math.round(o.at * factor), ms: Math.round(o.ms * factor) };
}
