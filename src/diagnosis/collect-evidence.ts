import type { Evidence, SignKey } from '../model/evidence.ts';
import { failureClassOf } from '../model/failure-class.ts';
import type { Observation, VantagePointResult } from '../model/observation.ts';
import type { Mechanism } from '../model/verdict.ts';
import type { Findings, ThroughputSample } from './findings/findings.ts';

const keys = (observations: readonly Observation[]) => observations.map((o) => o.key);

function sign(
  name: SignKey,
  tone: Evidence['tone'],
  from: readonly Observation[] = [],
  params: Evidence['params'] = {},
): Evidence {
  return { sign: name, tone, params, from: keys(from) };
}

/** What the page itself did. */
export function page({ symptom }: Findings): Evidence {
  if (symptom.kind === 'hang')
    return sign('page-hangs', 'bad', [], { seconds: Math.round(symptom.ms / 1000) });
  if (symptom.kind === 'stalled')
    return sign('page-stalled', 'bad', [], { seconds: Math.round(symptom.ms / 1000) });
  if (symptom.kind === 'error') return sign('page-failed', 'bad', [], { family: symptom.family });
  if (symptom.kind === 'half-loaded') {
    const { failed, family, hosts } = symptom;
    return sign('half-loaded', 'bad', [], { failed, family, host: hosts[0] ?? '' });
  }
  if (symptom.kind === 'status') return sign('page-status', 'bad', [], { status: symptom.status });
  return sign('page-plain', 'bad');
}

/** What asking again did; nothing when it was not asked. */
export function again(f: Findings): Evidence[] {
  if (f.retries.length === 0) return [];
  const [answer] = f.retryAnswers;
  // What a server of parts says to its bare name ("403") tells nothing but that it can be reached.
  const isPart = f.symptom.kind === 'half-loaded' && answer?.status !== 451;
  if (answer && (answer.status < 400 || isPart)) return [sign('retry-ok', 'fine', f.retries)];
  if (answer) return [sign('retry-status', 'bad', f.retries, { status: answer.status })];
  const same = f.retryFailureClasses.filter(
    (way) => way === (f.pageFailureClass ?? f.retryFailureClasses[0]),
  );
  if (same.length === f.retryFailureClasses.length)
    return [sign('retry-same', 'bad', f.retries, { times: same.length })];
  const odd = f.retries.find((o) => o.outcome.kind === 'failed' || o.outcome.kind === 'timeout')?.outcome;
  return [sign('retry-other', 'bad', f.retries, { family: odd?.kind === 'failed' ? odd.family : 'timeout' })];
}

/** What the page itself gets of the failed host; nothing when it could not be asked. */
export function inPage({ inPageObservations }: Findings): Evidence[] {
  const asked = inPageObservations.filter((o) => o.outcome.kind !== 'void');
  if (asked.length === 0) return [];
  return asked.some((o) => o.outcome.kind === 'answered')
    ? [sign('in-page-ok', 'fine', asked)]
    : [sign('in-page-failed', 'bad', asked)];
}

export function controls({ controls: { asked, ok } }: Findings): Evidence[] {
  if (asked.length === 0) return [];
  const params = { ok: ok.length, total: asked.length };
  if (ok.length === 0) return [sign('controls-down', 'bad', asked, params)];
  return [
    ok.length === asked.length
      ? sign('controls-ok', 'fine', asked, params)
      : sign('controls-some', 'fine', asked, params),
  ];
}

/** What the browser's own resolver says of names that nobody has; nothing where it answers. */
export function ownResolver(f: Findings): Evidence[] {
  if (f.systemResolver === 'mute') return [sign('resolver-mute', 'bad', f.systemResolverObservations)];
  return f.systemResolver === 'dead' ? [sign('resolver-dead', 'bad', f.systemResolverObservations)] : [];
}

export const domestic = ({ domesticOk }: Findings): Evidence => sign('domestic-ok', 'fine', domesticOk);

export function portal({ portals: { intercepted, clear } }: Findings): Evidence[] {
  if (intercepted.length > 0) return [sign('portal', 'bad', intercepted)];
  return clear.length > 0 ? [sign('portal-none', 'fine', clear)] : [];
}

export function plainHttp({ plainHttp: plain, plainHttpAnswer }: Findings): Evidence[] {
  const from = plainHttpAnswer ? [plainHttpAnswer] : [];
  if (plain === 'home') return [sign('http-ok', 'fine', from)];
  if (plain === 'elsewhere') {
    return [sign('http-elsewhere', 'bad', from, { host: plainHttpAnswer?.outcome.redirectHost ?? '' })];
  }
  if (plainHttpAnswer?.outcome.blockPage !== undefined) {
    return [sign('http-blockpage', 'bad', from, { page: plainHttpAnswer.outcome.blockPage })];
  }
  return plain === 'failed' ? [sign('http-failed', 'bad')] : [];
}

export function alternates({ alternates: { ok, failed } }: Findings): Evidence[] {
  const [works] = ok;
  const [fails] = failed;
  if (works) return [sign('alternate-ok', 'fine', ok, { host: works.host })];
  return fails ? [sign('alternate-failed', 'bad', failed, { host: fails.host })] : [];
}

export function name({ dns: { exists, missing, unavailable } }: Findings): Evidence[] {
  if (exists.length > 0) return [sign('dns-exists', 'fine', exists, { resolvers: exists.length })];
  if (missing.length > 0) return [sign('dns-missing', 'bad', missing, { resolvers: missing.length })];
  return unavailable.length > 0 ? [sign('dns-unknown', 'open', unavailable)] : [];
}

