import type { Signal } from '../cases/case.ts';
import type { Observation, Outcome, Place } from '../checks/observation.ts';
import type { ErrorFamily } from '../detection/error-family.ts';

type Answered = Extract<Outcome, { kind: 'answered' }>;
type Kind<K extends Outcome['kind']> = Observation & { outcome: Extract<Outcome, { kind: K }> };

/**
 * Failures that look alike to a person and to a middlebox: which of them a browser names is chance
 * (a reset that arrives late is a close, a Firefox certificate error is only "TLS").
 */
export type Way =
  | 'name'
  | 'refused'
  | 'cut'
  | 'silent'
  | 'identity'
  | 'proxy'
  | 'offline'
  | 'local'
  | 'unclear';

const WAYS: Record<ErrorFamily, Way> = {
  dns: 'name',
  refused: 'refused',
  unreachable: 'silent',
  reset: 'cut',
  closed: 'cut',
  timeout: 'silent',
  certificate: 'identity',
  tls: 'identity',
  http: 'unclear',
  proxy: 'proxy',
  offline: 'offline',
  changed: 'unclear',
  local: 'local',
  aborted: 'unclear',
  other: 'unclear',
};

export function wayOf(outcome: Outcome): Way | undefined {
  if (outcome.kind === 'timeout') return 'silent';
  return outcome.kind === 'failed' ? WAYS[outcome.family] : undefined;
}

/** What the case's own page did: the signal in the words of an outcome. */
export function wayOfSignal(signal: Signal): Way | undefined {
  if (signal.kind === 'error' || signal.kind === 'half-loaded') return WAYS[signal.family];
  return signal.kind === 'hang' ? 'silent' : undefined;
}

/** Plain http: `home` leads to the platform's own https, `elsewhere` away from it, `page` shows something at once. */
export type Plain = 'home' | 'elsewhere' | 'page' | 'broken' | 'failed' | 'void' | 'unasked';

export interface Pace {
  /** Bytes a second. */
  rate: number;
  /** How long the sample took, ms: a short one says nothing about a slow line. */
  ms: number;
  observation: Observation;
}

/** Elsewhere it works, or fails in the same way as here, or in another. */
export type Sight = 'works' | 'fails-alike' | 'fails-otherwise';

/** Who looked at the site from elsewhere, each on its own. */
export interface Witnesses {
  /** OONI's test helper, in a data centre. */
  helper: Sight | undefined;
  /** Volunteers in other countries, taken together. */
  abroad: Sight | undefined;
  /** A volunteer on another network of the person's own country. */
  home: Place | undefined;
  places: Place[];
  observations: Observation[];
}

/** Everything that the rules look at, read off the observations; the order in which they came plays no part. */
export interface Facts {
  signal: Signal;
  secure: boolean;
  quiet: boolean;
  pageWay: Way | undefined;
  retries: Observation[];
  /** Answers over valid TLS from the failed host. */
  retryAnswers: Answered[];
  retryWays: Way[];
  /** What was asked from inside the page. */
  inPage: Observation[];
  controls: { asked: Observation[]; ok: Observation[]; down: Observation[] };
  /** Sites inside the country that answer. */
  domesticOk: Observation[];
  portals: { asked: Observation[]; clear: Observation[]; caught: Observation[] };
  plain: Plain;
  plainSeen: Kind<'answered'> | undefined;
  alternates: { ok: Observation[]; failed: Observation[] };
  dns: { exists: Kind<'resolved'>[]; missing: Kind<'resolved'>[]; mute: Observation[]; addresses: string[] };
  /** The browser's own resolver: whether it says anything of the platform's names; `dead`: of no name at all. */
  ownResolver: 'answers' | 'mute' | 'dead' | 'unknown';
  ownResolverSeen: Observation[];
  /** Addresses that the browser reached, or tried, under the platform's name. */
  peers: string[];
  address: 'answers' | 'silent' | 'unasked';
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
  /** Median of the controls' clocks minus ours, ms; undefined when no control told the time. */
  clockSkewMs: number | undefined;
}

export interface Input {
  signal: Signal;
  secure: boolean;
  mode: 'standard' | 'quiet';
  observations: readonly Observation[];
  samePlatform(host: string): boolean;
}

