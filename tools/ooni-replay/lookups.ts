import { isIpLiteral, isIpv6 } from '../../src/base/ip.ts';
import type { Outcome } from '../../src/model/observation.ts';
import { attemptFailure, failedOutcome, responseCodeOf } from './ooni-failures.ts';
import type { Control, Query, TestKeys } from './read-measurement.ts';

/** Engines that ask a resolver of the probe's choice. All other names stand for the system resolver. */
const OWN_ENGINES = ['doh', 'doh3', 'dot', 'udp', 'tcp', 'doq'];

/** How the system resolver answered for one host: the addresses that a browser would try. */
export interface SystemLookup {
  addresses: string[];
  /** OONI's failure string; undefined if there are addresses, or if nothing was asked. */
  failure?: string;
  ms: number;
}

export const hasDepth = (tags: readonly string[], depth: number): boolean =>
  tags.includes(`depth=${depth}`) || !tags.some((tag) => tag.startsWith('depth='));

/** A name as addresses write it: in lower case, with Punycode for other scripts (RFC 5891). */
const canonicalName = (name: string): string =>
  URL.parse(`http://${name.replace(/\.$/, '')}/`)?.hostname ?? name;

export const isSameName = (a: string, b: string): boolean => canonicalName(a) === canonicalName(b);

export const addressesOf = ({ answers }: Query): string[] =>
  answers.flatMap(({ ipv4, ipv6 }) => ipv4 ?? ipv6 ?? []);

/** @returns undefined if the measurement holds no such lookup */
export function systemLookupOf(
  { queries }: TestKeys,
  { hostname }: URL,
  depth: number,
): SystemLookup | undefined {
  if (isIpLiteral(hostname)) return { addresses: [hostname.replace(/^\[|\]$/g, '')], ms: 0 };
  const asked = queries.filter(
    (query) =>
      !OWN_ENGINES.includes(query.engine) &&
      isSameName(query.hostname, hostname) &&
      hasDepth(query.tags, depth),
  );
  if (asked.length === 0) return undefined;
  const addresses = [...new Set(asked.flatMap(addressesOf))];
  const ms = Math.max(...asked.map(({ t0, t }) => Math.max(0, Math.round(1000 * (t - t0)))));
  // Many sites have no IPv6 address, so the lookup of IPv4 says more.
  const failed = asked.filter(({ failure }) => failure !== null);
  const failure = (failed.find(({ query_type }) => query_type !== 'AAAA') ?? failed[0])?.failure;
  return addresses.length > 0 ? { addresses, ms } : { addresses, ms, failure: failure ?? 'dns_no_answer' };
}

/** A lookup over HTTPS, or by the test helper, which asks a resolver far from this network. */
export interface OutsideLookup {
  resolver: string;
  type: 'A' | 'AAAA';
  outcome: Outcome;
}

/** The lookups that the probe itself made over HTTPS for this host. */
export function dohLookupsOf({ queries }: TestKeys, { hostname }: URL): OutsideLookup[] {
  return queries
    .filter(
      ({ engine, query_type, hostname: name }) =>
        engine.startsWith('doh') &&
        (query_type === 'A' || query_type === 'AAAA') &&
        isSameName(name, hostname),
    )
    .map((query) => ({
      resolver: query.resolver_address,
      type: query.query_type === 'AAAA' ? 'AAAA' : 'A',
      outcome: outcomeOf(addressesOf(query), query.failure),
    }));
}

/** What the test helper's resolver says, by record type. */
export function helperLookupsOf({ dns }: Control): OutsideLookup[] {
  if (!dns) return [];
  const ofVersion = (isSix: boolean) => dns.addrs.filter((address) => isIpv6(address) === isSix);
  return [
    { resolver: 'test-helper', type: 'A', outcome: outcomeOf(ofVersion(false), dns.failure) },
    { resolver: 'test-helper', type: 'AAAA', outcome: outcomeOf(ofVersion(true), dns.failure) },
  ];
}

/** Addresses count even beside a failure: the probe calls an answer with private addresses `dns_bogon_error`. */
function outcomeOf(addresses: string[], failure: string | null): Outcome {
  if (addresses.length > 0 || failure === null) return { kind: 'resolved', rcode: 'NOERROR', addresses };
  const rcode = responseCodeOf(failure);
  return rcode === undefined
    ? failedOutcome(attemptFailure(failure))
    : { kind: 'resolved', rcode, addresses: [] };
}

export function systemLookupOutcome({ addresses, failure }: SystemLookup): Outcome {
  return outcomeOf(addresses, failure ?? null);
}
