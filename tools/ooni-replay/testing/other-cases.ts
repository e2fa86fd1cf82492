/** Families of cases that OONI tests as well, or that its older probes send, and the verdicts that are true. */
import type { ReplayCase } from './given-cases.ts';
import {
  dohLookup,
  HOST,
  HTTP,
  HTTPS,
  helper,
  ISP_IP,
  measurement,
  OTHER_PAGE,
  PAGE,
  request,
  SITE_IP,
  siteConnects,
  systemLookup,
  tcpConnect,
  tlsHandshake,
  udpLookup,
} from './measurements.ts';

const certificateFails = (failure: string) =>
  measurement({
    tcp_connect: [tcpConnect(SITE_IP, 443)],
    tls_handshakes: [tlsHandshake(SITE_IP, failure)],
    control: helper({ failure: 'unknown_error', at: { [SITE_IP]: { tls: failure } } }),
  });
export const OTHER_CASES: ReplayCase[] = [
  ...['ssl_invalid_certificate', 'ssl_invalid_hostname', 'ssl_unknown_authority'].map(
    (failure): ReplayCase => ({
      name: `everybody gets ${failure}`,
      text: certificateFails(failure),
      verdicts: ['bad-certificate'],
    }),
  ),
  {
    name: 'another address shows a certificate of nobody known',
    text: measurement({
      queries: [systemLookup([ISP_IP]), dohLookup([SITE_IP]), udpLookup([ISP_IP])],
      tcp_connect: [tcpConnect(ISP_IP, 443), tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(ISP_IP, 'ssl_unknown_authority'), tlsHandshake(SITE_IP)],
      requests: [request(HTTPS)],
      control: helper({ at: { [SITE_IP]: {}, [ISP_IP]: { tls: 'ssl_unknown_authority' } } }),
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-sinkhole', 'tls-interception'],
  },
  {
    name: 'the name exists nowhere',
    text: measurement({
      input: HTTP,
      queries: [systemLookup('dns_nxdomain_error'), dohLookup('dns_nxdomain_error')],
      control: helper({ failure: 'dns_lookup_error', dnsFailure: 'dns_name_error', addresses: [] }),
    }),
    verdicts: ['no-such-site'],
  },
  {
    name: 'the name has no address anywhere',
    text: measurement({
      input: HTTP,
      queries: [systemLookup('dns_no_answer'), dohLookup('dns_no_answer')],
      control: helper({ failure: 'dns_lookup_error', addresses: [] }),
    }),
    verdicts: ['no-such-site', 'site-down'],
  },
  {
    name: 'a port that refuses everybody',
    text: measurement({
      input: `http://${HOST}:444/`,
      tcp_connect: [tcpConnect(SITE_IP, 444, 'connection_refused')],
      control: helper({ failure: 'connection_refused_error' }),
    }),
    verdicts: ['site-down'],
  },
  {
    name: 'a long file, cut off by the probe',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      requests: [request(HTTP, { truncated: true, body: PAGE })],
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'a name in another script, with a capital letter',
    text: measurement({
      input: 'http://Зеркало.example/',
      queries: [
        systemLookup([SITE_IP], { host: 'xn--80ajpdjc6a.example' }),
        dohLookup([SITE_IP], { host: 'зеркало.example' }),
      ],
      tcp_connect: siteConnects.tcp_connect,
      requests: [request('http://зеркало.example/')],
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'a body that drips while the test helper gets it whole',
    text: measurement({
      ...siteConnects,
      requests: [request(HTTPS, { failure: 'generic_timeout_error', code: 200, body: 'x'.repeat(30_000) })],
    }),
    verdicts: ['throttled'],
    mechanisms: ['throttling'],
  },
  {
    name: 'the resolver does not answer',
    text: measurement({
      ...siteConnects,
      queries: [systemLookup('generic_timeout_error'), dohLookup([SITE_IP])],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-timeout'],
  },
  {
    name: 'no route over IPv6, and silence over IPv4',
    text: measurement({
      queries: [systemLookup(['2001:db9::1', SITE_IP]), dohLookup([SITE_IP])],
      tcp_connect: [
        tcpConnect('2001:db9::1', 443, 'network_unreachable'),
        tcpConnect(SITE_IP, 443, 'generic_timeout_error'),
      ],
    }),
    verdicts: ['blocked'],
    mechanisms: ['ip-timeout'],
  },
  {
    name: 'an old probe: an empty control',
    text: measurement({
      input: HTTP,
      requests: [request(HTTP, { body: OTHER_PAGE })],
      control: {},
      control_failure: 'generic_timeout_error',
    }),
    verdicts: ['inconclusive'],
  },
  {
    name: 'an old probe: another page over plain HTTP, and nothing on TLS',
    text: measurement({
      input: HTTP,
      queries: [systemLookup([SITE_IP])],
      tcp_connect: [tcpConnect(SITE_IP, 80)],
      requests: [request(HTTP, { body: OTHER_PAGE })],
      control: helper({ at: {} }),
    }),
    verdicts: ['blocked'],
    mechanisms: ['http-blockpage'],
  },
];
