import { NAME_SERVERS_FAIL, type Observation, type Outcome } from '../../model/observation.ts';
import { hasOutcome, type ObservationOf, type ObservationsOfCheck } from './observations.ts';

export interface DnsFindings {
  /** What resolvers elsewhere say, over HTTPS. */
  dns: {
    exists: ObservationOf<'resolved'>[];
    missing: ObservationOf<'resolved'>[];
    unavailable: Observation[];
    addresses: string[];
    ipv6Addresses: string[];
    /** Elsewhere, too, no resolver gets an answer about other names of the domain: its own servers fail. */
    doNameServersFail: boolean;
  };
  /**
   * The system resolver. `unresponsive`: it does not answer a lookup of the host. `no-denial`: it does not deny names
   * that do not exist, and this browser does not tell whether they get no answer or a dead address. `down`: it answers
   * no name at all.
   */
  systemResolver: 'answers' | 'unresponsive' | 'no-denial' | 'down' | 'unknown';
  systemResolverObservations: Observation[];
  /** The addresses that the system resolver gives, where the browser reports them (Firefox). */
  resolvedAddresses: string[];
}

export function dnsFindings(ofCheck: ObservationsOfCheck): DnsFindings {
  const lookups = ofCheck('doh-lookup');
  const resolved = lookups.filter(hasOutcome('resolved'));
  const exists = resolved.filter(({ outcome }) => outcome.addresses.length > 0);
  // A name without IPv4 addresses exists all the same (NOERROR).
  const missing = resolved.filter(
    ({ outcome: { rcode, addresses } }) => addresses.length === 0 && rcode === 'NXDOMAIN',
  );
  const settled: readonly Observation[] = [...exists, ...missing];
  const health = ofCheck('system-resolver-health');
  const systemLookups = ofCheck('system-resolver-lookup');
  const systemLookup = systemLookups[0]?.outcome;
  return {
    dns: {
      exists,
      missing,
      unavailable: lookups.filter((lookup) => !settled.includes(lookup)),
      addresses: addressesIn(lookups),
      ipv6Addresses: addressesIn(ofCheck('doh-lookup-ipv6')),
      doNameServersFail: health.some(
        ({ outcome }) => outcome.kind === 'void' && outcome.why === NAME_SERVERS_FAIL,
      ),
    },
    systemResolver: systemResolverState(health[0]?.outcome, systemLookup),
    systemResolverObservations: [...health, ...systemLookups],
    resolvedAddresses: systemLookup?.kind === 'resolved' ? systemLookup.addresses : [],
  };
}

/** All addresses that the resolvers gave, each once. */
function addressesIn(lookups: Observation[]): string[] {
  const given = lookups.flatMap(({ outcome }) => (outcome.kind === 'resolved' ? outcome.addresses : []));
  return [...new Set(given)].sort();
}

/**
 * A lookup of the host itself says most; a resolver that answers no other name either says more than one that is silent
 * here.
 */
function systemResolverState(
  health: Outcome | undefined,
  lookup: Outcome | undefined,
): DnsFindings['systemResolver'] {
  if (lookup?.kind === 'resolved') return 'answers';
  if (health?.kind !== 'system-resolver-health')
    return lookup?.kind === 'timeout' ? 'unresponsive' : 'unknown';
  if (health.answers && lookup?.kind !== 'timeout') return 'answers';
  if (!health.answersOthers) return 'down';
  return lookup?.kind === 'timeout' ? 'unresponsive' : 'no-denial';
}