export function address({ ipReachability, reachabilityByVersion: { ipv4, ipv6 } }: Findings): Evidence[] {
  if (ipReachability === 'unasked') return [];
  if (ipv4 !== ipv6 && ipv4 !== 'unasked' && ipv6 !== 'unasked')
    return [sign(ipv4 === 'silent' ? 'address-ipv6-only' : 'address-ipv4-only', 'bad')];
  return [ipReachability === 'answers' ? sign('address-ok', 'fine') : sign('address-silent', 'bad')];
}

export function otherPort({ tlsOnPort80 }: Findings): Evidence[] {
  return tlsOnPort80 === 'answers' ? [sign('other-port-ok', 'fine')] : [];
}

export function frontDoor({ oversizedRequestAnswer }: Findings): Evidence[] {
  return oversizedRequestAnswer ? [sign('front-door-ok', 'fine', [oversizedRequestAnswer])] : [];
}

/** What came over TLS in the site's name; the same as over plain http, where it is known. */
export function pageOverTls({ retries, retryAnswers }: Findings): Evidence[] {
  const page = retryAnswers.find((a) => a.blockPage !== undefined)?.blockPage;
  if (page !== undefined) return [sign('tls-blockpage', 'bad', retries, { page })];
  const host = retryAnswers.find((a) => a.redirectHost !== undefined)?.redirectHost ?? '';
  return [sign('tls-elsewhere', 'bad', retries, { host })];
}

/** What each who looked from elsewhere saw; that nobody could be asked is worth a line, too. */
export function outside({ remoteResult, vantagePoints }: Findings): Evidence[] {
  if (remoteResult === 'unasked') return [];
  const { testHelper, abroad, sameCountry, results, observations } = vantagePoints;
  if (!testHelper && results.length === 0) return [sign('outside-unknown', 'open', observations)];
  const of = (check: Observation['check']) => observations.filter((o) => o.check === check);
  const one = results.find((place) => !place.home && place.works === (abroad === 'works'));
  const saw = (
    works: boolean,
    good: SignKey,
    bad: SignKey,
    check: Observation['check'],
    where?: VantagePointResult,
  ) => sign(works ? good : bad, works ? 'fine' : 'bad', of(check), where ? { country: where.country } : {});
  return [
    ...(testHelper ? [saw(testHelper === 'works', 'outside-works', 'outside-fails', 'outside')] : []),
    ...(one ? [saw(one.works, 'abroad-works', 'abroad-fails', 'vantage-points', one)] : []),
    ...(sameCountry
      ? [saw(sameCountry.works, 'home-works', 'home-fails', 'vantage-points', sameCountry)]
      : []),
  ];
}

/** Rates in KB/s; the slowest control against the fastest of the platform, as the rule compares them. */
export function pace({ throughput: { platform, control } }: Findings): Evidence[] {
  const rates = (all: ThroughputSample[]) => all.map(({ bytesPerSecond }) => bytesPerSecond / 1000);
  const behind = (all: ThroughputSample[]) => all.map(({ observation }) => observation);
  const slow = Math.ceil(Math.max(...rates(platform)));
  const fast = Math.floor(Math.min(...rates(control)));
  return [
    sign('pace-slow', 'bad', behind(platform), { rate: slow }),
    sign('pace-fast', 'fine', behind(control), { rate: fast }),
  ];
}

export const astray = (): Evidence => sign('dns-differs', 'bad');
export const nowhere = ({ dns: { exists } }: Findings): Evidence[] => [sign('dns-nowhere', 'bad', exists)];
export const leadsHere = (): Evidence => sign('leads-here', 'bad');
export const wrongIdentity = (): Evidence => sign('certificate-wrong', 'bad');
export const wrongClock = (): Evidence => sign('clock-wrong', 'bad');
export const local = (): Evidence => sign('local', 'bad');
/** Some of what was asked never left the device. */
export const stoppedHere = ({ stoppedLocally }: Findings): Evidence[] =>
  stoppedLocally.length === 0 ? [] : [sign('local', 'bad', stoppedLocally)];
export const proxy = (): Evidence => sign('proxy', 'bad');
export const noNetwork = (): Evidence => sign('no-network', 'bad');
export const checksOff = (): Evidence => sign('checks-off', 'open');
export const historyFits = (country: string): Evidence => sign('history-fits', 'open', [], { country });

/** What others in the country measured; nothing when it was not asked. */
export function othersToo({ aggregation }: Findings): Evidence[] {
  if (!aggregation) return [];
  const { country, tests, anomalous } = aggregation.outcome;
  return [sign('others-too', 'open', [aggregation], { country, tests, anomalous })];
}

/** What stands in the way besides, as far as it shows: a host of the platform's that fails in another way. */
export function besides(f: Findings, mechanism: Mechanism): Evidence[] {
  const cut = f.alternates.failed.find((o) => failureClassOf(o.outcome) === 'cut');
  const denied = f.alternates.failed.find((o) => failureClassOf(o.outcome) === 'name');
  if (mechanism === 'http-blockpage' || mechanism === 'http-451')
    return f.retryFailureClasses.includes('cut') ? [sign('also-cut', 'bad', f.retries)] : [];
  if (mechanism === 'dns-nxdomain' || mechanism === 'dns-timeout')
    return cut ? [sign('also-cut', 'bad', [cut], { host: cut.host })] : [];
  // Where names are sent astray, who closes the connection is whoever stands there.
  if (mechanism === 'dns-sinkhole' || !denied) return [];
  return [sign('also-denied', 'bad', [denied], { host: denied.host })];
}
