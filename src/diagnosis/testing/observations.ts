/** Short ways to write down what a browser observed, for the tests of this room and its neighbours. */

import type { Failure } from '../../model/failure.ts';
import type { CheckName, Observation, Outcome } from '../../model/observation.ts';
import type { Symptom } from '../../model/signal.ts';
import type { DiagnosisInput } from '../findings/findings.ts';

export const TRUTH = '104.244.42.1';
export const TRUTH6 = '2a04:9d40::1';

const see = (check: CheckName, id: string, outcome: Outcome): Observation => ({
  check,
  key: `${check}:${id}`,
  host: id,
  at: 0,
  ms: outcome.kind === 'timeout' ? 2_000 : 50,
  outcome,
});
export const answered = (
  status = 200,
  more: Partial<Extract<Outcome, { kind: 'answered' }>> = {},
): Outcome => ({
  kind: 'answered',
  status,
  secure: true,
  ...more,
});
export const failed = (failure: Failure, ip?: string): Outcome => ({
  kind: 'failed',
  family: failure,
  error: failure,
  ...(ip === undefined ? {} : { ip }),
});
export const timeout: Outcome = { kind: 'timeout' };

export const retry = (outcome: Outcome, n = 1) => see('retry', String(n), outcome);
export const control = (name: string, outcome: Outcome = answered(204)) => see('control', name, outcome);
export const domestic = (host: string, outcome: Outcome = answered()) => see('domestic', host, outcome);
export const portal = (name: string, asExpected: boolean) =>
  see('captive-portal', name, answered(200, { secure: false, asExpected }));
export const plain = (outcome: Outcome) => see('plain-http', 'x.com', outcome);
export const home = plain(answered(301, { secure: false, redirectHost: 'x.com', redirectSecure: true }));
export const alternate = (outcome: Outcome) => see('alternate', 'twitter.com', outcome);
export const resolver = (name: string, addresses: string[], rcode = 'NOERROR') =>
  see('resolver', name, { kind: 'resolved', rcode, addresses });
export const resolver6 = (name: string, addresses: string[]) =>
  see('resolver-ipv6', name, { kind: 'resolved', rcode: 'NOERROR', addresses });
export const muteResolver = (name: string) => see('resolver', name, failed('reset'));
/** What the browser's own resolver says; no address: it denies the name. */
export const ownLookup = (...addresses: string[]) =>
  see('own-lookup', 'x.com', {
    kind: 'resolved',
    rcode: addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN',
    addresses,
  });
export const ownLookupMute = see('own-lookup', 'x.com', timeout);
export const byAddress = (outcome: Outcome, address = TRUTH) => see('by-address', address, outcome);
export const otherPort = (outcome: Outcome) => see('other-port', 'x.com', outcome);
export const frontDoor = (outcome: Outcome = answered(414)) => see('front-door', 'x.com', outcome);

export const inPage = (outcome: Outcome) => see('in-page', 'abs.twimg.com', outcome);
export const pace = (of: 'platform' | 'control', round: number, rate: number, bodyMs = 3000) =>
  see('throughput', `${of}:${round}`, { kind: 'measured', of, bytes: (rate * bodyMs) / 1000, bodyMs });
/** Two samples of each, bytes a second. */
export const paces = (platform: number, control: number) =>
  [1, 2].flatMap((n) => [pace('platform', n, platform), pace('control', n, control)]);

export const outside = (failure?: string, addresses?: string[]) =>
  see('outside', 'ooni', {
    kind: 'outside',
    works: failure === undefined,
    ...(failure === undefined ? { status: 200 } : { failure }),
    ...(addresses && { addresses }),
  });

/** What volunteers saw, by country: undefined works, else OONI's word for the failure. The person is in PK. */
export const places = (seen: Record<string, string | undefined>) =>
  see('vantage-points', 'globalping', {
    kind: 'places',
    places: Object.entries(seen).map(([country, failure]) => ({
      country,
      home: country === 'PK',
      works: failure === undefined,
      ...(failure === undefined ? { status: 200 } : { failure }),
    })),
  });
/** Nobody there could be reached. */
export const noOutside: [Observation, Observation] = [
  see('outside', 'ooni', failed('reset')),
  see('vantage-points', 'globalping', timeout),
];
export const tally = (tests: number, anomalous: number, networks: number) =>
  see('measurements', 'ooni', { kind: 'tallied', country: 'PK', tests, anomalous, networks });

export const controls = [control('google'), control('cloudflare'), control('apple')];
export const noControls = ['google', 'cloudflare', 'apple'].map((name) => control(name, timeout));
export const known = [resolver('cloudflare', [TRUTH]), resolver('google', [TRUTH])];
export const unknown = [resolver('cloudflare', [], 'NXDOMAIN'), resolver('google', [], 'NXDOMAIN')];
export const twice = (outcome: Outcome) => [retry(outcome, 1), retry(outcome, 2)];

export const error = (failure: Failure, ip?: string): Symptom => ({
  kind: 'error',
  family: failure,
  error: failure,
  ms: 100,
  ...(ip === undefined ? {} : { ip }),
});
/** What the browser's own resolver says of names that nobody has. */
export const ownResolver = (answers: boolean, answersOthers = true): Observation =>
  see('own-resolver', 'x.com', { kind: 'own-resolver', answers, answersOthers });
/** The name is given up on after seconds, as when the resolver says nothing. */
export const unanswered: Symptom = { kind: 'error', family: 'dns', error: 'dns', ms: 5_000 };
export const hang: Symptom = { kind: 'hang', ms: 7000 };
export const stalled: Symptom = { kind: 'stalled', ms: 12_000 };
export const status = (code: number, secure = true): Symptom => ({
  kind: 'status',
  status: code,
  ms: 100,
  secure,
});
export const plainPage: Symptom = { kind: 'plain-page', status: 200, ms: 100 };

export const input = (
  signal: Symptom,
  observations: Observation[],
  mode: DiagnosisInput['mode'] = 'standard',
  secure = true,
): DiagnosisInput => ({
  signal,
  secure,
  mode,
  observations,
  isSamePlatform: (host) => host === 'x.com' || host === 'twitter.com',
});
export const halfLoaded = (failure: Failure): Symptom => ({
  kind: 'half-loaded',
  hosts: ['abs.twimg.com'],
  family: failure,
  failed: 3,
  ms: 400,
});
