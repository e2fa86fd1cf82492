/** Arbitrary input for the laws of the diagnosis: any observations at all, and worlds such as the plan of checks sees. */
import fc from 'fast-check';
import { definedOnly } from '../../base/defined-only.ts';
import { FAILURES, type Failure } from '../../model/failure.ts';
import { CHECK_NAMES, type Observation, type Outcome } from '../../model/observation.ts';
import type { Symptom } from '../../model/symptom.ts';
import type { Verdict } from '../../model/verdict.ts';
import { diagnose } from '../diagnose.ts';
import * as f from './observations.ts';

export const MANY_RUNS = { numRuns: 2000 };
export const NEIGHBOUR_IPV4 = '104.244.9.9';
/** Of another network than the site: documentation calls it TEST-NET's neighbour, and nobody uses it. */
export const FOREIGN_IPV4 = '198.51.101.9';

const anyIp = fc.constantFrom(f.SITE_IPV4, NEIGHBOUR_IPV4, '10.10.34.35', '36.86.63.185', '::1');
const anyIpOrNone = fc.option(anyIp, { nil: undefined });
const anyFailure = fc.constantFrom(...FAILURES);
const anyAnswer = fc
  .tuple(fc.constantFrom(200, 204, 301, 403, 451, 503), fc.boolean(), anyIpOrNone)
  .map(([code, good, peer]) =>
    f.answeredWith(code, {
      matchesExpected: good,
      ...definedOnly({ ip: peer }),
      ...(code === 301 ? { redirectHost: good ? 'x.com' : 'elsewhere.example', redirectSecure: good } : {}),
    }),
  );
const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  anyAnswer,
  fc.tuple(anyFailure, anyIpOrNone).map(([kind, peer]) => f.failedWith(kind, peer)),
  fc.constant(f.timedOut),
  fc.constant<Outcome>({ kind: 'void', why: 'hsts' }),
  fc
    .tuple(fc.constantFrom('NOERROR', 'NXDOMAIN', 'SERVFAIL'), fc.array(anyIp, { maxLength: 2 }))
    .map(([rcode, addresses]): Outcome => ({ kind: 'resolved', rcode, addresses })),
);
const anyRemoteFailure = fc.constantFrom(
  undefined,
  'connection_reset',
  'connection_refused',
  'generic_timeout_error',
  'dns_nxdomain_error',
  'ssl_invalid_hostname',
  'unknown_failure',
);
const anyVolunteers = fc
  .dictionary(fc.constantFrom('US', 'JP', 'PK'), anyRemoteFailure)
  .map((seen) => f.observedVolunteers(seen));
const anyAggregation = fc
  .tuple(fc.nat(60), fc.nat(100), fc.nat(6))
  .map(([tests, share, networks]) =>
    f.observedAggregation(tests, Math.round((tests * share) / 100), networks),
  );
const anyThroughput = fc
  .tuple(fc.constantFrom('platform' as const, 'control' as const), fc.nat(4), fc.constantFrom(2e3, 2e4, 1e6))
  .map(([of, n, rate]) => f.observedThroughput(of, n, rate));
const anyObservation: fc.Arbitrary<Observation> = fc
  .tuple(fc.constantFrom(...CHECK_NAMES), fc.nat(4), anyOutcome)
  .map(([check, n, seen]) => ({ check, key: `${check}:${n}`, host: 'x.com', at: 0, ms: 1, outcome: seen }));

/** Up to 14 observations that need not make sense together. */
export const anyObservations = fc.uniqueArray(
  fc.oneof(
    { weight: 3, arbitrary: anyObservation },
    anyThroughput,
    anyRemoteFailure.map((failure) => f.observedTestHelper(failure)),
    anyVolunteers,
    anyAggregation,
  ),
  { selector: ({ key }) => key, maxLength: 14 },
);
export const anySymptom = fc.oneof(
  fc.tuple(anyFailure, anyIpOrNone).map(([kind, peer]) => f.errorSymptom(kind, peer)),
  fc.constantFrom(
    f.hangSymptom,
    f.stalledSymptom,
    f.statusSymptom(451),
    f.statusSymptom(403),
    f.statusSymptom(503),
    f.statusSymptom(403, false),
    f.statusSymptom(451, false),
    f.plainPageSymptom,
    f.partialLoadSymptom('reset'),
    f.partialLoadSymptom('timeout'),
  ),
);

