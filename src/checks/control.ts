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

/** A site is asked at each of so many networks that have no control of this case. */
export const MAX_FOREIGN = 4;

/** Sites abroad at networks of which no control was asked. */
export function foreignChecks({ controls, speeds }: Endpoints, timeoutMs: number): Check[] {
  const hasControl = (network: string) => controls.some(({ name }) => name === network);
  return speeds
    .filter(({ name }) => !hasControl(name))
    .slice(0, MAX_FOREIGN)
    .map((speed) => foreignCheck(speed, timeoutMs));
}

/** A site abroad at another hosting network: does anything abroad answer, where no control does? */
export function foreignCheck({ name, url }: Endpoints['speeds'][number], timeoutMs: number): Check {
  return requestCheck({ check: 'foreign', id: name, url, timeoutMs, isHeadRequest: true });
}
