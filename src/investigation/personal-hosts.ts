import type { Check } from '../checks/check.ts';
import { httpsCheck } from '../checks/https-request.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { type CheckName, didDomainFail, type Observation } from '../model/observation.ts';
import { baseTimeoutMs, isWorthAsking } from './open-questions.ts';
import { nextChecks } from './plan.ts';
import type { CheckTarget } from './plan-row.ts';

/** Checks that tell somebody outside which site they are about. */
const ASKED_OUTSIDE: ReadonlySet<CheckName> = new Set<CheckName>([
  'test-helper',
  'vantage-points',
  'measurements',
  'system-resolver-health',
]);
/** Checks whose answer about another name says nothing: each name has its own addresses. */
const OF_THE_NAME_ALONE: ReadonlySet<CheckName> = new Set<CheckName>(['doh-lookup', 'doh-lookup-ipv6']);
const OPINIONS: ReadonlySet<CheckName> = new Set<CheckName>([
  'test-helper',
  'vantage-points',
  'measurements',
]);

/**
 * The checks that are worth running now. Where the host is somebody's page, those who are asked outside hear of the domain
 * alone, resolvers of nothing, and this browser asks the domain as well: only a domain that fails here, too, makes what others
 * say of it count.
 */
export function nextChecksByName(target: CheckTarget, endpoints: Endpoints, f: Findings): Check[] {
  const { host, publicHost = host } = target;
  if (publicHost === host) return nextChecks(target, endpoints, f);
  const aboutHost = nextChecks(target, endpoints, f).filter(
    ({ name }) => !ASKED_OUTSIDE.has(name) && !OF_THE_NAME_ALONE.has(name),
  );
  // The addresses are those of somebody's page.
  const aboutDomain = nextChecks({ ...target, host: publicHost }, endpoints, { ...f, remoteAddresses: [] });
  return [
    ...aboutHost,
    ...aboutDomain.filter(({ name }) => ASKED_OUTSIDE.has(name)),
    ...(isWorthAsking(f)
      ? [httpsCheck({ check: 'alternate', id: publicHost, host: publicHost, timeoutMs: baseTimeoutMs(f) })]
      : []),
  ];
}

/**
 * The observations that may count for a host. What others say of the domain is no second opinion about somebody's page on it,
 * unless the domain fails here as well; and the domain's addresses are not the page's.
 */
export function observationsAbout(
  { host, publicHost }: { host: string; publicHost: string },
  observations: readonly Observation[],
): Observation[] {
  if (host === publicHost) return [...observations];
  const counts = didDomainFail(observations, publicHost);
  return observations.flatMap((one) => {
    if (!OPINIONS.has(one.check)) return one;
    if (!counts) return [];
    if (one.outcome.kind !== 'test-helper') return one;
    const { addresses: _, endpoints: __, ...outcome } = one.outcome;
    return { ...one, outcome };
  });
}

/** Whether opinions about the domain count for somebody's page on it: they make nothing certain. */
export const isJudgedByDomain = (
  names: { host: string; publicHost: string },
  observations: readonly Observation[],
): boolean =>
  names.host !== names.publicHost &&
  observationsAbout(names, observations).some(({ check }) => OPINIONS.has(check));
