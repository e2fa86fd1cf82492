import type { Check } from './check.ts';
import { requestCheck } from './https-request.ts';

/**
 * Small files that browsers and crawlers ask every site for (RFC 9309 names the second). A front end answers them at
 * once, if only with "not found", however busy the servers behind it are, and they stand out on no network.
 */
const FILES = ['favicon.ico', 'robots.txt', 'favicon.ico?'] as const;

/**
 * Asks a silent host for a small file. An answer, whatever its status, shows that name, address and TLS work, so that a
 * page that does not come is slow, frozen or stuck behind the front end. A middlebox that drops the name answers no
 * request.
 */
export function staticFileCheck(host: string, timeoutMs: number, attempt: 1 | 2 | 3 = 1): Check {
  return requestCheck({
    check: 'static-file',
    id: attempt === 1 ? host : `${host}:${attempt}`,
    url: `https://${host}/${FILES[attempt - 1]}`,
    timeoutMs,
  });
}
