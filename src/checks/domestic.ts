import { domesticHosts } from '../config/domestic-hosts.ts';

import type { Check } from './check.ts';
import { httpsCheck } from './https-request.ts';

export function domesticChecks(country: string, timeoutMs: number): Check[] {
  return domesticHosts(country).map((host) => httpsCheck({ check: 'domestic', id: host, host, timeoutMs }));
}
