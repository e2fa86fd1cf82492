import type { Check } from './check.ts';
import { requestCheck } from './https-request.ts';

/**
 * Speaks TLS to port 80 of the host. It is meant to fail: a server at the address that this browser gets for the name
 * refuses it in some way, and so shows that it is there. Plain HTTP would show the same, but browsers do not send it to
 * most platforms (HSTS). Silence here and on 443 says that the address is dead, or that the name is filtered on every
 * port.
 */
export function tlsOnPort80Check(host: string, timeoutMs: number): Check {
  return requestCheck({ check: 'tls-on-port-80', id: host, url: `https://${host}:80/`, timeoutMs });
}
