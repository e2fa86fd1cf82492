/** Short ways to write down Web Connectivity measurements of our own hosts, in the shapes that OONI's probes send. */

export const HOST = 'www.site.example';
export const HTTP = `http://${HOST}/`;
export const HTTPS = `https://${HOST}/`;
export const SITE_IP = '203.0.114.10';
export const ISP_IP = '198.52.100.7';
/** `depth=0` is the input, `depth=1` the page that it redirects to, and so on. */
const depthTag = (depth: number) => `depth=${depth}`;

type Failure = string | null;

interface LookupOptions {
  host?: string;
  depth?: number;
}

/** The system resolver: addresses, or a failure string. */
export const systemLookup = (answer: string[] | string, { host = HOST, depth = 0 }: LookupOptions = {}) => ({
  engine: 'getaddrinfo',
  hostname: host,
  query_type: 'ANY',
  resolver_address: '',
  ...answerFields(answer),
  tags: ['classic', depthTag(depth)],
});

export const dohLookup = (answer: string[] | string, { host = HOST, depth = 0 }: LookupOptions = {}) => ({
  engine: 'doh',
  hostname: host,
  query_type: 'A',
  resolver_address: 'https://doh.example/dns-query',
  ...answerFields(answer),
  tags: [depthTag(depth)],
});

export const udpLookup = (answer: string[] | string, { host = HOST, depth = 0 }: LookupOptions = {}) => ({
  engine: 'udp',
  hostname: host,
  query_type: 'A',
  resolver_address: '9.9.9.10:53',
  ...answerFields(answer),
  tags: [depthTag(depth)],
});

const answerFields = (answer: string[] | string) =>
  typeof answer === 'string'
    ? { failure: answer, answers: null }
    : { failure: null, answers: answer.map((ip) => (ip.includes(':') ? { ipv6: ip } : { ipv4: ip })) };

export const tcpConnect = (ip: string, port: number, failure: Failure = null, depth = 0) => ({
  ip,
  port,
  status: { failure, success: failure === null },
  tags: [depthTag(depth)],
});

export const tlsHandshake = (
  ip: string,
  failure: Failure = null,
  { host = HOST, depth = 0 }: LookupOptions = {},
) => ({
  address: `${ip}:443`,
  server_name: host,
  failure,
  peer_certificates: null,
  tags: [depthTag(depth)],
});

export const PAGE = `<html><title>Our own site</title>${'<p>text</p>'.repeat(100)}</html>`;
export const OTHER_PAGE = '<html><title>Not allowed</title></html>';

interface RequestOptions {
  ip?: string;
  failure?: Failure;
  code?: number;
  body?: string;
  truncated?: boolean;
  headers?: Record<string, string>;
  depth?: number;
}

export const request = (url: string, options: RequestOptions = {}) => {
  const { ip = SITE_IP, failure = null, depth = 0, truncated = false } = options;
  const { code = failure === null ? 200 : 0, body = code === 200 ? PAGE : '', headers = {} } = options;
  return {
    address: `${ip}:${url.startsWith('https:') ? 443 : 80}`,
    failure,
    request: { method: 'GET', url },
    response: { code, body, body_is_truncated: truncated, headers },
    t: 0,
    tags: [depthTag(depth), 'fetch_body=true'],
  };
};

interface HelperOptions {
  failure?: Failure;
  status?: number;
  addresses?: string[];
  dnsFailure?: Failure;
  /** What the helper found at port 443 of an address: `valid`, or a failure of the connection or of TLS. */
  at?: Record<string, { tcp?: Failure; tls?: Failure }>;
}

/** The test helper's answer: by default it loads the page, at the site's one address. */
export function helper(options: HelperOptions = {}) {
  const { failure = null, dnsFailure = null, addresses = [SITE_IP], status = 200 } = options;
  const at = options.at ?? Object.fromEntries(addresses.map((ip) => [ip, { tcp: null, tls: null }]));
  const result = (reason: Failure) => ({ status: reason === null, failure: reason });
  const found = Object.entries(at);
  return {
    http_request: {
      failure,
      status_code: failure === null ? status : -1,
      body_length: failure === null ? PAGE.length : -1,
      title: failure === null ? 'Our own site' : '',
      headers: failure === null ? { 'Alt-Svc': 'h3=":443"', 'Content-Type': 'text/html' } : {},
    },
    dns: { failure: dnsFailure, addrs: addresses },
    tcp_connect: Object.fromEntries(found.map(([ip, { tcp = null }]) => [`${ip}:443`, result(tcp)])),
    tls_handshake: Object.fromEntries(
      found.flatMap(([ip, { tcp = null, tls = null }]) => (tcp === null ? [[`${ip}:443`, result(tls)]] : [])),
    ),
    ip_info: Object.fromEntries(
      found.map(([ip, { tcp = null, tls = null }]) => [
        ip,
        { asn: 64500, flags: tcp === null && tls === null ? 8 : 0 },
      ]),
    ),
  };
}

interface MeasurementOptions {
  input?: string;
  queries?: object[];
  tcp_connect?: object[] | null;
  tls_handshakes?: object[] | null;
  requests?: object[] | null;
  network_events?: object[] | null;
  control?: object | null;
  control_failure?: Failure;
  http_experiment_failure?: Failure;
}

/** A measurement as JSON text. Its verdict fields say the opposite of everything, so that reading them shows. */
export function measurement({ input = `https://${HOST}/`, ...keys }: MeasurementOptions): string {
  return JSON.stringify({
    test_name: 'web_connectivity',
    test_version: '0.5.28',
    input,
    measurement_start_time: '2026-05-04 12:00:00',
    probe_cc: 'IT',
    test_keys: {
      queries: [systemLookup([SITE_IP]), dohLookup([SITE_IP]), udpLookup([SITE_IP])],
      tcp_connect: null,
      tls_handshakes: null,
      requests: null,
      network_events: null,
      control: helper(),
      control_failure: null,
      dns_experiment_failure: null,
      http_experiment_failure: null,
      ...keys,
      blocking: 'OONI says',
      accessible: 'OONI says',
      dns_consistency: 'OONI says',
      x_blocking_flags: 'OONI says',
    },
  });
}

/** The site's address takes connections on both ports, and TLS proves the name. */
export const siteConnects = {
  tcp_connect: [tcpConnect(SITE_IP, 80), tcpConnect(SITE_IP, 443)],
  tls_handshakes: [tlsHandshake(SITE_IP)],
};
