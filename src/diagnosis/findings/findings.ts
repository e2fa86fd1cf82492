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
import { outsideOf, type Sight, type Witnesses, witnessesOf } from './vantage-points.ts';

type Answered = Extract<Outcome, { kind: 'answered' }>;
type Kind<K extends Outcome['kind']> = Observation & { outcome: Extract<Outcome, { kind: K }> };

/** Plain http: `home` leads to the platform's own https, `elsewhere` away from it, `page` shows something at once. */
export type Plain = 'home' | 'elsewhere' | 'page' | 'broken' | 'failed' | 'void' | 'unasked';

/** Whether anybody is there. */
export type Presence = 'answers' | 'silent' | 'unasked';

export interface Pace {
  /** Bytes a second. */
  rate: number;
  /** How long the sample took, ms: a short one says nothing about a slow line. */
  ms: number;
  observation: Observation;
}

/** Everything that the rules look at, read off the observations; the order in which they came plays no part. */
export interface Facts {
  symptom: Symptom;
  secure: boolean;
  quiet: boolean;
  pageFailureClass: FailureClass | undefined;
  retries: Observation[];
  /** Answers over valid TLS from the failed host. */
  retryAnswers: Answered[];
  retryFailureClasses: FailureClass[];
  /** What was asked from inside the page. */
  inPage: Observation[];
  controls: { asked: Observation[]; ok: Observation[]; down: Observation[] };
  /** Sites inside the country that answer. */
  domesticOk: Observation[];
  portals: { asked: Observation[]; clear: Observation[]; caught: Observation[] };
  plain: Plain;
  plainFailureClass: FailureClass | undefined;
  plainSeen: Kind<'answered'> | undefined;
  alternates: { ok: Observation[]; failed: Observation[] };
  dns: {
    exists: Kind<'resolved'>[];
    missing: Kind<'resolved'>[];
    mute: Observation[];
    addresses: string[];
    addresses6: string[];
  };
  /**
   * The browser's own resolver: whether it says anything of the platform's names; `dead`: of no name at all. `silent`: names
   * that nobody has are not denied, but whether they get no answer or lead to a dead address this browser does not tell.
   */
  ownResolver: 'answers' | 'mute' | 'silent' | 'dead' | 'unknown';
  ownResolverSeen: Observation[];
  /** Addresses that the browser reached, or tried, under the platform's name. */
  peers: string[];
  /** Those that its own resolver gives, where the browser tells them (Firefox). */
  ownAddresses: string[];
  /** Where the name leads elsewhere: as resolvers there say, or where those cannot be asked, OONI's helper. */
  whereabouts: string[];
  /** Addresses at which the controls answered: whether this network gives public sites public addresses. */
  otherPeers: string[];
  /** Some control answered over IPv6: this network has both kinds of addresses. */
  hasIpv6: boolean;
  /** The first of each kind where the site lives (the own resolver's, where nobody can be asked for these), without the name. */
  address: Presence;
  /** The same by the kind of address. */
  addressOf: { ipv4: Presence; ipv6: Presence };
  /** The address that the own resolver gives, without the name. */
  ownAddress: Presence;
  /** Whoever lives where this browser takes the name to, asked at another port. */
  otherPort: Presence;
  /** The answer to a request that any server turns away at its front door. */
  frontDoor: Kind<'answered'> | undefined;
  /** Errors of page and retries. */
  failures: Failure[];
  /** Those of them by which whoever answered failed to prove to be the site. */
  tlsFailures: Failure[];
  /** The site as seen from elsewhere, by whoever could be asked. */
  outside: Sight | 'unknown' | 'unasked';
  witnesses: Witnesses;
  /** What was measured lately in the country that the network is in. */
  tally: Kind<'tallied'> | undefined;
  /** Where OONI takes the network to be; it may be another country than the clock's. */
  networkCountry: string | undefined;
  /** How fast bodies came, from the answer's head to its last byte, one entry a sample. */
  pace: { platform: Pace[]; control: Pace[] };
  /** Requests of ours that something on this device stopped: they tell nothing of the network, and stand nowhere else. */
  stoppedHere: Observation[];
  /** Requests that were given up before this line could have answered: no silence, and they stand nowhere else either. */
  hasty: Observation[];
  /** What an answer takes on this line, by this device, ms: see `answerMsOf`. */
  answerMs: number | undefined;
  /** Median of the controls' clocks minus ours, ms; undefined when no control told the time. */
  clockSkewMs: number | undefined;
}

export interface Input {
  signal: Symptom;
  secure: boolean;
  mode: 'standard' | 'quiet';
  observations: readonly Observation[];
  samePlatform(host: string): boolean;
}

/** Their silence says nothing of the site, whenever it was given up: it stays known that they were asked. */
const WITNESSES: readonly Observation['check'][] = ['outside', 'vantage-points', 'measurements'];

