import type { Endpoints } from '../config/endpoints.ts';
import type { Check } from './check.ts';
import { requestCheck } from './https-request.ts';

/**
 * Sites that have nothing to do with the platform, of operators that have nothing to do with each other. Unless one of
 * them works, nothing can be said about the platform. Any answer over valid TLS counts.
 */
export function controlCheck({ name, url }: Endpoints['controls'][number], timeoutMs: number): Check {
  return requestCheck({ check: 'control', id: name, url, timeoutMs });
}

/** A site abroad at another hosting network: does anything abroad answer, where no control does? */
export function foreignCheck({ name, url }: Endpoints['speeds'][number], timeoutMs: number): Check {
  return requestCheck({ check: 'foreign', id: name, url, timeoutMs, isHeadRequest: true });
}
