import type { Endpoints } from '../config/endpoints.ts';
import type { Check } from './check.ts';
import { askUrl } from './retry.ts';

/**
 * Sites that have nothing to do with the platform, of operators who have nothing to do with each other.
 * Without one that works nothing can be said about the platform. Any answer over valid TLS counts.
 */
export function control({ name, url }: Endpoints['controls'][number], timeoutMs: number): Check {
  return askUrl('control', name, url, timeoutMs);
}