export function factsOf(input: Input): Facts {
  const { secure, mode, samePlatform } = input;
  const stoppedHere = byKey(input.observations.filter(isStoppedHere));
  const sent = { ...input, observations: input.observations.filter((o) => !isStoppedHere(o)) };
  const { signal, observations } = isOnline(sent) ? named(sent) : sent;
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
  const retryWays = retries.flatMap((o) => wayOf(o.outcome) ?? []);
  const witnesses = witnessesOf(of('outside'), of('vantage-points'), retryWays);
  const peers = ['ip' in signal ? signal.ip : undefined, ...[...retries, ...of('plain-http')].map(peerOf)];
  return {
    signal,
    secure,
    quiet: mode === 'quiet',
    pageWay: wayOfSignal(signal),
    retries,
    retryAnswers: retries.map((o) => o.outcome).filter(isAnswered),
    retryWays,
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
      addresses: [...new Set(exists.flatMap((o) => o.outcome.addresses))].sort(),
    },
    ownResolverSeen: of('own-resolver'),
    ownResolver: ownResolverOf(of('own-resolver')[0]?.outcome),
    peers: [...new Set(peers.filter((ip) => ip !== undefined))],
    address: addressOf(of('by-address').map((o) => o.outcome)),
    outside: outsideOf(witnesses),
    witnesses,
    tally: of('measurements').find((o): o is Kind<'tallied'> => o.outcome.kind === 'tallied'),
    networkCountry: observations.find((o) => o.networkCountry !== undefined)?.networkCountry,
    pace: { platform: pacesOf(of('throughput'), 'platform'), control: pacesOf(of('throughput'), 'control') },
    stoppedHere,
    clockSkewMs: median(skews),
  };
}

const isOnline = ({ observations }: Input): boolean =>
  observations.some((o) => o.check === 'control' && isAnswered(o.outcome));

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

function ownResolverOf(outcome: Outcome | undefined): Facts['ownResolver'] {
  if (outcome?.kind !== 'own-resolver') return 'unknown';
  if (outcome.answers) return 'answers';
  return outcome.answersOthers ? 'mute' : 'dead';
}

/** Silence is told from an answer by the time alone: see the check `by-address`. */
function addressOf(outcomes: Outcome[]): Facts['address'] {
  if (outcomes.length === 0) return 'unasked';
  return outcomes.every((o) => o.kind === 'timeout') ? 'silent' : 'answers';
}

/** OONI's failure strings (spec df-007) in our words; a site that refuses data centres fails in another way than here. */
const OUTSIDE_WAYS: [RegExp, Way][] = [
  [/^connection_refused/, 'refused'],
  [/^(connection_reset|eof_error)/, 'cut'],
  [/^(generic_timeout_error|host_unreachable|network_unreachable)/, 'silent'],
  [/^dns_/, 'name'],
  [/^ssl_/, 'identity'],
];

/** One who sees it work outweighs those who see it fail; those who fail must all fail as we do. */
function sightOf(seen: Pick<Place, 'works' | 'failure'>[], here: readonly Way[]): Sight | undefined {
  if (seen.length === 0) return undefined;
  if (seen.some(({ works }) => works)) return 'works';
  const there = seen.map(({ failure = '' }) => OUTSIDE_WAYS.find(([name]) => name.test(failure))?.[1]);
  return there.every((way) => way !== undefined && here.includes(way)) ? 'fails-alike' : 'fails-otherwise';
}

function witnessesOf(helpers: Observation[], vantages: Observation[], here: readonly Way[]): Witnesses {
  const places = vantages
    .flatMap(({ outcome }) => (outcome.kind === 'places' ? outcome.places : []))
    .sort((a, b) => (a.country < b.country ? -1 : 1));
  const abroad = places.filter(({ home }) => !home);
  const sight = sightOf(abroad, here);
  return {
    helper: sightOf(
      helpers.flatMap(({ outcome }) => (outcome.kind === 'outside' ? outcome : [])),
      here,
    ),
    // One volunteer's own line may be down: it takes two to say that the site is.
    abroad: sight === 'fails-alike' && abroad.length < 2 ? 'fails-otherwise' : sight,
    home: places.find(({ home }) => home),
    places,
    observations: [...helpers, ...vantages],
  };
}

/** A helper that sees it fail as we do acquits, whatever others see: what fails in two places fails for no one censor. */
function outsideOf({ helper, abroad, observations }: Witnesses): Facts['outside'] {
  if (observations.length === 0) return 'unasked';
  if (helper === 'works' || helper === 'fails-alike') return helper;
  return abroad ?? helper ?? 'unknown';
}

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
