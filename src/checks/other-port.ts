import type { Check } from './check.ts';
import { requestCheck } from './retry.ts';

/**
 * Speaks TLS to port 80 of the host. It is meant to fail: whoever lives where this browser takes the name to refuses it
 * in whatever way, and so is there. Plain http would tell the same, but browsers do not send any to most platforms
 * (HSTS). Silence here and on 443 says that the address is dead, or that the name is followed everywhere.
 */
export function tlsOnPort80Check(host: string, timeoutMs: number): Check {
  return requestCheck('tls-on-port-80', host, `https://${host}:80/`, timeoutMs);
}
