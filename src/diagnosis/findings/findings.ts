import { median } from '../../base/median.ts';
import type { Failure } from '../../model/failure.ts';
import {
  CLASS_OF_FAILURE,
  type FailureClass,
  failureClassOf,
  failureClassOfSymptom,
} from '../../model/failure-class.ts';
import type { CheckName, Observation, Outcome } from '../../model/observation.ts';
import type { Symptom } from '../../model/symptom.ts';
import { isSinkhole } from '../dns-consistency.ts';
import { type AddressFindings, addressFindings } from './addresses.ts';
import { type DnsFindings, dnsFindings } from './dns.ts';
import { type Exclusions, excludeMeaningless, isAnsweredControl } from './exclusions.ts';
import { type MediaFindings, mediaFindings } from './media.ts';
import {
  type AnsweredOutcome,
  hasOutcome,
  isAnswered,
  isAnsweredOverTls,
  type ObservationOf,
  sortedByKey,
} from './observations.ts';
import { type PlainHttpFindings, plainHttpFindings } from './plain-http.ts';
import { type StaticFileResult, staticFileResult, type Throughput, throughputOf } from './throughput.ts';
import { combinedResult, type RemoteResult, type VantagePoints, vantagePointsOf } from './vantage-points.ts';

/** Ends the key of an ordinary domestic site, one that no allow-list names (`src/checks/domestic.ts`). */
const UNLISTED = ':unlisted';

type AnswerWithStatus = AnsweredOutcome & { status: number };

/** Everything that the rules read, derived from the observations; the order in which they came plays no part. */
export interface Findings extends DnsFindings, AddressFindings, PlainHttpFindings, Exclusions {
  symptom: Symptom;
  secure: boolean;
  isQuietMode: boolean;
  pageFailureClass: FailureClass | undefined;
  retries: Observation[];
  /** Answers over valid TLS from the failed host. */
  retryAnswers: AnswerWithStatus[];
  retryFailureClasses: FailureClass[];
  /** Requests from inside the page. */
  inPageObservations: Observation[];
  controls: { asked: Observation[]; ok: Observation[]; down: Observation[] };
  /** Sites abroad that are asked only where no control answers. */
  foreign: { ok: Observation[]; failed: Observation[] };
  /** Sites inside the country that answer; those that an allow-list would name, and ordinary ones. */
  domesticOk: Observation[];
  domestic: { asked: Observation[]; unlistedOk: Observation[]; unlistedDown: Observation[] };
  /** `censored`: they lead to an address, or show a page, on record as a state's or a provider's. */
  portals: {
    asked: Observation[];
    clear: Observation[];
    intercepted: Observation[];
    censored: Observation[];
  };
  alternates: { ok: Observation[]; failed: Observation[] };
  /** Whether the host answers for a small file, as any front end does. */
  staticFile: StaticFileResult;
  staticFileObservations: Observation[];
  /** The head of the front page came when it was asked for alone. */
  pageHead: ObservationOf<'answered'> | undefined;
  /** Failures of the page and of the retries. */
  failures: Failure[];
  /** Those by which the server failed to prove that it is the site. */
  tlsFailures: Failure[];
  /** The combined result of all vantage points. */
  remoteResult: RemoteResult | 'unknown' | 'unasked';
  vantagePoints: VantagePoints;
  /** Recent measurements in the country of this network. */
  aggregation: ObservationOf<'aggregated'> | undefined;
  /** The country of this network according to OONI; it may differ from the clock's. */
  probeCc: string | undefined;
  throughput: Throughput;
  /** The hosts of the open page's videos and pictures, where the person asked for a check. */
  media: MediaFindings;
  /** Median of the controls' clocks minus this device's, ms; undefined if no control told the time. */
  clockSkewMs: number | undefined;
}

export interface DiagnosisInput {
  symptom: Symptom;
  secure: boolean;
  mode: 'standard' | 'quiet';
  observations: readonly Observation[];
  isSamePlatform(host: string): boolean;
}