/** What one case saw. */
export interface World {
  symptom: Symptom;
  secure: boolean;
  observations: Observation[];
}
export const diagnoseWorld = ({ symptom, secure, observations }: World): Verdict =>
  diagnose(f.diagnosisInput(symptom, observations, 'standard', secure));

/** OONI's name for each failure of a site, so that both sides can fail alike. */
const FAILURE_ELSEWHERE: Partial<Record<Failure, string>> = {
  dns: 'dns_nxdomain_error',
  refused: 'connection_refused',
  reset: 'connection_reset',
  closed: 'eof_error',
  timeout: 'generic_timeout_error',
  certificate: 'ssl_invalid_hostname',
  untrusted: 'ssl_unknown_authority',
  expired: 'ssl_invalid_certificate',
  tls: 'ssl_invalid_certificate',
};
const LOCAL_FAILURES = Object.keys(FAILURE_ELSEWHERE) as Failure[];
const ADDRESSES = [
  f.SITE_IPV4,
  NEIGHBOUR_IPV4,
  FOREIGN_IPV4,
  '10.10.34.36',
  '146.112.61.106',
  '10.66.34.9',
  '127.0.0.1',
];

const optional = (all: fc.Arbitrary<Observation[]>) => fc.oneof(fc.constant<Observation[]>([]), all);
const oneOf = (...all: Observation[]) => optional(fc.constantFrom(...all).map((one) => [one]));

/** Mostly the same failure twice; sometimes something else. */
const anyRetries = (failed: Outcome) =>
  optional(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(f.twoRetries(failed)) },
      fc
        .array(fc.oneof(fc.constant(failed), anyAnswer, fc.constant(f.timedOut)), { maxLength: 2 })
        .map((outcomes) => outcomes.map((outcome, i) => f.observedRetry(outcome, i + 1))),
    ),
  );
const anyControls = (outcome: Outcome) =>
  fc.subarray(
    ['google', 'cloudflare', 'apple'].map((name) => f.observedControl(name, outcome)),
    { minLength: 1 },
  );

/** What is asked of the host and of its addresses. */
const anyHostChecks = (failed: Outcome) =>
  fc.tuple(
    oneOf(
      f.redirectToHttps,
      f.observedPlainHttp({ kind: 'void', why: 'hsts' }),
      f.observedPlainHttp(failed),
      f.observedPlainHttp(f.answeredWith(451, { secure: false })),
      f.observedPlainHttp(f.answeredWith(200, { secure: false, blockPage: 'isp', blockPageScope: 'isp' })),
      f.observedPlainHttp(f.answeredWith(302, { secure: false, redirectHost: 'warning.example' })),
    ),
    oneOf(f.observedIpLiteral(f.timedOut), f.observedIpLiteral(f.failedWith('other'))),
    oneOf(f.observedNamedRefusal(110), f.observedNamedRefusal(20), f.observedNamedRefusal(4)),
    oneOf(
      f.observedStaticFile(),
      { ...f.observedStaticFile(), ms: 1_900 },
      f.observedStaticFile(failed),
      f.observedStaticFile(f.timedOut),
    ),
    oneOf(f.observedAlternate(failed), f.observedAlternate(f.answeredWith())),
  );

const anyNameChecks = (ip: string | undefined) =>
  fc.tuple(
    optional(
      fc.constantFrom(
        f.matchingLookups,
        f.nxdomainLookups,
        [f.failedLookup('a')],
        [f.observedLookup('a', ['127.0.0.1']), f.observedLookup('b', ['127.0.0.1'])],
        [f.observedLookup('a', [], 'NXDOMAIN')],
      ),
    ),
    oneOf(f.observedSystemLookup(...(ip ? [ip] : [])), f.timedOutSystemLookup),
    oneOf(f.observedSystemResolver(true), f.observedSystemResolver(false)),
  );

