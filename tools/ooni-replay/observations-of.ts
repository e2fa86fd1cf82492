import { isIpLiteral } from '../../src/base/ip.ts';
import type { CheckName, Observation, Outcome } from '../../src/model/observation.ts';
import { helperOutcome } from './helper-outcome.ts';
import {
  addressesOf,
  dohLookupsOf,
  helperLookupsOf,
  isSameName,
  type OutsideLookup,
  systemLookupOf,
  systemLookupOutcome,
} from './lookups.ts';
import { attemptFailure, failedOutcome, responseCodeOf } from './ooni-failures.ts';
import { controlOf, type Measurement, type TcpConnect } from './read-measurement.ts';
import { ANSWER_MS, PROBE_TIMEOUT_MS, type Situation } from './situation.ts';
import { controlSample, platformSample } from './throughput.ts';

/** Everything that the extension's checks would have observed in the situation that was measured. */
export function observationsOf(measurement: Measurement, situation: Situation): Observation[] {
  const { step, retries, plainHttp } = situation;
  const host = step.url.hostname;
  return [
    ...retries.map((outcome, i) => observed('retry', String(i + 1), host, outcome)),
    ...controlObservations(measurement),
    ...nameObservations(measurement, situation),
    ...(plainHttp ? [observed('plain-http', host, host, plainHttp)] : []),
    ...addressObservations(measurement, situation),
    helperObservation(measurement, situation),
    ...throughputObservations(measurement, situation),
  ];
}

function observed(check: CheckName, id: string, host: string, outcome: Outcome): Observation {
  const ms = outcome.kind === 'timeout' ? PROBE_TIMEOUT_MS : ANSWER_MS;
  return { check, key: `${check}:${id}`, host, at: 0, ms, outcome };
}

/**
 * Other sites that worked. OONI's backend took the measurement, so it always counts; the test helper and the resolvers
 * count if they answered. A resolver that is asked by its address shows that public addresses can be reached.
 */
function controlObservations({ test_keys }: Measurement): Observation[] {
  const worked = (id: string, more: object = {}): Observation =>
    observed('control', id, id, { kind: 'answered', secure: true, ...more });
  const resolvers = new Set(
    test_keys.queries
      .filter(({ failure }) => failure === null || responseCodeOf(failure) !== undefined)
      .map(({ resolver_address }) => resolver_address),
  );
  return [
    worked('ooni-backend'),
    ...(controlOf(test_keys) ? [worked('ooni-test-helper')] : []),
    ...[...resolvers].flatMap((resolver) => {
      if (resolver.startsWith('https:')) return worked(resolver);
      const ip = resolver.replace(/:53$/, '').replace(/^\[|\]$/g, '');
      return isIpLiteral(resolver.replace(/:53$/, '')) ? worked(resolver, { secure: false, ip }) : [];
    }),
  ];
}

/** What the system resolver says, as Firefox reports it, and what resolvers outside say. */
function nameObservations({ test_keys, input }: Measurement, { step }: Situation): Observation[] {
  const host = step.url.hostname;
  const system = systemLookupOf(test_keys, step.url, step.depth);
  const control = controlOf(test_keys);
  const isInputHost = host === new URL(input).hostname;
  if (isIpLiteral(host)) return [];
  return [
    ...(system ? [observed('system-resolver-lookup', host, host, systemLookupOutcome(system))] : []),
    ...[
      ...dohLookupsOf(test_keys, step.url),
      ...(control && isInputHost ? helperLookupsOf(control) : []),
    ].map(({ resolver, type, outcome }) =>
      observed(checkOf(type), `${resolver}:${host}`, URL.parse(resolver)?.hostname ?? resolver, outcome),
    ),
  ];
}

const checkOf = (type: OutsideLookup['type']): CheckName => (type === 'A' ? 'doh-lookup' : 'doh-lookup-ipv6');

/** Whether a server answers at an address: a connection to it, whichever resolver gave it, names no host. */
function addressObservations({ test_keys }: Measurement, { step }: Situation): Observation[] {
  const host = step.url.hostname;
  const known = new Set([
    ...test_keys.queries.filter(({ hostname }) => isSameName(hostname, host)).flatMap(addressesOf),
    ...(controlOf(test_keys)?.dns?.addrs ?? []),
  ]);
  return [...known].flatMap((address) => {
    const tried = test_keys.tcp_connect.filter(({ ip }) => ip === address);
    const connect = tried.find(({ status }) => status.failure === null) ?? tried[0];
    return connect
      ? [{ ...observed('ip-literal', address, host, literalOutcome(connect, address)), address }]
      : [];
  });
}

function literalOutcome({ status }: TcpConnect, ip: string): Outcome {
  return status.failure === null
    ? { kind: 'answered', secure: false }
    : failedOutcome(attemptFailure(status.failure, ip));
}

function helperObservation({ test_keys, input, probe_cc }: Measurement, { step }: Situation): Observation {
  const localAddresses = systemLookupOf(test_keys, step.url, step.depth)?.addresses ?? [];
  const isInputHost = step.url.hostname === new URL(input).hostname;
  return {
    ...observed('test-helper', 'ooni', 'ooni', helperOutcome(test_keys, localAddresses, isInputHost)),
    ...(/^(?!ZZ)[A-Z]{2}$/.test(probe_cc) && { probeCc: probe_cc }),
  };
}

/** The same sample counts twice, as a failure does. */
function throughputObservations(measurement: Measurement, { step }: Situation): Observation[] {
  if (step.attempt.kind !== 'stalled') return [];
  const host = step.url.hostname;
  const control = controlSample(measurement);
  const platform = platformSample(measurement, step.attempt.request);
  return [1, 2].flatMap((round) => [
    observed('throughput', `platform:${round}`, host, platform),
    ...(control ? [observed('throughput', `control:${round}`, 'control', control)] : []),
  ]);
}
