/** Short ways to write down symptoms and observations, for the tests of this room and its neighbours. */

import { definedOnly } from '../../base/defined-only.ts';
import type { Failure } from '../../model/failure.ts';
import {
  type CheckName,
  NAME_SERVERS_FAIL,
  type Observation,
  type Outcome,
  type RemoteEndpoint,
  type SAMPLE_ENDS,
} from '../../model/observation.ts';
import type { Symptom } from '../../model/symptom.ts';
import type { DiagnosisInput } from '../findings/findings.ts';

export const SITE_IPV4 = '104.244.42.1';
export const SITE_IPV6 = '2a04:9d40::1';

const observationOf = (check: CheckName, id: string, outcome: Outcome): Observation => ({
  check,
  key: `${check}:${id}`,
  host: id,
  at: 0,
  ms: outcome.kind === 'timeout' ? 2_000 : 50,
  outcome,
});
export const answeredWith = (
  status = 200,
  more: Partial<Extract<Outcome, { kind: 'answered' }>> = {},
): Outcome => ({
  kind: 'answered',
  status,
  secure: true,
  ...more,
});
export const failedWith = (failure: Failure, ip?: string): Outcome => ({
  kind: 'failed',
  failure,
  error: failure,
  ...definedOnly({ ip }),
});
export const timedOut: Outcome = { kind: 'timeout' };

export const observedRetry = (outcome: Outcome, n = 1) => observationOf('retry', String(n), outcome);
export const observedControl = (name: string, outcome: Outcome = answeredWith(204)) =>
  observationOf('control', name, outcome);
/** A site abroad, at a network of its own, that is asked where no control answers. */
export const observedForeign = (name: string, outcome: Outcome = timedOut) =>
  observationOf('foreign', name, outcome);
export const observedDomestic = (host: string, outcome: Outcome = answeredWith()) =>
  observationOf('domestic', host, outcome);
/** A site of the country that no allow-list names. */
export const observedUnlisted = (host: string, outcome: Outcome = timedOut) =>
  observationOf('domestic', `${host}:unlisted`, outcome);
export const observedPortal = (name: string, matchesExpected: boolean) =>
  observationOf('captive-portal', name, answeredWith(200, { secure: false, matchesExpected }));
/** A portal page that leads to that host. */
export const observedPortalAt = (name: string, redirectHost: string) =>
  observationOf(
    'captive-portal',
    name,
    answeredWith(302, { secure: false, matchesExpected: false, redirectHost }),
  );
export const silentPortal = observationOf('captive-portal', 'firefox', timedOut);
export const observedPlainHttp = (outcome: Outcome) => observationOf('plain-http', 'x.com', outcome);
export const redirectToHttps = observedPlainHttp(
  answeredWith(301, { secure: false, redirectHost: 'x.com', redirectSecure: true }),
);
export const observedAlternate = (outcome: Outcome) => observationOf('alternate', 'twitter.com', outcome);
export const observedLookup = (name: string, addresses: string[], rcode = 'NOERROR') =>
  observationOf('doh-lookup', name, { kind: 'resolved', rcode, addresses });
export const observedLookup6 = (name: string, addresses: string[]) =>
  observationOf('doh-lookup-ipv6', name, { kind: 'resolved', rcode: 'NOERROR', addresses });
export const failedLookup = (name: string) => observationOf('doh-lookup', name, failedWith('reset'));
/** A lookup by the system resolver; without an address it denies the name. */
export const observedSystemLookup = (...addresses: string[]) =>
  observationOf('system-resolver-lookup', 'x.com', {
    kind: 'resolved',
    rcode: addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN',
    addresses,
  });
export const timedOutSystemLookup = observationOf('system-resolver-lookup', 'x.com', timedOut);
export const observedIpLiteral = (outcome: Outcome, address = SITE_IPV4): Observation => ({
  ...observationOf('ip-literal', address, outcome),
  address,
});
/** A well-known public server by its bare address, for which no resolver is needed. */
export const observedBareAddress = (outcome: Outcome = { kind: 'answered', secure: false }): Observation => ({
  ...observationOf('ip-literal', 'bare:cloudflare', outcome),
  address: '1.1.1.1',
});
/** A request with the host's name, refused after `ms`. */
export const observedNamedRefusal = (ms: number): Observation => ({
  ...observationOf('ip-literal', 'name:1', failedWith('other')),
  ms,
});
export const CONTROL_IPV4 = '17.253.1.1';
export const publicControls = ['google', 'apple'].map((name) =>
  observedControl(name, answeredWith(204, { ip: CONTROL_IPV4 })),
);
export const observedStaticFile = (outcome: Outcome = answeredWith(404), n = 1) =>
  observationOf('static-file', n === 1 ? 'x.com' : `x.com:${n}`, outcome);

/** The head of the page came after `ms`; its body was not asked for. */
export const observedPageHead = (ms: number, status = 200): Observation => ({
  ...observationOf('page-head', 'x.com', answeredWith(status)),
  ms,
});

/** A target of the plan, in a test. */
export const xTarget = {
  host: 'x.com',
  country: 'PK',
  alternates: [] as string[],
  sampleUrl: 'https://x.com/',
  isSamePlatform: (host: string) => host === 'x.com',
};

export const observedInPage = (outcome: Outcome) => observationOf('in-page', 'abs.twimg.com', outcome);
export const observedThroughput = (
  of: 'platform' | 'control',
  round: number,
  bytesPerSecond: number,
  bodyMs = 3000,
) =>
  observationOf('throughput', `${of}:${round}`, {
    kind: 'measured',
    of,
    bytes: (bytesPerSecond * bodyMs) / 1000,
    end: 'time',
    bodyMs,
  });
