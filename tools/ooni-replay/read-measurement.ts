import * as v from 'valibot';
import { parseInput, parseJsonText } from '../../src/base/parse.ts';

/**
 * The parts of a Web Connectivity measurement that are observations (OONI's specification ts-017, df-001 to df-008). The
 * fields with OONI's own conclusions (`blocking`, `accessible`, `dns_consistency`, `x_blocking_flags` and the like) are left
 * out on purpose: nothing here can read them. Unknown fields pass, and every list may be null, as OONI's probes write it.
 */
const FailureSchema = v.nullish(v.string(), null);
const nullableList = <S extends v.GenericSchema>(item: S) => v.nullish(v.array(item), []);
const nullableMap = <S extends v.GenericSchema>(item: S) => v.nullish(v.record(v.string(), item), {});
const TagsSchema = nullableList(v.string());
const SecondsSchema = v.nullish(v.number(), 0);

/** Text, or bytes as base64 (df-001). */
const BytesSchema = v.pipe(
  v.nullish(v.union([v.string(), v.object({ format: v.literal('base64'), data: v.string() })]), ''),
  v.transform((value) =>
    typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.data, 'base64'),
  ),
);

/** Header names in lower case. */
const HeadersSchema = v.pipe(
  nullableMap(BytesSchema),
  v.transform((headers) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.toString()]),
    ),
  ),
);

const QuerySchema = v.object({
  engine: v.nullish(v.string(), ''),
  hostname: v.string(),
  query_type: v.nullish(v.string(), 'ANY'),
  failure: FailureSchema,
  answers: nullableList(v.object({ ipv4: v.nullish(v.string()), ipv6: v.nullish(v.string()) })),
  resolver_address: v.nullish(v.string(), ''),
  t0: SecondsSchema,
  t: SecondsSchema,
  tags: TagsSchema,
});
export type Query = v.InferOutput<typeof QuerySchema>;

const TcpConnectSchema = v.object({
  ip: v.string(),
  port: v.number(),
  status: v.object({ failure: FailureSchema }),
  tags: TagsSchema,
});
export type TcpConnect = v.InferOutput<typeof TcpConnectSchema>;

const TlsHandshakeSchema = v.object({
  /** `address:port`; old probes do not write it. */
  address: v.nullish(v.string(), ''),
  server_name: v.nullish(v.string(), ''),
  failure: FailureSchema,
  peer_certificates: nullableList(BytesSchema),
  tags: TagsSchema,
});
export type TlsHandshake = v.InferOutput<typeof TlsHandshakeSchema>;

const HttpRequestSchema = v.object({
  /** `address:port`; old probes do not write it. */
  address: v.nullish(v.string(), ''),
  failure: FailureSchema,
  request: v.object({ url: v.string() }),
  response: v.nullish(
    v.object({
      code: v.nullish(v.number(), 0),
      body: BytesSchema,
      body_is_truncated: v.nullish(v.boolean(), false),
      headers: HeadersSchema,
    }),
    {},
  ),
  t0: SecondsSchema,
  t: SecondsSchema,
  tags: TagsSchema,
});
export type HttpRequest = v.InferOutput<typeof HttpRequestSchema>;

const NetworkEventSchema = v.object({
  operation: v.nullish(v.string(), ''),
  address: v.nullish(v.string(), ''),
  num_bytes: v.nullish(v.number(), 0),
  t: SecondsSchema,
});

const EndpointResultSchema = v.object({ status: v.nullish(v.boolean(), false), failure: FailureSchema });

/** What the test helper observed. */
const ControlSchema = v.object({
  http_request: v.nullish(
    v.object({
      failure: FailureSchema,
      status_code: v.nullish(v.number(), -1),
      body_length: v.nullish(v.number(), -1),
      title: v.nullish(v.string(), ''),
      headers: HeadersSchema,
    }),
  ),
  dns: v.nullish(v.object({ failure: FailureSchema, addrs: nullableList(v.string()) })),
  tcp_connect: nullableMap(EndpointResultSchema),
  tls_handshake: nullableMap(EndpointResultSchema),
  ip_info: nullableMap(
    v.nullish(v.object({ asn: v.nullish(v.number(), 0), flags: v.nullish(v.number(), 0) })),
  ),
});
export type Control = v.InferOutput<typeof ControlSchema>;

const WebUrlSchema = v.pipe(
  v.string(),
  v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'not a http or https address'),
);

const MeasurementSchema = v.object({
  test_name: v.literal('web_connectivity'),
  input: WebUrlSchema,
  measurement_start_time: v.nullish(v.string(), ''),
  probe_cc: v.nullish(v.string(), 'ZZ'),
  test_keys: v.object({
    queries: nullableList(QuerySchema),
    tcp_connect: nullableList(TcpConnectSchema),
    tls_handshakes: nullableList(TlsHandshakeSchema),
    network_events: nullableList(NetworkEventSchema),
    requests: nullableList(HttpRequestSchema),
    control: v.nullish(ControlSchema),
    control_failure: FailureSchema,
    dns_experiment_failure: FailureSchema,
    http_experiment_failure: FailureSchema,
  }),
});
export type Measurement = v.InferOutput<typeof MeasurementSchema>;
export type TestKeys = Measurement['test_keys'];

/** @throws an Error that names the field at fault */
export function readMeasurement(text: string): Measurement {
  const fail = (message: string) => new Error(message);
  return parseInput(MeasurementSchema, parseJsonText(text, fail), { whole: 'the measurement', fail });
}

/** What the test helper observed; undefined if it gave no answer. Old probes write an empty object then. */
export function controlOf({ control, control_failure }: TestKeys): Control | undefined {
  return control_failure === null && control?.http_request ? control : undefined;
}
