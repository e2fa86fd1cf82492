/** OONI's 24 published cases, written down again with hosts of our own, and the verdicts that are true. */
import type { Mechanism, VerdictKind } from '../../../src/model/verdict.ts';
import {
  dohLookup,
  HTTP,
  HTTPS,
  helper,
  ISP_IP,
  measurement,
  OTHER_PAGE,
  request,
  SITE_IP,
  siteConnects,
  systemLookup,
  tcpConnect,
  tlsHandshake,
  udpLookup,
} from './measurements.ts';

export interface ReplayCase {
  name: string;
  text: string;
  verdicts: VerdictKind[];
  /** null: none. Only of the verdict `blocked` and its kin. */
  mechanisms?: (Mechanism | null)[];
}

/** Only resolvers outside give the site's address; the probe loads the page there, as no browser would. */
const loadedOutsideDns = { ...siteConnects, requests: [request(HTTPS)] };
/** This network gives an address of its provider, where a proxy takes all connections. */
const resolvesToIsp = [systemLookup([ISP_IP]), dohLookup([SITE_IP]), udpLookup([ISP_IP])];
const proxyConnects = {
  tcp_connect: [...siteConnects.tcp_connect, tcpConnect(ISP_IP, 80), tcpConnect(ISP_IP, 443)],
  tls_handshakes: [tlsHandshake(ISP_IP), tlsHandshake(SITE_IP)],
  control: helper({ at: { [SITE_IP]: {}, [ISP_IP]: {} } }),
};
const challenge = {
  code: 503,
  body: '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/g"></script>',
  headers: { Server: 'cloudflare' },
};
const everywhere = (ip: string) => [systemLookup([ip]), dohLookup([ip]), udpLookup([ip])];
const nameIsGone = {
  queries: [systemLookup([ISP_IP]), dohLookup('dns_nxdomain_error'), udpLookup([ISP_IP])],
  control: helper({
    failure: 'dns_lookup_error',
    dnsFailure: 'dns_name_error',
    addresses: [],
    at: { [ISP_IP]: { tcp: 'connection_refused_error' } },
  }),
};
const unreachableOutside = (ip: string) => helper({ failure: 'unknown_error', addresses: [ip], at: {} });