export function deriveFindings(input: DiagnosisInput): Findings {
  const { counted, ...exclusions } = excludeMeaningless(input.observations);
  const { symptom, observations } = withOfflineReadAsDns({ symptom: input.symptom, observations: counted });
  const ofCheck = (check: CheckName) => sortedByKey(observations.filter((o) => o.check === check));
  const dns = dnsFindings(ofCheck);
  const controls = ofCheck('control');
  const { ok: answered, failed: unanswered } = splitByAnswer(controls);
  const staticFiles = ofCheck('static-file');
  // After a hang the small file is the retry: the page's own request still waits.
  const retries = [...ofCheck('retry'), ...staticFiles.filter(({ outcome }) => !isAnsweredOverTls(outcome))];
  const retryFailureClasses = retries.flatMap(({ outcome }) => failureClassOf(outcome) ?? []);
  const vantagePoints = vantagePointsOf(
    ofCheck('test-helper'),
    ofCheck('vantage-points'),
    retryFailureClasses,
  );
  const failures = failuresOf([symptom, ...retries.map(({ outcome }) => outcome)]);
  return {
    ...exclusions,
    ...dns,
    ...addressFindings(symptom, ofCheck, dns),
    ...plainHttpFindings(ofCheck, input.isSamePlatform),
    symptom,
    secure: input.secure,
    isQuietMode: input.mode === 'quiet',
    pageFailureClass: failureClassOfSymptom(symptom),
    retries,
    retryAnswers: retries.map(({ outcome }) => outcome).filter(hasStatus),
    retryFailureClasses,
    inPageObservations: ofCheck('in-page'),
    controls: { asked: controls, ok: answered, down: unanswered },
    foreign: splitByAnswer(ofCheck('foreign')),
    domesticOk: ofCheck('domestic').filter(({ outcome }) => isAnswered(outcome)),
    domestic: splitDomestic(ofCheck('domestic')),
    portals: splitPortals(ofCheck('captive-portal')),
    alternates: splitByAnswer(ofCheck('alternate')),
    staticFile: staticFileResult(ofCheck),
    staticFileObservations: staticFiles,
    pageHead: ofCheck('page-head').find(hasOutcome('answered')),
    failures,
    tlsFailures: failures.filter((failure) => CLASS_OF_FAILURE[failure] === 'tls'),
    remoteResult: combinedResult(vantagePoints),
    vantagePoints,
    aggregation: ofCheck('measurements').find(hasOutcome('aggregated')),
    probeCc: observations.find(({ probeCc }) => probeCc !== undefined)?.probeCc,
    throughput: throughputOf(ofCheck),
    media: mediaFindings(ofCheck),
    clockSkewMs: clockSkewOf(controls),
  };
}

/**
 * Chromium says "disconnected" for every name that is not found while the system reports no network, as it does inside
 * some tunnels and containers. Where a control answers, the name was not found.
 */
function withOfflineReadAsDns({ symptom, observations }: { symptom: Symptom; observations: Observation[] }) {
  if (!observations.some(isAnsweredControl)) return { symptom, observations };
  const readOfflineAsDns = <T extends object>(one: T): T =>
    'failure' in one && one.failure === 'offline' ? { ...one, failure: 'dns' } : one;
  return {
    symptom: readOfflineAsDns(symptom),
    observations: observations.map((o) => ({ ...o, outcome: readOfflineAsDns(o.outcome) })),
  };
}

function splitByAnswer(asked: Observation[]): { ok: Observation[]; failed: Observation[] } {
  return {
    ok: asked.filter(({ outcome }) => isAnswered(outcome)),
    failed: asked.filter(({ outcome }) => !isAnswered(outcome)),
  };
}

function splitDomestic(asked: Observation[]): Findings['domestic'] {
  const { ok, failed } = splitByAnswer(asked.filter(({ key }) => key.endsWith(UNLISTED)));
  // A name that is not found may be a site that is gone.
  const unlistedDown = failed.filter(({ outcome }) => failureClassOf(outcome) !== 'dns');
  return { asked, unlistedOk: ok, unlistedDown };
}

function splitPortals(observations: Observation[]): Findings['portals'] {
  const asked = observations.filter(({ outcome }) => outcome.kind !== 'void');
  const withExpected = (isExpected: boolean) =>
    asked.filter(({ outcome }) => isAnswered(outcome) && outcome.matchesExpected === isExpected);
  const strange = withExpected(false);
  const censored = strange.filter(
    ({ outcome }) =>
      isAnswered(outcome) &&
      (isSinkhole(outcome.redirectHost) ||
        outcome.blockPageScope === 'nat' ||
        outcome.blockPageScope === 'isp'),
  );
  const intercepted = strange.filter((one) => !censored.includes(one));
  return { asked, clear: withExpected(true), intercepted, censored };
}

function failuresOf(events: readonly (Symptom | Outcome)[]): Failure[] {
  return events.flatMap((event) =>
    event.kind === 'error' || event.kind === 'partial-load' || event.kind === 'failed' ? event.failure : [],
  );
}

function clockSkewOf(controls: Observation[]): number | undefined {
  return median(controls.flatMap(({ outcome }) => (isAnswered(outcome) ? (outcome.clockSkewMs ?? []) : [])));
}

function hasStatus(outcome: Outcome): outcome is AnswerWithStatus {
  return isAnsweredOverTls(outcome) && outcome.status !== undefined;
}
