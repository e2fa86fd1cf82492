import { isIpv6 } from '../../base/ip.ts';
import type { Failure } from '../../model/failure.ts';
import {
  CLASS_OF_FAILURE,
  type FailureClass,
  failureClassOf,
  failureClassOfSymptom,
} from '../../model/failure-class.ts';
import type { Observation, Outcome } from '../../model/observation.ts';
import type { Symptom } from '../../model/signal.ts';
import { combinedResult, type RemoteResult, type VantagePoints, vantagePointsOf } from './vantage-points.ts';

type AnsweredOutcome = Extract<Outcome, { kind: 'answered' }>;
type AnswerWithStatus = AnsweredOutcome & { status: number };
type ObservationOf<K extends Outcome['kind']> = Observation & { outcome: Extract<Outcome, { kind: K }> };

/**
 * Plain HTTP: `home` redirects to a host of the platform, `elsewhere` away from it, `page` answers at once, `broken` is
 * a 5xx.
 */
export type PlainHttpResult = 'home' | 'elsewhere' | 'page' | 'broken' | 'failed' | 'void' | 'unasked';

/** Whether a server answers there. */
export type Reachability = 'answers' | 'silent' | 'unasked';

export interface ThroughputSample {
  bytesPerSecond: number;
  /** How long the sample took, ms: a short one says nothing about a slow line. */
  ms: number;
  observation: Observation;
}

