import type { Check } from '../checks/check.ts';
import type { CheckName } from '../model/observation.ts';

/**
 * Checks that nobody but such an extension makes: they ask resolvers and services that look at the site from outside, or need
 * what these say. A request to an address without a name is one of them, because no page makes it.
 */
const WITH_OUTSIDE_HELP: ReadonlySet<CheckName> = new Set<CheckName>([
  'doh-lookup',
  'doh-lookup-ipv6',
  'system-resolver-health',
  'test-helper',
  'vantage-points',
  'measurements',
  'ip-literal',
]);

export const needsOutsideHelp = ({ name }: Check): boolean => WITH_OUTSIDE_HELP.has(name);
