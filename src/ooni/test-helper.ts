import * as v from 'valibot';
import { isIpv6 } from '../base/ip.ts';

const EndpointResultSchema = v.object({ status: v.boolean(), failure: v.nullish(v.string()) });

/**
 * The part of a test helper's answer (oohelperd, spec ts-017) that shows whether the site works there, its addresses,
 * and what is found at the addresses that were asked about. Endpoints are written as `192.0.2.1:443`.
 */
export const TestHelperAnswerSchema = v.object({
  http_request: v.object({
    failure: v.nullable(v.string()),
    status_code: v.number(),
    body_length: v.fallback(v.number(), 0),
  }),
  dns: v.fallback(v.object({ addrs: v.array(v.string()) }), { addrs: [] }),
  tcp_connect: v.fallback(v.record(v.string(), EndpointResultSchema), {}),
  tls_handshake: v.fallback(v.record(v.string(), EndpointResultSchema), {}),
  ip_info: v.fallback(v.record(v.string(), v.object({ asn: v.fallback(v.number(), 0) })), {}),
});
export type TestHelperAnswer = v.InferOutput<typeof TestHelperAnswerSchema>;

/** An address and port as a test helper writes them. */
export const httpsEndpoint = (address: string): string => `${isIpv6(address) ? `[${address}]` : address}:443`;

/** The user agent of a common browser, because sites refuse unusual ones. */
const HELPER_USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * Body of the request that makes a test helper load the front page of `host`, and connect, with TLS for that name, to
 * `addresses` as well.
 */
export function testHelperRequest(host: string, addresses: readonly string[]) {
  return {
    http_request: `https://${host}/`,
    http_request_headers: { Accept: ['*/*'], 'Accept-Language': ['en'], 'User-Agent': [HELPER_USER_AGENT] },
    tcp_connect: addresses.map(httpsEndpoint),
    x_quic_enabled: false,
  };
}