export const GIVEN_CASES: ReplayCase[] = [
  {
    name: 'a challenge over plain HTTP',
    text: measurement({ input: HTTP, ...siteConnects, requests: [request(HTTP, challenge)] }),
    verdicts: ['reachable', 'refused-by-site'],
  },
  {
    name: 'a challenge over TLS',
    text: measurement({ ...siteConnects, requests: [request(HTTPS, challenge)] }),
    verdicts: ['reachable', 'refused-by-site'],
  },
  {
    name: 'no test helper, a page over TLS',
    text: measurement({
      ...siteConnects,
      requests: [request(HTTPS)],
      control: null,
      control_failure: 'connection_reset',
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'no test helper, a page over plain HTTP',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      requests: [request(HTTP)],
      control: null,
      control_failure: 'connection_reset',
    }),
    verdicts: ['inconclusive', 'reachable'],
  },
  {
    name: 'the resolver of a phone has no data',
    text: measurement({
      ...loadedOutsideDns,
      queries: [systemLookup('android_dns_cache_no_data'), dohLookup([SITE_IP])],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-nxdomain'],
  },
  {
    name: 'a private address that is silent',
    text: measurement({
      ...loadedOutsideDns,
      queries: [systemLookup(['10.10.34.36']), dohLookup([SITE_IP])],
      tcp_connect: [tcpConnect('10.10.34.36', 443, 'generic_timeout_error'), tcpConnect(SITE_IP, 443)],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-sinkhole'],
  },
  {
    name: 'the name is denied here',
    text: measurement({
      ...loadedOutsideDns,
      queries: [systemLookup('dns_nxdomain_error'), dohLookup([SITE_IP])],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-nxdomain'],
  },
  {
    name: 'the name leads to this device, plain HTTP',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      queries: [systemLookup(['127.0.0.1']), dohLookup([SITE_IP]), udpLookup(['127.0.0.1'])],
      requests: [request(HTTP)],
    }),
    verdicts: ['blocked', 'local-block'],
    mechanisms: ['dns-sinkhole', null],
  },
  {
    name: 'the name leads to this device, https',
    text: measurement({
      ...loadedOutsideDns,
      queries: [systemLookup(['127.0.0.1']), dohLookup([SITE_IP]), udpLookup(['127.0.0.1'])],
    }),
    verdicts: ['blocked', 'local-block'],
    mechanisms: ['dns-sinkhole', null],
  },
  {
    name: 'a proxy of the provider passes TLS on',
    text: measurement({
      queries: resolvesToIsp,
      ...proxyConnects,
      requests: [request(HTTPS, { ip: ISP_IP })],
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'a proxy of the provider passes plain HTTP on',
    text: measurement({
      input: HTTP,
      queries: resolvesToIsp,
      ...proxyConnects,
      requests: [request(HTTP, { ip: ISP_IP })],
    }),
    verdicts: ['reachable'],
  },
  {
    name: 'the name is gone, and the provider shows a page of its own',
    text: measurement({
      input: HTTP,
      ...nameIsGone,
      tcp_connect: [tcpConnect(ISP_IP, 80), tcpConnect(ISP_IP, 443, 'connection_refused')],
      requests: [request(HTTP, { ip: ISP_IP, body: OTHER_PAGE })],
    }),
    verdicts: ['no-such-site'],
  },
  {
    name: 'the name is gone, and the provider leads to a server that refuses',
    text: measurement({ ...nameIsGone, tcp_connect: [tcpConnect(ISP_IP, 443, 'connection_refused')] }),
    verdicts: ['no-such-site'],
  },
  {
    name: 'plain HTTP is reset, TLS works',
    text: measurement({
      input: HTTP,
      ...siteConnects,
      requests: [request(HTTP, { failure: 'connection_reset' })],
    }),
    verdicts: ['blocked'],
    mechanisms: ['http-reset'],
  },
  {
    name: 'another page at the right address',
    text: measurement({ input: HTTP, ...siteConnects, requests: [request(HTTP, { body: OTHER_PAGE })] }),
    verdicts: ['blocked'],
    mechanisms: ['http-blockpage'],
  },
  {
    name: 'another page at an address of the provider',
    text: measurement({
      input: HTTP,
      queries: resolvesToIsp,
      ...proxyConnects,
      requests: [request(HTTP, { ip: ISP_IP, body: OTHER_PAGE })],
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-sinkhole', 'http-blockpage'],
  },
  {
    name: 'everybody is led to the own device, plain HTTP',
    text: measurement({
      input: HTTP,
      queries: everywhere('127.0.0.1'),
      control: unreachableOutside('127.0.0.1'),
    }),
    verdicts: ['site-down', 'inconclusive'],
  },
  {
    name: 'everybody is led to the own device, https',
    text: measurement({ queries: everywhere('127.0.0.1'), control: unreachableOutside('127.0.0.1') }),
    verdicts: ['site-down', 'inconclusive'],
  },
  {
    name: 'all is well, plain HTTP',
    text: measurement({ input: HTTP, ...siteConnects, requests: [request(HTTP)] }),
    verdicts: ['reachable'],
  },
  {
    name: 'all is well, https',
    text: measurement({ ...siteConnects, requests: [request(HTTPS)] }),
    verdicts: ['reachable'],
  },
  {
    name: 'the address is silent',
    text: measurement({ tcp_connect: [tcpConnect(SITE_IP, 443, 'generic_timeout_error')] }),
    verdicts: ['blocked'],
    mechanisms: ['ip-timeout'],
  },
  {
    name: 'another address refuses',
    text: measurement({
      input: HTTP,
      queries: resolvesToIsp,
      tcp_connect: [
        tcpConnect(ISP_IP, 80, 'connection_refused'),
        tcpConnect(ISP_IP, 443, 'connection_refused'),
        ...siteConnects.tcp_connect,
      ],
      tls_handshakes: siteConnects.tls_handshakes,
      requests: [request(HTTP)],
      control: helper({ at: { [SITE_IP]: {}, [ISP_IP]: { tcp: 'connection_refused_error' } } }),
    }),
    verdicts: ['blocked'],
    mechanisms: ['dns-sinkhole'],
  },
  {
    name: 'TLS is reset',
    text: measurement({
      tcp_connect: [tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(SITE_IP, 'connection_reset')],
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-reset'],
  },
  {
    name: 'TLS is reset at the right address and at another',
    text: measurement({
      queries: resolvesToIsp,
      tcp_connect: [tcpConnect(ISP_IP, 443), tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(ISP_IP, 'connection_reset'), tlsHandshake(SITE_IP, 'connection_reset')],
      control: proxyConnects.control,
    }),
    verdicts: ['blocked'],
    mechanisms: ['tls-reset'],
  },
];