export function factsOf(input: Input): Facts {
  const { secure, mode, samePlatform } = input;
  const answerMs = answerMsOf(input.observations);
  const isHasty = ({ check, outcome, ms }: Observation) =>
    outcome.kind === 'timeout' && ms < 2 * (answerMs ?? 0) && !WITNESSES.includes(check);
  const stoppedHere = byKey(input.observations.filter(isStoppedHere));
  const hasty = byKey(input.observations.filter(isHasty));
  const sent = { ...input, observations: input.observations.filter((o) => !isStoppedHere(o) && !isHasty(o)) };
  const { signal: symptom, observations } = isOnline(sent) ? named(sent) : sent;
  const of = (check: Observation['check']) => byKey(observations.filter((o) => o.check === check));
  const retries = of('retry');
  const inPage = of('in-page');
  const controls = of('control');
  const portals = of('captive-portal').filter((o) => o.outcome.kind !== 'void');
  const alternates = of('alternate');
  const resolvers = of('resolver');
  const resolved = resolvers.filter((o): o is Kind<'resolved'> => o.outcome.kind === 'resolved');
  const exists = resolved.filter((o) => o.outcome.addresses.length > 0);
  const missing = resolved.filter(
    ({ outcome: { rcode, addresses } }) =>
      addresses.length === 0 && (rcode === 'NXDOMAIN' || rcode === 'NOERROR'),
  );
  const plainSeen = of('plain-http').find((o): o is Kind<'answered'> => o.outcome.kind === 'answered');
  const skews = controls.flatMap((o) => (isAnswered(o.outcome) ? (o.outcome.clockSkewMs ?? []) : []));
  const retryFailureClasses = retries.flatMap((o) => failureClassOf(o.outcome) ?? []);
  const witnesses = witnessesOf(of('outside'), of('vantage-points'), retryFailureClasses);
  const addresses = addressesOf(resolvers);
  const addresses6 = addressesOf(of('resolver-ipv6'));
  const toldOutside = of('outside').flatMap(({ outcome: o }) => (o.kind === 'outside' && o.addresses) || []);
  const whereabouts = addresses.length > 0 ? addresses : toldOutside;
  const ownLookup = of('own-lookup')[0]?.outcome;
  const ownAddresses = ownLookup?.kind === 'resolved' ? ownLookup.addresses : [];
  const peers = ['ip' in symptom ? symptom.ip : undefined, ...[...retries, ...of('plain-http')].map(peerOf)];
  const nameless = of('by-address');
  const otherPeers = controls.flatMap((o) => (isAnswered(o.outcome) ? (o.outcome.ip ?? []) : []));
  const truth = [...whereabouts, ...addresses6];
  const atHome = nameless.filter(({ key }) => truth.includes(addressIn(key)));
  const ownAddress = presenceOf(nameless.filter(({ key }) => ownAddresses.includes(addressIn(key))));
  const failures = [symptom, ...retries.map((o) => o.outcome)].flatMap((o) =>
    'family' in o ? o.family : [],
  );
  return {
    symptom,
    secure,
    quiet: mode === 'quiet',
    pageFailureClass: failureClassOfSymptom(symptom),
    retries,
    retryAnswers: retries.map((o) => o.outcome).filter(isAnswered),
    retryFailureClasses,
    inPage,
    controls: {
      asked: controls,
      ok: controls.filter((o) => isAnswered(o.outcome)),
      down: controls.filter((o) => !isAnswered(o.outcome)),
    },
    domesticOk: of('domestic').filter((o) => isAnswered(o.outcome)),
    portals: {
      asked: portals,
      clear: portals.filter((o) => isAnswered(o.outcome) && o.outcome.asExpected === true),
      caught: portals.filter((o) => isAnswered(o.outcome) && o.outcome.asExpected === false),
    },
    plain: plainOf(of('plain-http')[0]?.outcome, samePlatform),
    plainFailureClass: of('plain-http').flatMap((o) => failureClassOf(o.outcome) ?? [])[0],
    plainSeen,
    alternates: {
      ok: alternates.filter((o) => isAnswered(o.outcome)),
      failed: alternates.filter((o) => !isAnswered(o.outcome)),
    },
    dns: {
      exists,
      missing,
      mute: resolvers.filter(
        (o) => !exists.includes(o as Kind<'resolved'>) && !missing.includes(o as Kind<'resolved'>),
      ),
      addresses,
      addresses6,
    },
    ownResolverSeen: [...of('own-resolver'), ...of('own-lookup')],
    ownResolver: ownResolverOf(of('own-resolver')[0]?.outcome, ownLookup),
    peers: [...new Set([...peers.filter((ip) => ip !== undefined), ...ownAddresses])],
    ownAddresses,
    whereabouts,
    otherPeers,
    hasIpv6: otherPeers.some(isIpv6),
    address: truth.length === 0 ? ownAddress : presenceOf(atHome),
    addressOf: {
      ipv4: presenceOf(atHome.filter(({ key }) => !isIpv6(addressIn(key)))),
      ipv6: presenceOf(atHome.filter(({ key }) => isIpv6(addressIn(key)))),
    },
    ownAddress,
    otherPort: presenceOf(of('other-port').filter(({ outcome }) => failureClassOf(outcome) !== 'name')),
    frontDoor: of('front-door').find((o): o is Kind<'answered'> => o.outcome.kind === 'answered'),
    failures,
    tlsFailures: failures.filter((family) => CLASS_OF_FAILURE[family] === 'identity'),
    outside: outsideOf(witnesses),
    witnesses,
    tally: of('measurements').find((o): o is Kind<'tallied'> => o.outcome.kind === 'tallied'),
    networkCountry: observations.find((o) => o.networkCountry !== undefined)?.networkCountry,
    pace: { platform: pacesOf(of('throughput'), 'platform'), control: pacesOf(of('throughput'), 'control') },
    stoppedHere,
    hasty,
    answerMs,
    clockSkewMs: median(skews),
  };
}