/** Everything that the rules read, derived from the observations; the order in which they came plays no part. */
export interface Findings {
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
  /** Sites inside the country that answer. */
  domesticOk: Observation[];
  portals: { asked: Observation[]; clear: Observation[]; intercepted: Observation[] };
  plainHttp: PlainHttpResult;
  plainFailureClass: FailureClass | undefined;
  plainHttpAnswer: ObservationOf<'answered'> | undefined;
  alternates: { ok: Observation[]; failed: Observation[] };
  dns: {
    exists: ObservationOf<'resolved'>[];
    missing: ObservationOf<'resolved'>[];
    unavailable: Observation[];
    addresses: string[];
    ipv6Addresses: string[];
  };
  /**
   * The system resolver. `unresponsive`: it does not answer a lookup of the host. `no-denial`: it does not deny names
   * that do not exist, and this browser does not tell whether they get no answer or a dead address. `down`: it answers
   * no name at all.
   */
  systemResolver: 'answers' | 'unresponsive' | 'no-denial' | 'down' | 'unknown';
  systemResolverObservations: Observation[];
  /** Addresses that the browser reached, or tried, under the platform's name. */
  remoteAddresses: string[];
  /** Those that the system resolver gives, where the browser reports them (Firefox). */
  resolvedAddresses: string[];
  /**
   * The site's true IPv4 addresses, as DoH resolvers give them, or OONI's test helper where those could not be asked.
   */
  expectedAddresses: string[];
  /** Addresses at which the controls answered: they show whether this network gives public sites public addresses. */
  controlAddresses: string[];
  /** A control answered over IPv6: this network has both kinds of addresses. */
  hasIpv6: boolean;
  /** Whether the site's true addresses answer without the name; the resolved addresses, if no true one is known. */
  ipReachability: Reachability;
  /** The true addresses by IP version. */
  reachabilityByVersion: { ipv4: Reachability; ipv6: Reachability };
  /** Whether the address that the system resolver gives answers without the name. */
  resolvedIpReachability: Reachability;
  /** Whether the server at the address that this browser gets for the name answers TLS on port 80. */
  tlsOnPort80: Reachability;
  /** The answer to an oversized request, which any server rejects at its front end. */
  oversizedRequestAnswer: ObservationOf<'answered'> | undefined;
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
  /** How fast bodies came, from the head of the answer to the last byte, one entry per sample. */
  throughput: { platform: ThroughputSample[]; control: ThroughputSample[] };
  /** Requests that something on this device stopped: they say nothing about the network and stand in no other field. */
  stoppedLocally: Observation[];
  /**
   * Requests that were given up before this line could have answered: they are no timeouts and stand in no other field.
   */
  prematureTimeouts: Observation[];
  /** How long an answer takes on this line and this device, ms: see `typicalResponseTime`. */
  typicalResponseMs: number | undefined;
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

/** A timeout of these says nothing about the site, so it is never too early; that they were asked stays known. */
const REMOTE_CHECKS: readonly Observation['check'][] = ['test-helper', 'vantage-points', 'measurements'];

export function deriveFindings(input: DiagnosisInput): Findings {
  const { secure, mode, isSamePlatform } = input;
  const typicalResponseMs = typicalResponseTime(input.observations);
  const timedOutTooEarly = ({ check, outcome, ms }: Observation) =>
    outcome.kind === 'timeout' && ms < 2 * (typicalResponseMs ?? 0) && !REMOTE_CHECKS.includes(check);
  const stoppedLocally = sortedByKey(input.observations.filter(wasStoppedLocally));
  const prematureTimeouts = sortedByKey(input.observations.filter(timedOutTooEarly));
  const sent = {
    ...input,
    observations: input.observations.filter((o) => !wasStoppedLocally(o) && !timedOutTooEarly(o)),
  };
  const { symptom, observations } = isOnline(sent) ? withOfflineReadAsDns(sent) : sent;
  const ofCheck = (check: Observation['check']) => sortedByKey(observations.filter((o) => o.check === check));
  const retries = ofCheck('retry');
  const inPageObservations = ofCheck('in-page');
  const controls = ofCheck('control');
  const portals = ofCheck('captive-portal').filter((o) => o.outcome.kind !== 'void');
  const alternates = ofCheck('alternate');
  const resolvers = ofCheck('doh-lookup');
  const resolved = resolvers.filter((o): o is ObservationOf<'resolved'> => o.outcome.kind === 'resolved');
  const exists = resolved.filter((o) => o.outcome.addresses.length > 0);
  const missing = resolved.filter(
    ({ outcome: { rcode, addresses } }) =>
      addresses.length === 0 && (rcode === 'NXDOMAIN' || rcode === 'NOERROR'),
  );
  const plainHttpAnswer = ofCheck('plain-http').find(
    (o): o is ObservationOf<'answered'> => o.outcome.kind === 'answered',
  );
  const skews = controls.flatMap((o) => (isAnswered(o.outcome) ? (o.outcome.clockSkewMs ?? []) : []));
  const retryFailureClasses = retries.flatMap((o) => failureClassOf(o.outcome) ?? []);
  const vantagePoints = vantagePointsOf(
    ofCheck('test-helper'),
    ofCheck('vantage-points'),
    retryFailureClasses,
  );
  const addresses = resolvedAddressesOf(resolvers);
  const ipv6Addresses = resolvedAddressesOf(ofCheck('doh-lookup-ipv6'));
  const helperAddresses = ofCheck('test-helper').flatMap(
    ({ outcome: o }) => (o.kind === 'test-helper' && o.addresses) || [],
  );
  const expectedAddresses = addresses.length > 0 ? addresses : helperAddresses;
  const systemLookup = ofCheck('system-resolver-lookup')[0]?.outcome;
  const resolvedAddresses = systemLookup?.kind === 'resolved' ? systemLookup.addresses : [];
  const reachedAddresses = [
    'ip' in symptom ? symptom.ip : undefined,
    ...[...retries, ...ofCheck('plain-http')].map(remoteAddressOf),
  ];
  const ipLiterals = ofCheck('ip-literal');
  const controlAddresses = controls.flatMap((o) => (isAnswered(o.outcome) ? (o.outcome.ip ?? []) : []));
  const trueAddresses = [...expectedAddresses, ...ipv6Addresses];
  const atTrueAddresses = ipLiterals.filter(({ address = '' }) => trueAddresses.includes(address));
  const resolvedIpReachability = reachabilityOf(
    ipLiterals.filter(({ address = '' }) => resolvedAddresses.includes(address)),
  );
  const failures = [symptom, ...retries.map((o) => o.outcome)].flatMap((o) =>
    o.kind === 'error' || o.kind === 'partial-load' || o.kind === 'failed' ? o.failure : [],
  );
  return {
    symptom,
    secure,
    isQuietMode: mode === 'quiet',
    pageFailureClass: failureClassOfSymptom(symptom),
    retries,
    retryAnswers: retries.map((o) => o.outcome).filter(hasStatus),
    retryFailureClasses,
    inPageObservations,
    controls: {
      asked: controls,
      ok: controls.filter((o) => isAnswered(o.outcome)),
      down: controls.filter((o) => !isAnswered(o.outcome)),
    },
    domesticOk: ofCheck('domestic').filter((o) => isAnswered(o.outcome)),
    portals: {
      asked: portals,
      clear: portals.filter((o) => isAnswered(o.outcome) && o.outcome.matchesExpected === true),
      intercepted: portals.filter((o) => isAnswered(o.outcome) && o.outcome.matchesExpected === false),
    },
    plainHttp: plainHttpResultOf(ofCheck('plain-http')[0]?.outcome, isSamePlatform),
    plainFailureClass: ofCheck('plain-http').flatMap((o) => failureClassOf(o.outcome) ?? [])[0],
    plainHttpAnswer,
    alternates: {
      ok: alternates.filter((o) => isAnswered(o.outcome)),
      failed: alternates.filter((o) => !isAnswered(o.outcome)),
    },
    dns: {
      exists,
      missing,
      unavailable: resolvers.filter(
        (o) =>
          !exists.includes(o as ObservationOf<'resolved'>) &&
          !missing.includes(o as ObservationOf<'resolved'>),
      ),
      addresses,
      ipv6Addresses,
    },
    systemResolverObservations: [...ofCheck('system-resolver-health'), ...ofCheck('system-resolver-lookup')],
    systemResolver: systemResolverState(ofCheck('system-resolver-health')[0]?.outcome, systemLookup),
    remoteAddresses: [
      ...new Set([...reachedAddresses.filter((ip) => ip !== undefined), ...resolvedAddresses]),
    ],
    resolvedAddresses,
    expectedAddresses,
    controlAddresses,
    hasIpv6: controlAddresses.some(isIpv6),
    ipReachability: trueAddresses.length === 0 ? resolvedIpReachability : reachabilityOf(atTrueAddresses),
    reachabilityByVersion: {
      ipv4: reachabilityOf(atTrueAddresses.filter(({ address = '' }) => !isIpv6(address))),
      ipv6: reachabilityOf(atTrueAddresses.filter(({ address = '' }) => isIpv6(address))),
    },
    resolvedIpReachability,
    tlsOnPort80: reachabilityOf(
      ofCheck('tls-on-port-80').filter(({ outcome }) => failureClassOf(outcome) !== 'dns'),
    ),
    oversizedRequestAnswer: ofCheck('oversized-request').find(
      (o): o is ObservationOf<'answered'> => o.outcome.kind === 'answered',
    ),
    failures,
    tlsFailures: failures.filter((failure) => CLASS_OF_FAILURE[failure] === 'tls'),
    remoteResult: combinedResult(vantagePoints),
    vantagePoints,
    aggregation: ofCheck('measurements').find(
      (o): o is ObservationOf<'aggregated'> => o.outcome.kind === 'aggregated',
    ),
    probeCc: observations.find((o) => o.probeCc !== undefined)?.probeCc,
    throughput: {
      platform: throughputSamples(ofCheck('throughput'), 'platform'),
      control: throughputSamples(ofCheck('throughput'), 'control'),
    },
    stoppedLocally,
    prematureTimeouts,
    typicalResponseMs,
    clockSkewMs: median(skews),
  };
}

/**
 * The median time in which controls answered, ms, or the slowest resolver's if that is longer: resolvers are asked
 * later, along with checks that may time out, and by then a device may be busier.
 */
function typicalResponseTime(observations: readonly Observation[]): number | undefined {
  const controls = median(observations.filter(isAnsweredControl).map(({ ms }) => ms));
  const resolvers = observations.filter(
    ({ check, outcome }) => check === 'doh-lookup' && outcome.kind === 'resolved',
  );
  return controls === undefined ? undefined : Math.max(controls, ...resolvers.map(({ ms }) => ms));
}

const isAnsweredControl = ({ check, outcome }: Observation): boolean =>
  check === 'control' && isAnswered(outcome);
const isOnline = ({ observations }: DiagnosisInput): boolean => observations.some(isAnsweredControl);

/**
 * Chromium says "disconnected" for every name that is not found while the system reports no network, as it does inside
 * some tunnels and containers. Where other sites answer, the name was not found.
 */
function withOfflineReadAsDns({
  symptom,
  observations,
}: DiagnosisInput): Pick<DiagnosisInput, 'symptom' | 'observations'> {
  const readOfflineAsDns = <T extends object>(one: T): T =>
    'failure' in one && one.failure === 'offline' ? { ...one, failure: 'dns' } : one;
  return {
    symptom: readOfflineAsDns(symptom),
    observations: observations.map((o) => ({ ...o, outcome: readOfflineAsDns(o.outcome) })),
  };
}

function sortedByKey(observations: Observation[]): Observation[] {
  return observations.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A policy, tracking protection, or a request that something else aborted: the extension's own aborts are timeouts. */
function wasStoppedLocally({ outcome }: Observation): boolean {
  return outcome.kind === 'failed' && (outcome.failure === 'local' || outcome.failure === 'aborted');
}

function isAnswered(outcome: Outcome): outcome is AnsweredOutcome {
  return outcome.kind === 'answered';
}

function hasStatus(outcome: Outcome): outcome is AnswerWithStatus {
  return isAnswered(outcome) && outcome.status !== undefined;
}

function remoteAddressOf(o: Observation): string | undefined {
  return o.outcome.kind === 'answered' || o.outcome.kind === 'failed' ? o.outcome.ip : undefined;
}

function plainHttpResultOf(
  outcome: Outcome | undefined,
  isSamePlatform: (host: string) => boolean,
): PlainHttpResult {
  if (!outcome) return 'unasked';
  if (outcome.kind === 'void') return 'void';
  if (outcome.kind !== 'answered') return 'failed';
  if (outcome.redirectHost !== undefined) return isSamePlatform(outcome.redirectHost) ? 'home' : 'elsewhere';
  return (outcome.status ?? 0) >= 500 ? 'broken' : 'page';
}

/**
 * A lookup of the host itself says most; a resolver that answers no other name either says more than one that is silent
 * here.
 */
function systemResolverState(
  health: Outcome | undefined,
  lookup: Outcome | undefined,
): Findings['systemResolver'] {
  if (lookup?.kind === 'resolved') return 'answers';
  if (health?.kind !== 'system-resolver-health')
    return lookup?.kind === 'timeout' ? 'unresponsive' : 'unknown';
  if (health.answers && lookup?.kind !== 'timeout') return 'answers';
  if (!health.answersOthers) return 'down';
  return lookup?.kind === 'timeout' ? 'unresponsive' : 'no-denial';
}

/** Only the time tells silence from an answer of any kind: see the check `ip-literal`. */
function reachabilityOf(asked: Observation[]): Reachability {
  if (asked.length === 0) return 'unasked';
  return asked.every(({ outcome }) => outcome.kind === 'timeout' || failureClassOf(outcome) === 'timeout')
    ? 'silent'
    : 'answers';
}

/** All addresses that the resolvers gave. */
function resolvedAddressesOf(resolvers: Observation[]): string[] {
  const given = resolvers.flatMap(({ outcome }) => (outcome.kind === 'resolved' ? outcome.addresses : []));
  return [...new Set(given)].sort();
}

function throughputSamples(samples: Observation[], whose: 'platform' | 'control'): ThroughputSample[] {
  return samples.flatMap((observation) => {
    const { outcome } = observation;
    if (outcome.kind !== 'measured' || outcome.of !== whose) return [];
    return [
      {
        bytesPerSecond: (1000 * outcome.bytes) / Math.max(1, outcome.bodyMs),
        ms: outcome.bodyMs,
        observation,
      },
    ];
  });
}

function median(values: number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
