import type { Endpoints } from '../config/endpoints.ts';
import type { Check } from './check.ts';
import { dohLookupCheck } from './doh-lookup.ts';
import { requestCheck } from './https-request.ts';
import { testHelperCheck } from './ooni-test-helper.ts';

/** Begins the keys of requests to the hosts themselves; the others ask about them. */
const MEDIA_HOST_KEY = 'media:host:';

/** One small request to a host of videos or pictures: any answer over valid TLS, whatever its status, shows that it is there. */
export function mediaCheck(host: string, round: number, timeoutMs: number): Check {
  const check = requestCheck({ check: 'media', id: '', url: `https://${host}/`, timeoutMs });
  return { ...check, key: `${MEDIA_HOST_KEY}${host}:${round}` };
}

/** Whether resolvers elsewhere know the name of such a host, and whether it answers a computer elsewhere. */
export function mediaElsewhereChecks(host: string, endpoints: Endpoints, timeoutMs: number): Check[] {
  return [
    ...endpoints.resolvers.map((resolver) => dohLookupCheck(resolver, host, timeoutMs)),
    testHelperCheck({ host, timeoutMs }, endpoints),
  ].map((check) => ({ ...check, key: `media:${check.key}`, name: 'media' }));
}
