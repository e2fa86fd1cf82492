import * as v from 'valibot';

/** The part of a test helper's answer (oohelperd, spec ts-017) that shows whether the site works there, and its addresses. */
export const TestHelperAnswerSchema = v.object({
  http_request: v.object({ failure: v.nullable(v.string()), status_code: v.number() }),
  dns: v.fallback(v.object({ addrs: v.array(v.string()) }), { addrs: [] }),
});

/** The user agent of a common browser, because sites refuse unusual ones. */
const HELPER_USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Body of the request that makes a test helper load the front page of `host`. */
export function testHelperRequest(host: string) {
  return {
    http_request: `https://${host}/`,
    http_request_headers: { Accept: ['*/*'], 'Accept-Language': ['en'], 'User-Agent': [HELPER_USER_AGENT] },
    tcp_connect: [],
    x_quic_enabled: false,
  };
}
