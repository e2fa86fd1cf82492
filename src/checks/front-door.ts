import type { Task } from './probe.ts';
import { askUrl } from './retry.ts';

/** Longer than any common server takes: 8 KB (nginx, Apache, Fastly), 16 KB (Node, Cloudflare). RFC 9110 §15.5.15. */
const TOO_LONG = 17_000;

/**
 * Asks a server that keeps silent for more than it can read. Its front door turns that away at once ("414 URI Too
 * Long", 400, 431), however busy the rooms behind are. So an answer, whatever its status, shows that name, address and
 * TLS hold, and that it is the site itself that keeps people waiting.
 */
export function frontDoor(host: string, timeoutMs: number): Task {
  return askUrl('front-door', host, `https://${host}/?${'0'.repeat(TOO_LONG)}`, timeoutMs);
}
