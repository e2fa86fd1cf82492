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

/** Not assigned by IANA, and not among those that browsers refuse (Fetch standard, "bad ports"). */
const CLOSED_PORT = 81;

/**
 * Connects to a port on which no site listens. It is meant to be refused: then the address that this browser gets for
 * the name belongs to a machine that is there, and no ClientHello was sent, so a filter for names had nothing to filter.
 * Silence says nothing, because many firewalls drop what they do not serve.
 */
export function closedPortCheck(host: string, timeoutMs: number): Check {
  return requestCheck({
    check: 'closed-port',
    id: host,
    url: `https://${host}:${CLOSED_PORT}/`,
    timeoutMs,
  });
}