/**
 * A sample of a body that ended in this way; `headMs` is the time until its first byte. The key of a control's sample
 * names the network that it comes from.
 */
export const observedSample = (
  of: 'platform' | 'control',
  end: (typeof SAMPLE_ENDS)[number],
  bytes: number,
  { id = '1', bodyMs = 4_000, headMs = 50 }: { id?: string; bodyMs?: number; headMs?: number } = {},
): Observation => ({
  ...observationOf('throughput', `${of}:${id}`, { kind: 'measured', of, bytes, bodyMs, end }),
  ms: headMs + bodyMs,
});
/** The first 16 KB came, and then nothing more. */
export const frozenSample = (n = 1) =>
  observedSample('platform', 'stopped', 16_384, { id: `page:${n}`, bodyMs: 5_050 });
/** The whole file of another site came in a moment. */
export const quickControl = (network = 'google') =>
  observedSample('control', 'limit', 131_072, { id: `${network}:1`, bodyMs: 130 });
/** Not even the head of a sample came in time. */
export const timedOutSample = (n = 1): Observation => ({
  ...observationOf('throughput', `platform:page:${n}`, timedOut),
  ms: 8_000,
});
/** Two samples of the platform and two of a control, in bytes a second. */
export const throughputPairs = (platform: number, control: number) =>
  [1, 2].flatMap((n) => [
    observedThroughput('platform', n, platform),
    observedThroughput('control', n, control),
  ]);

export const observedTestHelper = (
  failure?: string,
  addresses?: string[],
  more: { bodyLength?: number; endpoints?: RemoteEndpoint[] } = {},
) =>
  observationOf('test-helper', 'ooni', {
    kind: 'test-helper',
    works: failure === undefined,
    ...(failure === undefined ? { status: 200 } : { failure }),
    ...(addresses && { addresses }),
    ...more,
  });
/** The test helper told this network's country, and then waited for the site until its time was up. */
export const patientTestHelper: Observation = {
  ...observationOf('test-helper', 'ooni:x.com:patient', timedOut),
  ms: 8_000,
  probeCc: 'PK',
};

/** Volunteers' results by country: undefined works, else the OONI failure string. The person is in PK. */
export const observedVolunteers = (failureByCountry: Record<string, string | undefined>) =>
  observationOf('vantage-points', 'globalping', {
    kind: 'vantage-points',
    results: Object.entries(failureByCountry).map(([country, failure]) => ({
      country,
      sameCountry: country === 'PK',
      works: failure === undefined,
      ...(failure === undefined ? { status: 200 } : { failure }),
    })),
  });
/** No vantage point could be reached. */
export const unreachableVantagePoints: [Observation, Observation] = [
  observationOf('test-helper', 'ooni', failedWith('reset')),
  observationOf('vantage-points', 'globalping', timedOut),
];
export const observedAggregation = (tests: number, anomalous: number, networks: number) =>
  observationOf('measurements', 'ooni', { kind: 'aggregated', country: 'PK', tests, anomalous, networks });

export const workingControls = [
  observedControl('google'),
  observedControl('cloudflare'),
  observedControl('apple'),
];
export const timedOutControls = ['google', 'cloudflare', 'apple'].map((name) =>
  observedControl(name, timedOut),
);
/** Not even the names of other sites are found. */
export const namelessControls = ['google', 'apple'].map((name) => observedControl(name, failedWith('dns')));
export const matchingLookups = [
  observedLookup('cloudflare', [SITE_IPV4]),
  observedLookup('google', [SITE_IPV4]),
];
export const nxdomainLookups = [
  observedLookup('cloudflare', [], 'NXDOMAIN'),
  observedLookup('google', [], 'NXDOMAIN'),
];
export const twoRetries = (outcome: Outcome) => [observedRetry(outcome, 1), observedRetry(outcome, 2)];

export const errorSymptom = (failure: Failure, ip?: string): Symptom => ({
  kind: 'error',
  failure,
  error: failure,
  ms: 100,
  ...definedOnly({ ip }),
});
/** How the system resolver treats names that do not exist. */
export const observedSystemResolver = (answers: boolean, answersOthers = true): Observation =>
  observationOf('system-resolver-health', 'x.com', {
    kind: 'system-resolver-health',
    answers,
    answersOthers,
  });
/** The browser gives up on the name after seconds, as if the resolver did not answer. */
export const nameServersFail = observationOf('system-resolver-health', 'x.com', {
  kind: 'void',
  why: NAME_SERVERS_FAIL,
});
export const slowDnsError: Symptom = { kind: 'error', failure: 'dns', error: 'dns', ms: 5_000 };
export const hangSymptom: Symptom = { kind: 'hang', ms: 7000 };
export const stalledSymptom: Symptom = { kind: 'stalled', ms: 12_000 };
export const statusSymptom = (code: number, secure = true): Symptom => ({
  kind: 'status',
  status: code,
  ms: 100,
  secure,
});
export const plainPageSymptom: Symptom = { kind: 'plain-page', status: 200, ms: 100 };

export const diagnosisInput = (
  symptom: Symptom,
  observations: Observation[],
  mode: DiagnosisInput['mode'] = 'standard',
  secure = true,
): DiagnosisInput => ({
  symptom,
  secure,
  mode,
  observations,
  isSamePlatform: (host) => host === 'x.com' || host === 'twitter.com',
});
export const partialLoadSymptom = (failure: Failure): Symptom => ({
  kind: 'partial-load',
  hosts: ['abs.twimg.com'],
  failure,
  failed: 3,
  ms: 400,
});
