import { isIpv6 } from '../../base/ip.ts';
import { failureClassOf } from '../../model/failure-class.ts';
import {
  BARE_ADDRESS_KEY,
  NAMED_KEY,
  type Observation,
  type RemoteEndpoint,
} from '../../model/observation.ts';
import type { Symptom } from '../../model/symptom.ts';
import { type AddressJudgement, judgeAddress } from '../dns-consistency.ts';
import type { DnsFindings } from './dns.ts';
import { hasOutcome, isAnswered, type ObservationsOfCheck } from './observations.ts';

/** Whether a server answers there. */
type Reachability = 'answers' | 'silent' | 'unasked';

export interface AddressFindings {
  /** Addresses that the browser reached, or tried, under the platform's name, and what each is. */
  remoteAddresses: { address: string; judgement: AddressJudgement }[];
  /** Public servers that answered by their bare address, for which no name is looked up. */
  bareAddressesOk: Observation[];
  /** What a test helper found at the addresses that it was asked about. */
  endpoints: RemoteEndpoint[];
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
  /** The shortest time in which the site's true address answered, or refused, a request without the name, ms. */
  ipLiteralMs: number | undefined;
  /** The shortest time in which a request with the name was refused, taken in the same way. */
  namedRefusalMs: number | undefined;
}

export function addressFindings(
  symptom: Symptom,
  ofCheck: ObservationsOfCheck,
  { dns, resolvedAddresses }: DnsFindings,
): AddressFindings {
  const expectedAddresses = dns.addresses.length > 0 ? dns.addresses : testHelperAddresses(ofCheck);
  const controlAddresses = ofCheck('control').flatMap(({ outcome }) =>
    isAnswered(outcome) ? (outcome.ip ?? []) : [],
  );
  const literals = ofCheck('ip-literal');
  const literalsAt = (addresses: readonly string[]) =>
    literals.filter(({ address = '' }) => addresses.includes(address));
  const trueAddresses = [...expectedAddresses, ...dns.ipv6Addresses];
  const atTrueAddresses = literalsAt(trueAddresses);
  const resolvedIpReachability = reachabilityOf(literalsAt(resolvedAddresses));
  const endpoints = ofCheck('test-helper')
    .filter(hasOutcome('test-helper'))
    .flatMap(({ outcome }) => outcome.endpoints ?? []);
  const context = { expected: trueAddresses, controlAddresses, endpoints };
  const seen = new Set([...reachedAddresses(symptom, ofCheck), ...resolvedAddresses]);
  return {
    remoteAddresses: [...seen].map((address) => ({ address, judgement: judgeAddress(address, context) })),
    bareAddressesOk: literals.filter(
      ({ key, outcome }) => key.startsWith(BARE_ADDRESS_KEY) && isAnswered(outcome),
    ),
    endpoints,
    expectedAddresses,
    controlAddresses,
    hasIpv6: controlAddresses.some(isIpv6),
    ipReachability: trueAddresses.length === 0 ? resolvedIpReachability : reachabilityOf(atTrueAddresses),
    reachabilityByVersion: {
      ipv4: reachabilityOf(atTrueAddresses.filter(({ address = '' }) => !isIpv6(address))),
      ipv6: reachabilityOf(atTrueAddresses.filter(({ address = '' }) => isIpv6(address))),
    },
    resolvedIpReachability,
    ipLiteralMs: shortestTime(atTrueAddresses),
    namedRefusalMs: shortestTime(literals.filter(({ key }) => key.startsWith(NAMED_KEY))),
  };
}

function testHelperAddresses(ofCheck: ObservationsOfCheck): string[] {
  return ofCheck('test-helper').flatMap(
    ({ outcome }) => (outcome.kind === 'test-helper' && outcome.addresses) || [],
  );
}

function reachedAddresses(symptom: Symptom, ofCheck: ObservationsOfCheck): string[] {
  const ofPage = 'ip' in symptom ? symptom.ip : undefined;
  const ofRequests = [...ofCheck('retry'), ...ofCheck('plain-http'), ...ofCheck('static-file')].map(
    ({ outcome }) => (outcome.kind === 'answered' || outcome.kind === 'failed' ? outcome.ip : undefined),
  );
  return [ofPage, ...ofRequests].filter((ip) => ip !== undefined);
}

function shortestTime(asked: Observation[]): number | undefined {
  const times = asked.filter(({ outcome }) => outcome.kind === 'failed').map(({ ms }) => ms);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Only the time tells silence from an answer of any kind: see the check `ip-literal`. */
function reachabilityOf(asked: Observation[]): Reachability {
  if (asked.length === 0) return 'unasked';
  const isSilent = ({ outcome }: Observation) =>
    failureClassOf(outcome) === 'timeout' || (outcome.kind === 'failed' && outcome.failure === 'unreachable');
  return asked.every(isSilent) ? 'silent' : 'answers';
}
