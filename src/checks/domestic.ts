import { domesticHosts } from '../config/domestic-hosts.ts';

import type { Check } from './check.ts';
import { httpsCheck } from './retry.ts';

export function domesticChecks(country: string, timeoutMs: number): Check[] {
  return domesticHosts(country).map((host) => httpsCheck('domestic', host, host, timeoutMs));
}
