import { domesticHosts, isListedDomesticHost } from '../config/domestic-hosts.ts';

import type { Check } from './check.ts';
import { httpsCheck } from './https-request.ts';

/** Sites inside the country: those that an allow-list would name, and ordinary ones, which show whether there is one. */
export function domesticChecks(country: string, timeoutMs: number): Check[] {
  return domesticHosts(country).map((host) =>
    httpsCheck({
      check: 'domestic',
      id: isListedDomesticHost(host) ? host : `${host}:unlisted`,
      host,
      timeoutMs,
    }),
  );
}