/** What others see: the same failure, none, or another one. */
const anyOutsideChecks = (failure: string) =>
  fc.tuple(
    optional(
      fc.oneof(
        fc.constantFrom(failure, undefined).map((said) => [f.observedTestHelper(said, [f.SITE_IPV4])]),
        anyRemoteFailure.map((said) => [f.observedTestHelper(said)]),
        fc.constant<Observation[]>([f.patientTestHelper]),
      ),
    ),
    optional(
      fc.oneof(
        fc.constant<Observation[]>([f.observedVolunteers({ US: failure, JP: failure })]),
        anyVolunteers.map((one) => [one]),
      ),
    ),
    optional(anyAggregation.map((one) => [one])),
  );

/** How this network treats the host, and everything else that the checks may ask, each of it or nothing. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    failure: fc.constantFrom(...LOCAL_FAILURES),
    ip: fc.option(fc.constantFrom(...ADDRESSES), { nil: undefined }),
    isLineDown: fc.nat(9).map((n) => n === 0),
  })
  .chain(({ failure, ip, isLineDown }) => {
    const failed = failure === 'timeout' ? f.timedOut : f.failedWith(failure, ip);
    return fc.record({
      symptom: fc.oneof(
        { weight: 3, arbitrary: fc.constant(f.errorSymptom(failure, ip)) },
        anySymptom,
        fc.constantFrom(f.partialLoadSymptom(failure), f.hangSymptom, f.stalledSymptom),
      ),
      secure: fc.boolean(),
      observations: fc
        .tuple(
          anyRetries(failed),
          anyControls(isLineDown ? f.timedOut : f.answeredWith(204, { ip: f.CONTROL_IPV4 })),
          anyHostChecks(failed).map((parts) => parts.flat()),
          anyNameChecks(ip).map((parts) => parts.flat()),
          anyOutsideChecks(FAILURE_ELSEWHERE[failure] ?? 'unknown_failure').map((parts) => parts.flat()),
        )
        .map((parts) => parts.flat()),
    });
  });

/** Samples of how the platform's body and others' come, each kind or none. */
export const anySamples: fc.Arbitrary<Observation[]> = fc
  .tuple(
    fc
      .array(
        fc.constantFrom(
          (n: number) => f.frozenSample(n),
          (n: number) => f.timedOutSample(n),
          (n: number) => f.observedSample('platform', 'time', 12_000, { id: `page:${n}` }),
          (n: number) => f.observedSample('platform', 'complete', 9_000, { id: `page:${n}`, bodyMs: 40 }),
          (n: number) => f.observedSample('platform', 'limit', 131_072, { id: `page:${n}`, bodyMs: 900 }),
          (n: number) => f.observedSample('platform', 'time', 12_000, { id: `page:${n}`, headMs: 2_000 }),
          (n: number) => f.observedSample('platform', 'time', 12_000, { id: `page:${n}`, bodyMs: 7_000 }),
        ),
        { maxLength: 3 },
      )
      .map((samples) => samples.map((sample, i) => sample(i + 1))),
    fc
      .array(
        fc.constantFrom(
          (n: number) => f.quickControl(`google${n}`),
          (n: number) => f.observedSample('control', 'stopped', 16_384, { id: `ovh${n}:1` }),
          (n: number) => f.observedSample('control', 'time', 14_000, { id: `akamai${n}:1` }),
          (n: number) => f.observedSample('control', 'complete', 9_000, { id: `fastly${n}:1`, bodyMs: 40 }),
        ),
        { maxLength: 3 },
      )
      .map((samples) => samples.map((sample, i) => sample(i + 1))),
  )
  .map((parts) => parts.flat());

export const withoutChecks = (observations: readonly Observation[], ...checks: Observation['check'][]) =>
  observations.filter(({ check }) => !checks.includes(check));
