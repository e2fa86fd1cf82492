import type { Evidence, EvidenceKey } from '../model/evidence.ts';
import { failureClassOf } from '../model/failure-class.ts';
import type { Observation, VantagePointResult } from '../model/observation.ts';
import type { Mechanism } from '../model/verdict.ts';
import type { Findings } from './findings/findings.ts';

const observationKeys = (observations: readonly Observation[]) => observations.map((o) => o.key);

export function evidenceOf(
  key: EvidenceKey,
  tone: Evidence['tone'],
  observations: readonly Observation[] = [],
  params: Evidence['params'] = {},
): Evidence {
  return { key, tone, params, from: observationKeys(observations) };
}

/** How the page itself failed. */
export function fromPageLoad({ symptom }: Findings): Evidence {
  if (symptom.kind === 'hang')
    return evidenceOf('page-hangs', 'bad', [], { seconds: Math.round(symptom.ms / 1000) });
  if (symptom.kind === 'stalled')
    return evidenceOf('page-stalled', 'bad', [], { seconds: Math.round(symptom.ms / 1000) });
  if (symptom.kind === 'error') return evidenceOf('page-failed', 'bad', [], { failure: symptom.failure });
  if (symptom.kind === 'partial-load') {
    const { failed, failure, hosts } = symptom;
    return evidenceOf('partial-load', 'bad', [], { failed, failure, host: hosts[0] ?? '' });
  }
  if (symptom.kind === 'status') return evidenceOf('page-status', 'bad', [], { status: symptom.status });
  if (symptom.kind === 'requested') return evidenceOf('page-requested', 'open');
  return evidenceOf('page-plain', 'bad');
}

/** What the retries got; empty if there was none. */
export function fromRetries(f: Findings): Evidence[] {
  if (f.retries.length === 0) return [];
  const [answer] = f.retryAnswers;
  // A server of subresources may refuse a request for its front page ("403"): the answer says only that it can be
  // reached.
  const isPart = f.symptom.kind === 'partial-load' && answer?.status !== 451;
  if (answer && (answer.status < 400 || isPart)) return [evidenceOf('retry-ok', 'fine', f.retries)];
  if (answer) return [evidenceOf('retry-status', 'bad', f.retries, { status: answer.status })];
  const same = f.retryFailureClasses.filter(
    (way) => way === (f.pageFailureClass ?? f.retryFailureClasses[0]),
  );
  if (same.length === f.retryFailureClasses.length)
    return [evidenceOf('retry-same', 'bad', f.retries, { times: same.length })];
  const odd = f.retries.find((o) => o.outcome.kind === 'failed' || o.outcome.kind === 'timeout')?.outcome;
  return [
    evidenceOf('retry-other', 'bad', f.retries, {
      failure: odd?.kind === 'failed' ? odd.failure : 'timeout',
    }),
  ];
}

/** What the page itself gets from the failed host; empty if the page could not be asked. */
export function fromInPageProbe({ inPageObservations }: Findings): Evidence[] {
  const asked = inPageObservations.filter((o) => o.outcome.kind !== 'void');
  if (asked.length === 0) return [];
  return asked.some((o) => o.outcome.kind === 'answered')
    ? [evidenceOf('in-page-ok', 'fine', asked)]
    : [evidenceOf('in-page-failed', 'bad', asked)];
}

export function fromControls({ controls: { asked, ok } }: Findings): Evidence[] {
  if (asked.length === 0) return [];
  const params = { ok: ok.length, total: asked.length };
  if (ok.length === 0) return [evidenceOf('controls-down', 'bad', asked, params)];
  return [
    ok.length === asked.length
      ? evidenceOf('controls-ok', 'fine', asked, params)
      : evidenceOf('controls-some', 'fine', asked, params),
  ];
}

/** Names that the system resolver leaves unanswered; empty if it answers, or if its state is unclear. */
export function fromSystemResolver(f: Findings): Evidence[] {
  if (f.systemResolver === 'unresponsive')
    return [evidenceOf('resolver-unresponsive', 'bad', f.systemResolverObservations)];
  return f.systemResolver === 'down'
    ? [evidenceOf('resolver-down', 'bad', f.systemResolverObservations)]
    : [];
}

