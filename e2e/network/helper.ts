import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readJson, sendJson } from './json.ts';
import { addressesOf } from './places.ts';
import type { Lookup } from './resolver.ts';
import type { Fault } from './scenario.ts';

const HelperRequestSchema = v.object({ http_request: v.pipe(v.string(), v.url()) });

/** OONI's test helper (spec ts-017): loads a page from a network without blocks. */
export async function answerTestHelper(
  request: IncomingMessage,
  response: ServerResponse,
  faultOf: (host: string) => Fault,
  truth: Lookup,
): Promise<void> {
  if (request.method !== 'POST') return sendJson(response, 200, { message: 'Hello OONItarian!' });
  const question = v.safeParse(HelperRequestSchema, await readJson(request));
  if (!question.success) return sendJson(response, 400, { detail: question.issues[0].message });
  const { hostname } = new URL(question.output.http_request);
  const seen = resultFromElsewhere(faultOf(hostname));
  const place = truth(hostname);
  sendJson(response, 200, {
    tcp_connect: {},
    tls_handshake: {},
    quic_handshake: {},
    http_request: { body_length: 0, discovered_h3_endpoint: '', title: '', headers: {}, ...seen },
    http3_request: null,
    dns: place ? { failure: null, addrs: addressesOf(place) } : { failure: 'dns_nxdomain_error', addrs: [] },
    ip_info: {},
  });
}

const TLS_FAILURES: Record<NonNullable<Fault['tls']>, string> = {
  refuse: 'connection_refused',
  reset: 'connection_reset',
  drop: 'generic_timeout_error',
  close: 'eof_error',
  'wrong-name': 'ssl_invalid_hostname',
  expired: 'ssl_invalid_certificate',
  untrusted: 'ssl_unknown_authority',
  'not-tls': 'ssl_failed_handshake',
};
const CUT_FAILURES = { reset: 'connection_reset', close: 'eof_error', hang: 'generic_timeout_error' };

/** OONI's failure strings (spec df-007); a failed request has status -1. */
export function resultFromElsewhere(fault: Fault): { failure: string | null; status_code: number } {
  const failure = ooniFailureOf(fault);
  if (failure) return { failure, status_code: -1 };
  const { status, redirect } = (fault.everywhere && fault.https) || {};
  return { failure: null, status_code: status ?? (redirect === undefined ? 200 : 302) };
}

function ooniFailureOf({ authoritativeAnswer, everywhere, tcp, tls, https }: Fault): string | undefined {
  if (authoritativeAnswer) return 'dns_nxdomain_error';
  if (!everywhere) return undefined;
  if (tcp) return tcp === 'refuse' ? 'connection_refused' : 'generic_timeout_error';
  if (tls) return TLS_FAILURES[tls];
  return https?.cut && CUT_FAILURES[https.cut];
}