/**
 * The median of the time in which controls answered, ms; or that of the slowest resolver, which is asked later, along with
 * what may keep silent: by then a device may be busier.
 */
function answerMsOf(observations: readonly Observation[]): number | undefined {
  const controls = median(observations.filter(isAnsweredControl).map(({ ms }) => ms));
  const resolvers = observations.filter(
    ({ check, outcome }) => check === 'resolver' && outcome.kind === 'resolved',
  );
  return controls === undefined ? undefined : Math.max(controls, ...resolvers.map(({ ms }) => ms));
}

const isAnsweredControl = ({ check, outcome }: Observation): boolean =>
  check === 'control' && isAnswered(outcome);
const isOnline = ({ observations }: Input): boolean => observations.some(isAnsweredControl);

/**
 * Chromium says "disconnected" of every name that is not found while the system reports no network, as it does inside
 * some tunnels and containers. Where other sites answer, that is a name that was not found.
 */
function named({ signal, observations }: Input): Pick<Input, 'signal' | 'observations'> {
  const plainly = <T extends object>(one: T): T =>
    'family' in one && one.family === 'offline' ? { ...one, family: 'dns' } : one;
  return {
    signal: plainly(signal),
    observations: observations.map((o) => ({ ...o, outcome: plainly(o.outcome) })),
  };
}

function byKey(observations: Observation[]): Observation[] {
  return observations.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Policies, protection against tracking; and a call that somebody else took back: our own we observe as a timeout. */
function isStoppedHere({ outcome }: Observation): boolean {
  return outcome.kind === 'failed' && (outcome.family === 'local' || outcome.family === 'aborted');
}

function isAnswered(outcome: Outcome): outcome is Answered {
  return outcome.kind === 'answered';
}

function peerOf(o: Observation): string | undefined {
  return o.outcome.kind === 'answered' || o.outcome.kind === 'failed' ? o.outcome.ip : undefined;
}

function plainOf(outcome: Outcome | undefined, samePlatform: (host: string) => boolean): Plain {
  if (!outcome) return 'unasked';
  if (outcome.kind === 'void') return 'void';
  if (outcome.kind !== 'answered') return 'failed';
  if (outcome.redirectHost !== undefined) return samePlatform(outcome.redirectHost) ? 'home' : 'elsewhere';
  return outcome.status >= 500 ? 'broken' : 'page';
}

/** Asked for the very name it says most; that it says nothing of any other tells more than that it keeps silent here. */
function ownResolverOf(names: Outcome | undefined, lookup: Outcome | undefined): Facts['ownResolver'] {
  if (lookup?.kind === 'resolved') return 'answers';
  if (names?.kind !== 'own-resolver') return lookup?.kind === 'timeout' ? 'mute' : 'unknown';
  if (names.answers && lookup?.kind !== 'timeout') return 'answers';
  if (!names.answersOthers) return 'dead';
  return lookup?.kind === 'timeout' ? 'mute' : 'silent';
}

/** Silence is told from any kind of answer by the time alone: see the check `by-address`. */
function presenceOf(asked: Observation[]): Presence {
  if (asked.length === 0) return 'unasked';
  return asked.every(({ outcome }) => outcome.kind === 'timeout' || failureClassOf(outcome) === 'silent')
    ? 'silent'
    : 'answers';
}

/** All that resolvers elsewhere gave. */
function addressesOf(resolvers: Observation[]): string[] {
  const given = resolvers.flatMap(({ outcome }) => (outcome.kind === 'resolved' ? outcome.addresses : []));
  return [...new Set(given)].sort();
}

/** `by-address:192.0.2.1` */
const addressIn = (key: string): string => key.slice(key.indexOf(':') + 1);

function pacesOf(samples: Observation[], whose: 'platform' | 'control'): Pace[] {
  return samples.flatMap((observation) => {
    const { outcome } = observation;
    if (outcome.kind !== 'measured' || outcome.of !== whose) return [];
    return [{ rate: (1000 * outcome.bytes) / Math.max(1, outcome.bodyMs), ms: outcome.bodyMs, observation }];
  });
}

function median(values: number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