/** Ordinary sites of the country, on no list, do not answer. */
export const fromUnlistedSites = ({ domestic: { unlistedDown } }: Findings): Evidence =>
  evidenceOf('unlisted-down', 'bad', unlistedDown);
export const fromDomesticSites = ({ domesticOk }: Findings): Evidence =>
  evidenceOf('domestic-ok', 'fine', domesticOk);

export function fromPortals({ portals: { intercepted, clear } }: Findings): Evidence[] {
  if (intercepted.length > 0) return [evidenceOf('portal', 'bad', intercepted)];
  return clear.length > 0 ? [evidenceOf('portal-none', 'fine', clear)] : [];
}

export function fromPlainHttp({ plainHttp, plainHttpAnswer }: Findings): Evidence[] {
  const from = plainHttpAnswer ? [plainHttpAnswer] : [];
  if (plainHttp === 'home') return [evidenceOf('http-ok', 'fine', from)];
  if (plainHttp === 'elsewhere') {
    return [evidenceOf('http-elsewhere', 'bad', from, { host: plainHttpAnswer?.outcome.redirectHost ?? '' })];
  }
  if (plainHttpAnswer?.outcome.blockPage !== undefined) {
    return [evidenceOf('http-blockpage', 'bad', from, { page: plainHttpAnswer.outcome.blockPage })];
  }
  return plainHttp === 'failed' ? [evidenceOf('http-failed', 'bad')] : [];
}

export function fromAlternates({ alternates: { ok, failed } }: Findings): Evidence[] {
  const [works] = ok;
  const [fails] = failed;
  if (works) return [evidenceOf('alternate-ok', 'fine', ok, { host: works.host })];
  return fails ? [evidenceOf('alternate-failed', 'bad', failed, { host: fails.host })] : [];
}

export function fromDohLookups({ dns: { exists, missing, unavailable } }: Findings): Evidence[] {
  if (exists.length > 0) return [evidenceOf('dns-exists', 'fine', exists, { resolvers: exists.length })];
  if (missing.length > 0) return [evidenceOf('dns-missing', 'bad', missing, { resolvers: missing.length })];
  return unavailable.length > 0 ? [evidenceOf('dns-unknown', 'open', unavailable)] : [];
}

export function fromIpLiterals({
  ipReachability,
  reachabilityByVersion: { ipv4, ipv6 },
}: Findings): Evidence[] {
  if (ipReachability === 'unasked') return [];
  if (ipv4 !== ipv6 && ipv4 !== 'unasked' && ipv6 !== 'unasked')
    return [evidenceOf(ipv4 === 'silent' ? 'ipv6-only' : 'ipv4-only', 'bad')];
  return [ipReachability === 'answers' ? evidenceOf('ip-ok', 'fine') : evidenceOf('ip-unreachable', 'bad')];
}

export function fromStaticFile({ staticFile, staticFileObservations }: Findings): Evidence[] {
  return staticFile === 'answers' ? [evidenceOf('static-file-ok', 'fine', staticFileObservations)] : [];
}

/** What came over TLS in the site's name: a known block page, or a redirect. */
export function fromPageOverTls({ retries, retryAnswers }: Findings): Evidence[] {
  const page = retryAnswers.find((a) => a.blockPage !== undefined)?.blockPage;
  if (page !== undefined) return [evidenceOf('tls-blockpage', 'bad', retries, { page })];
  const host = retryAnswers.find((a) => a.redirectHost !== undefined)?.redirectHost ?? '';
  return [evidenceOf('tls-elsewhere', 'bad', retries, { host })];
}

