import { domesticHosts } from '../config/domestic-hosts.ts';

import type { Check } from './check.ts';
import { askSecurely } from './retry.ts';

export function domesticControls(country: string, timeoutMs: number): Check[] {
  return domesticHosts(country).map((host) => askSecurely('domestic', host, host, timeoutMs));
}
