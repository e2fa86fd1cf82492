import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readJson, sendJson } from './json.ts';
import { type SiteSeen, seeFromElsewhere } from './outside.ts';
import type { Fault } from './scenario.ts';

const LocationSchema = v.strictObject({
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  tags: v.optional(v.array(v.string())),
  limit: v.literal(1),
});
const DEFAULT_TIMEOUT_S = 10;
/** Tests that take less are finished at once. */
const INSTANT_MS = 500;
/** As strict about fields as the real API, and stricter about what it may learn: a host and countries. */
const GlobalpingRequestSchema = v.strictObject({
  type: v.literal('http'),
  target: v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
  locations: v.pipe(v.array(LocationSchema), v.minLength(1)),
  measurementOptions: v.strictObject({
    protocol: v.literal('HTTPS'),
    request: v.strictObject({ method: v.picklist(['HEAD', 'GET']), path: v.literal('/') }),
    timeout: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(30)), DEFAULT_TIMEOUT_S),
  }),
});

/** What the id of a measurement encodes. */
const MeasurementSchema = v.object({
  target: v.string(),
  countries: v.array(v.string()),
  method: v.string(),
  timeoutMs: v.number(),
  startedAt: v.number(),
});
type Measurement = v.InferOutput<typeof MeasurementSchema>;

/** Globalping: volunteers' computers load a page. It has no memory: the id of a measurement encodes the question. */
export async function answerGlobalping(
  request: IncomingMessage,
  response: ServerResponse,
  faultOf: (host: string) => Fault,
  country: string,
): Promise<void> {
  const { method, url = '/' } = request;
  if (method === 'POST' && url === '/v1/measurements') {
    const question = v.safeParse(GlobalpingRequestSchema, await readJson(request));
    if (!question.success) return sendJson(response, 400, { error: { type: 'validation_error' } });
    const { target, locations, measurementOptions: options } = question.output;
    const id = encodeId({
      target,
      countries: locations.map((one) => one.country),
      method: options.request.method,
      timeoutMs: options.timeout * 1000,
      startedAt: Date.now(),
    });
    return sendJson(response, 202, { id, probesCount: locations.length });
  }
  const [, id = ''] = /^\/v1\/measurements\/([\w-]+)$/.exec(url) ?? [];
  const measurement = decodeId(id);
  if (!measurement) return sendJson(response, 404, { error: { type: 'not_found' } });
  const { target } = measurement;
  const results = measurement.countries.map((where) => {
    const fault = faultOf(target);
    const isHome = where === country;
    const seen = seeFromElsewhere(isHome ? { ...fault, everywhere: true } : fault);
    return {
      probe: {
        country: where,
        tags: ['eyeball-network'],
        resolvers: ['private'],
      },
      result: httpTestResult(seen, measurement),
    };
  });
  const running = results.some(({ result }) => result.status === 'in-progress');
  sendJson(response, 200, {
    id,
    type: 'http',
    status: running ? 'in-progress' : 'finished',
    target,
    results,
  });
}

/** As short as the real ones. */
const encodeId = ({ target, countries, method, timeoutMs, startedAt }: Measurement): string =>
  Buffer.from([target, countries.join('+'), method, timeoutMs, startedAt].join()).toString('base64url');

function decodeId(id: string): Measurement | undefined {
  try {
    const [target, countries = '', method, timeoutMs, startedAt] = Buffer.from(id, 'base64url')
      .toString()
      .split(',');
    return v.parse(MeasurementSchema, {
      target,
      countries: countries.split('+'),
      method,
      timeoutMs: Number(timeoutMs),
      startedAt: Number(startedAt),
    });
  } catch {
    return undefined;
  }
}

/** Node's error messages, which Globalping's probes report, for OONI's failure strings. */
const NODE_ERRORS: Record<string, string> = {
  connection_refused: 'connect ECONNREFUSED 203.0.113.7:443',
  connection_reset: 'read ECONNRESET',
  eof_error: 'other side closed',
  dns_nxdomain_error: 'getaddrinfo ENOTFOUND',
};

/** ms of the parts of a test that depend on the way alone. */
const TIMINGS = { dns: 12, tcp: 24, tls: 31, firstByte: 48 };

function httpTestResult(seen: SiteSeen, { method, timeoutMs, startedAt }: Measurement) {
  const { failure, status } = seen;
  const timings = timingsOf(seen, method);
  const isSilent = failure === 'generic_timeout_error' || timings.total > timeoutMs;
  const runningMs = Date.now() - startedAt;
  // A volunteer waits for a silent site as long as it was told: longer than the extension waits for the API.
  if (runningMs < Math.min(isSilent ? timeoutMs : timings.total - INSTANT_MS, timeoutMs))
    return { status: 'in-progress', rawOutput: '' };
  const authorized = !failure?.startsWith('ssl_');
  if (isSilent || (failure && authorized))
    return {
      status: 'failed',
      rawOutput: isSilent ? 'Request timeout.' : (NODE_ERRORS[failure ?? ''] ?? failure),
      statusCode: null,
      tls: null,
      timings: { total: null, dns: null, tcp: null, tls: null, firstByte: null, download: null },
    };
  const statusCode = failure ? 200 : status;
  return {
    status: 'finished',
    rawOutput: `HTTP/1.1 ${statusCode}`,
    statusCode,
    tls: { authorized },
    timings,
  };
}

function timingsOf({ waitMs, downloadMs }: SiteSeen, method: string) {
  const { dns, tcp, tls, firstByte } = TIMINGS;
  const parts = {
    dns,
    tcp,
    tls,
    firstByte: Math.round(firstByte + waitMs),
    download: method === 'GET' ? Math.round(2 + downloadMs) : 1,
  };
  return { total: Object.values(parts).reduce((sum, ms) => sum + ms, 0), ...parts };
}
