/** Cases in which a page leads to another one, and the verdicts that are true. */
import type { ReplayCase } from './given-cases.ts';
import {
  dohLookup,
  HTTP,
  HTTPS,
  helper,
  measurement,
  request,
  SITE_IP,
  siteConnects,
  systemLookup,
  tcpConnect,
  tlsHandshake,
} from './measurements.ts';

const SHORT_IP = '203.0.114.80';
const SHORT_HOST = 'short.example';
const INPUT = `https://${SHORT_HOST}/1`;
const second = { depth: 1 };

/** A short link leads over TLS to the site; what follows happens there. */
const redirectThen = (
  target: string,
  keys: { queries?: object[]; requests?: object[]; tcp?: object[]; tls?: object[] },
) =>
  measurement({
    input: INPUT,
    queries: [
      systemLookup([SHORT_IP], { host: SHORT_HOST }),
      dohLookup([SHORT_IP], { host: SHORT_HOST }),
      ...(keys.queries ?? [systemLookup([SITE_IP], second), dohLookup([SITE_IP], second)]),
    ],
    tcp_connect: [tcpConnect(SHORT_IP, 443), ...(keys.tcp ?? [])],
    tls_handshakes: [tlsHandshake(SHORT_IP, null, { host: SHORT_HOST }), ...(keys.tls ?? [])],
    requests: [
      ...(keys.requests ?? []),
      request(INPUT, { ip: SHORT_IP, code: 301, headers: { Location: target } }),
    ],
    control: helper({ addresses: [SHORT_IP] }),
  });

export const REDIRECT_CASES: ReplayCase[] = [
  {
    name: 'the second page refuses',
    text: redirectThen(HTTPS, { tcp: [tcpConnect(SITE_IP, 443, 'connection_refused', 1)] }),
    verdicts: ['blocked'],
    mechanisms: ['tcp-refused'],
  },
  {
    name: 'the second name is denied',
    text: redirectThen(HTTPS, {
      queries: [systemLookup('dns_nxdomain_error', second), dohLookup([SITE_IP], second)],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-nxdomain'],
  },
  ...(['connection_reset', 'eof_error'] as const).flatMap((failure): ReplayCase[] => [
    {
      name: `TLS of the second page ends with ${failure}`,
      text: redirectThen(HTTPS, {
        tcp: [tcpConnect(SITE_IP, 443, null, 1)],
        tls: [tlsHandshake(SITE_IP, failure, second)],
      }),
      verdicts: ['blocked'],
      mechanisms: ['tls-reset'],
    },
    {
      name: `plain HTTP of the second page ends with ${failure}`,
      text: redirectThen(HTTP, {
        tcp: [tcpConnect(SITE_IP, 80, null, 1)],
        requests: [request(HTTP, { failure, depth: 1 })],
      }),
      verdicts: ['blocked'],
      mechanisms: ['http-reset', 'tls-reset'],
    },
  ]),
  {
    name: 'TLS of the second page is silent',
    text: redirectThen(HTTPS, {
      tcp: [tcpConnect(SITE_IP, 443, null, 1)],
      tls: [tlsHandshake(SITE_IP, 'generic_timeout_error', second)],
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-timeout'],
  },
  {
    name: 'plain HTTP of the second page is silent',
    text: redirectThen(HTTP, {
      tcp: [tcpConnect(SITE_IP, 80, null, 1)],
      requests: [request(HTTP, { failure: 'generic_timeout_error', depth: 1 })],
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-timeout', null],
  },
  {
    name: 'a redirect to nowhere, over TLS',
    text: measurement({
      ...siteConnects,
      requests: [
        request(HTTPS, {
          code: 302,
          headers: { Location: 'https://' },
          failure: 'http_invalid_redirect_location_host',
        }),
      ],
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'a redirect to nowhere, over plain HTTP',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      requests: [
        request(HTTP, {
          code: 302,
          headers: { Location: 'http://' },
          failure: 'http_invalid_redirect_location_host',
        }),
      ],
    }),
    verdicts: ['inconclusive', 'reachable', 'site-down'],
  },
  {
    name: 'a redirect to the known block page of a provider',
    text: measurement({
      input: HTTP,
      tcp_connect: [tcpConnect(SITE_IP, 80), tcpConnect(SITE_IP, 443, 'connection_refused')],
      requests: [request(HTTP, { code: 302, headers: { Location: 'http://lighthouse.du.ae/' } })],
    }),
    verdicts: ['blocked'],
    mechanisms: ['http-blockpage'],
  },
  {
    name: 'a redirect elsewhere that the probe did not follow',
    text: measurement({
      input: HTTP,
      tcp_connect: [tcpConnect(SITE_IP, 80), tcpConnect(SITE_IP, 443, 'connection_refused')],
      requests: [request(HTTP, { code: 302, headers: { Location: 'http://other.example/' } })],
    }),
    verdicts: ['inconclusive'],
  },
  {
    name: 'a page over plain HTTP that leads to the site over TLS, without a test helper',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      requests: [request(HTTPS, { depth: 1 }), request(HTTP, { code: 301, headers: { Location: HTTPS } })],
      control: null,
      control_failure: 'generic_timeout_error',
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'plain HTTP leads to TLS, and TLS is reset',
    text: measurement({
      input: HTTP,
      tcp_connect: [tcpConnect(SITE_IP, 80), tcpConnect(SITE_IP, 443, null, 1)],
      tls_handshakes: [tlsHandshake(SITE_IP, 'connection_reset', second)],
      requests: [request(HTTP, { code: 301, headers: { Location: HTTPS } })],
      queries: [systemLookup([SITE_IP]), systemLookup([SITE_IP], second), dohLookup([SITE_IP])],
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-reset'],
  },
  {
    name: 'an old probe: the page after the redirect is reset, and only the requests tell',
    text: JSON.stringify({
      test_name: 'web_connectivity',
      test_version: '0.4.3',
      input: INPUT,
      test_keys: {
        queries: [
          {
            engine: 'system',
            hostname: SHORT_HOST,
            query_type: 'A',
            failure: null,
            answers: [{ answer_type: 'A', ipv4: SHORT_IP }],
          },
        ],
        tcp_connect: [{ ip: SHORT_IP, port: 443, status: { blocked: false, failure: null, success: true } }],
        requests: [
          { failure: 'connection_reset', request: { url: HTTPS }, response: null },
          {
            failure: null,
            request: { url: INPUT },
            response: {
              code: 301,
              body: { format: 'base64', data: '' },
              headers: { Location: HTTPS },
            },
          },
        ],
        control: {
          http_request: { failure: null, status_code: 200, body_length: 900, title: '', headers: {} },
          dns: { failure: null, addrs: [SHORT_IP] },
          tcp_connect: {},
        },
        control_failure: null,
      },
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-reset'],
  },
];