/** One line for each vantage point that gave a result, and one if none did. */
export function fromVantagePoints({ remoteResult, vantagePoints }: Findings): Evidence[] {
  if (remoteResult === 'unasked') return [];
  const { testHelper, abroad, sameCountry, results, observations } = vantagePoints;
  if (!testHelper && results.length === 0)
    return [evidenceOf('vantage-points-unknown', 'open', observations)];
  const ofCheck = (check: Observation['check']) => observations.filter((o) => o.check === check);
  const foreignResult = results.find((place) => !place.sameCountry && place.works === (abroad === 'works'));
  const evidenceOfVolunteer = ({ works, country }: VantagePointResult, where: 'abroad' | 'same-country') =>
    evidenceOf(`${where}-${works ? 'works' : 'fails'}`, works ? 'fine' : 'bad', ofCheck('vantage-points'), {
      country,
    });
  return [
    ...(testHelper
      ? [
          testHelper === 'works'
            ? evidenceOf('test-helper-works', 'fine', ofCheck('test-helper'))
            : evidenceOf('test-helper-fails', 'bad', ofCheck('test-helper')),
        ]
      : []),
    ...(foreignResult ? [evidenceOfVolunteer(foreignResult, 'abroad')] : []),
    ...(sameCountry ? [evidenceOfVolunteer(sameCountry, 'same-country')] : []),
  ];
}

export const dnsDiffers = (): Evidence => evidenceOf('dns-differs', 'bad');
export const bogonAddresses = ({ dns: { exists } }: Findings): Evidence[] => [
  evidenceOf('dns-bogon', 'bad', exists),
];
export const resolvedToThisDevice = (): Evidence => evidenceOf('resolves-here', 'bad');
/** No name is found, while servers answer by their bare address. */
export const namesUnresolved = ({ bareAddressesOk }: Findings): Evidence =>
  evidenceOf('names-unresolved', 'bad', bareAddressesOk);
export const wrongIdentity = (): Evidence => evidenceOf('certificate-wrong', 'bad');
export const wrongClock = (): Evidence => evidenceOf('clock-wrong', 'bad');
/** A filter that the person, a family, a school, a workplace or the provider has set up. */
export const filterNearby = (): Evidence => evidenceOf('filter-nearby', 'open');
export const legalReasons = ({ retries }: Findings): Evidence =>
  evidenceOf('legal-reasons', 'bad', retries, { status: 451 });
export const stoppedByDevice = (): Evidence => evidenceOf('stopped-locally', 'bad');
/** Some of the extension's requests never left the device. */
export const fromStoppedLocally = ({ stoppedLocally }: Findings): Evidence[] =>
  stoppedLocally.length === 0 ? [] : [evidenceOf('stopped-locally', 'bad', stoppedLocally)];
export const proxyDown = (): Evidence => evidenceOf('proxy-down', 'bad');
export const noNetwork = (): Evidence => evidenceOf('no-network', 'bad');
export const checksOff = (): Evidence => evidenceOf('checks-off', 'open');
export const knownIncidentEvidence = (country: string): Evidence =>
  evidenceOf('known-incident', 'open', [], { country });

/** What others in the country measured; empty if it was not asked. */
export function aggregationEvidence({ aggregation }: Findings): Evidence[] {
  if (!aggregation) return [];
  const { country, tests, anomalous } = aggregation.outcome;
  return [evidenceOf('aggregation-anomalies', 'open', [aggregation], { country, tests, anomalous })];
}

/**
 * Additional interference: another host of the platform that fails in a different way, or https that is cut beside a
 * block page.
 */
export function additionalInterference(f: Findings, mechanism: Mechanism | null): Evidence[] {
  const resetAlternate = f.alternates.failed.find((o) => failureClassOf(o.outcome) === 'reset');
  const deniedAlternate = f.alternates.failed.find((o) => failureClassOf(o.outcome) === 'dns');
  if (mechanism === 'http-blockpage' || mechanism === 'http-451')
    return f.retryFailureClasses.includes('reset') ? [evidenceOf('also-reset', 'bad', f.retries)] : [];
  if (mechanism === 'dns-nxdomain' || mechanism === 'dns-timeout')
    return resetAlternate
      ? [evidenceOf('also-reset', 'bad', [resetAlternate], { host: resetAlternate.host })]
      : [];
  // At a sinkhole it is the sinkhole that closes the connections.
  if (mechanism === 'dns-sinkhole' || !deniedAlternate) return [];
  return [evidenceOf('also-nxdomain', 'bad', [deniedAlternate], { host: deniedAlternate.host })];
}
