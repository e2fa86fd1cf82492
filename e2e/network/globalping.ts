import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { resultFromElsewhere } from './helper.ts';
import { readJson, sendJson } from './json.ts';
import type { Fault } from './scenario.ts';

const LocationSchema = v.strictObject({
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  tags: v.optional(v.array(v.string())),
  limit: v.literal(1),
});
/** As strict about fields as the real API, and stricter about what it may learn: a host and countries. */
const GlobalpingRequestSchema = v.strictObject({
  type: v.literal('http'),
  target: v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
  locations: v.pipe(v.array(LocationSchema), v.minLength(1)),
  measurementOptions: v.strictObject({
    protocol: v.literal('HTTPS'),
    request: v.strictObject({ method: v.literal('HEAD'), path: v.literal('/') }),
  }),
});

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
    const { target, locations } = question.output;
    const id = Buffer.from([target, ...locations.map((l) => l.country)].join()).toString('base64url');
    return sendJson(response, 202, { id, probesCount: locations.length });
  }
  const [, id = ''] = /^\/v1\/measurements\/([\w-]+)$/.exec(url) ?? [];
  const [target = '', ...countries] = Buffer.from(id, 'base64url').toString().split(',');
  const results = countries.map((where) => probeResult(where, faultOf(target), where === country));
  const running = results.some(({ result }) => result.status === 'in-progress');
  sendJson(response, 200, {
    id,
    type: 'http',
    status: running ? 'in-progress' : 'finished',
    target,
    results,
  });
}

function probeResult(country: string, fault: Fault, isHome: boolean) {
  return {
    probe: { country, tags: [isHome ? 'eyeball-network' : 'datacenter-network'], resolvers: ['private'] },
    result: httpTestResult(resultFromElsewhere(isHome ? { ...fault, everywhere: true } : fault)),
  };
}

/** Node's error messages, which Globalping's probes report, for OONI's failure strings. */
const NODE_ERRORS: Record<string, string> = {
  connection_refused: 'connect ECONNREFUSED 203.0.113.7:443',
  connection_reset: 'read ECONNRESET',
  eof_error: 'other side closed',
  dns_nxdomain_error: 'getaddrinfo ENOTFOUND',
};

function httpTestResult({ failure, status_code }: ReturnType<typeof resultFromElsewhere>) {
  // The real API waits ten seconds for a silent site, longer than the extension waits for the API.
  if (failure === 'generic_timeout_error') return { status: 'in-progress', rawOutput: '' };
  const authorized = !failure?.startsWith('ssl_');
  if (failure && authorized)
    return { status: 'failed', rawOutput: NODE_ERRORS[failure] ?? failure, statusCode: null, tls: null };
  const statusCode = failure ? 200 : status_code;
  return { status: 'finished', rawOutput: `HTTP/1.1 ${statusCode}`, statusCode, tls: { authorized } };
}
