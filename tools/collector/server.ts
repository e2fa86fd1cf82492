/**
 * An OONI collector on loopback, as strict as the real one and stricter where a wrong report would do harm: it refuses
 * fields that nobody announced, addresses and paths. Like the real one it sends no CORS headers.
 */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { parseInput, parseJsonText } from '../../src/base/parse.ts';

export const COLLECTOR_FAULTS = [
  'none',
  '503', // nothing taken, come back later
  'reset-after-store', // taken, but the answer never comes
  'hang', // nothing taken, nothing answered
  'rubbish', // nothing taken, a page of somebody else's
  'empty', // nothing taken, `{}`
  'oversize', // taken, and an answer without end
] as const;
export type CollectorFault = (typeof COLLECTOR_FAULTS)[number];

export interface StoredMeasurement {
  uid: string;
  reportId: string;
  /** Unix epoch, ms. */
  at: number;
  content: Record<string, unknown>;
}

export interface CollectorOptions {
  /** One a request, in order; after them the standing fault. */
  faults?: CollectorFault[];
  now?: () => number;
  /** How long a stored measurement stays out of `measurement_meta`, ms. */
  indexLagMs?: number;
  /** What check-in takes the asker's network to be. */
  network?: { cc: string; asn: string; name: string };
  helpers?: { address: string; type: string }[];
}

export interface Collector {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  readonly reports: StoredMeasurement[];
  /** What was refused, and why. A test of a well-behaved client asserts that it is empty. */
  readonly problems: string[];
  setFault(fault: CollectorFault): void;
}

const MAX_BODY_BYTES = 1_000_000;
const ADDRESS_PATTERN = /\b(?!127\.0\.0\.1\b)\d{1,3}(\.\d{1,3}){3}\b|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,}/i;

const nameSchema = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_.+-]+$/));
const countryCodeSchema = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));
const asnSchema = v.pipe(v.string(), v.regex(/^AS(0|[1-9]\d*)$/), v.minLength(3), v.maxLength(12));
const testNameSchema = v.pipe(v.string(), v.regex(/^[a-z_]+$/), v.minLength(2), v.maxLength(30));
const timeSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  v.check((text) => !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)), 'no time that exists'),
);
const runFields = {
  probe_asn: asnSchema,
  probe_cc: countryCodeSchema,
  software_name: nameSchema,
  software_version: nameSchema,
  test_version: nameSchema,
};

const OpenReportSchema = v.strictObject({
  ...runFields,
  data_format_version: v.literal('0.2.0'),
  format: v.literal('json'),
  test_name: testNameSchema,
  test_start_time: timeSchema,
});
const ContentSchema = v.strictObject({
  ...runFields,
  annotations: v.record(v.string(), v.string()),
  data_format_version: v.literal('0.2.0'),
  input: v.pipe(v.string(), v.regex(/^https?:\/\/[a-z0-9_.-]+\/$/, 'more than an origin')),
  measurement_start_time: timeSchema,
  probe_ip: v.literal('127.0.0.1'),
  probe_network_name: v.string(),
  report_id: v.string(),
  test_keys: v.strictObject({
    result: v.picklist(['ok', 'error']),
    load_time_ms: v.pipe(v.number(), v.minValue(0)),
    browser: v.picklist(['chrome', 'firefox']),
  }),
  test_name: v.literal('browser_web'),
  test_runtime: v.pipe(v.number(), v.minValue(0)),
  test_start_time: timeSchema,
});
const SubmissionSchema = v.strictObject({ format: v.literal('json'), content: ContentSchema });
/** In the order in which it came. */
const AsSentSchema = v.object({ content: v.record(v.string(), v.unknown()) });
const CheckInResponseSchema = v.strictObject({
  run_type: v.picklist(['manual', 'timed']),
  probe_cc: countryCodeSchema,
  probe_asn: asnSchema,
  on_wifi: v.boolean(),
  charging: v.boolean(),
  platform: v.string(),
  software_name: nameSchema,
  software_version: nameSchema,
  web_connectivity: v.strictObject({ category_codes: v.array(v.string()) }),
});
const GeolookupSchema = v.strictObject({ addresses: v.array(v.string()) });

/** A refusal, with the status that the real one gives it. */
class RefusalError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function createCollector(options: CollectorOptions = {}): Collector {
  const { now = Date.now, indexLagMs = 0 } = options;
  const network = options.network ?? { cc: 'PK', asn: 'AS64500', name: 'Example Telecom' };
  const queue = [...(options.faults ?? [])];
  const reports: StoredMeasurement[] = [];
  const problems: string[] = [];
  let standing: CollectorFault = 'none';

  const routes: Record<string, (body: unknown) => unknown> = {
    'POST /api/v1/check-in': (body) => {
      parseOrRefuse(CheckInResponseSchema, body, 422);
      return {
        v: 1,
        probe_cc: network.cc,
        probe_asn: network.asn,
        probe_network_name: network.name,
        utc_time: `${isoSeconds(now())}Z`,
        conf: { features: {}, test_helpers: { 'web-connectivity': options.helpers ?? [] } },
        tests: {
          web_connectivity: { report_id: newReportId('webconnectivity', network.cc, network.asn), urls: [] },
        },
      };
    },
    'POST /api/v1/geolookup': (body) => {
      const { addresses } = parseOrRefuse(GeolookupSchema, body, 422);
      const place = { cc: network.cc, asn: Number(network.asn.slice(2)), as_name: network.name };
      return { v: 1, geolocation: Object.fromEntries(addresses.map((address) => [address, place])) };
    },
    'POST /report': (body) => {
      const open = parseOrRefuse(OpenReportSchema, body, 422);
      return {
        backend_version: '1.3.5',
        report_id: newReportId(open.test_name.replaceAll('_', ''), open.probe_cc, open.probe_asn),
        supported_formats: ['yaml', 'json'],
      };
    },
  };

  function newReportId(test: string, country: string, number: string): string {
    const at = `${isoSeconds(now()).replace(/[-:]/g, '')}Z`;
    return `${at}_${test}_${country}_${number.slice(2)}_n1_${randomBytes(8).toString('hex')}`;
  }

  function acceptMeasurement(reportId: string, body: unknown): unknown {
    const [, test, country, number, collector, random, ...more] = reportId.split('_');
    if (!test || !country || !number || !collector || !random || more.length > 0 || !/^\d+$/.test(number))
      throw new RefusalError(400, 'Incorrect format');
    if (number === '0' || country === 'ZZ') return {};
    const { content } = parseOrRefuse(SubmissionSchema, body, 400);
    const same =
      content.report_id === reportId &&
      content.probe_cc === country &&
      content.probe_asn === `AS${number}` &&
      content.test_name.replaceAll('_', '') === test;
    if (!same) throw new RefusalError(400, 'Inconsistent measurement');
    if (ADDRESS_PATTERN.test(JSON.stringify(content)))
      throw new RefusalError(400, 'an address in the measurement');
    const at = now();
    const uid = `${isoSeconds(at).replace(/\D/g, '')}.${String(reports.length).padStart(6, '0')}_${country}_${test}_${randomBytes(8).toString('hex')}`;
    reports.push({ uid, reportId, at, content: v.parse(AsSentSchema, body).content });
    return { measurement_uid: uid };
  }

  function lookUpMeta(query: URLSearchParams): unknown {
    const reportId = query.get('report_id') ?? '';
    if (!/^[A-Za-z0-9_]{15,100}$/.test(reportId)) throw new RefusalError(422, 'Invalid report_id field');
    const found = reports.find(
      (r) => r.reportId === reportId && r.content.input === query.get('input') && r.at + indexLagMs <= now(),
    );
    if (!found) return {};
    const { input, test_name, probe_cc, probe_asn } = found.content;
    return {
      input,
      test_name,
      probe_cc,
      probe_asn: Number(String(probe_asn).slice(2)),
      report_id: found.reportId,
      measurement_uid: found.uid,
      anomaly: false,
      confirmed: false,
      failure: false,
      scores: '{}',
    };
  }

  function routeRequest(method: string, url: URL, body: unknown): unknown {
    const route = routes[`${method} ${url.pathname}`];
    if (route) return route(body);
    if (method === 'GET' && url.pathname === '/api/v1/measurement_meta') return lookUpMeta(url.searchParams);
    const [, reportId, close] = /^\/report\/([^/]+)(\/close)?$/.exec(url.pathname) ?? [];
    if (method === 'POST' && reportId) return close ? {} : acceptMeasurement(reportId, body);
    throw new RefusalError(404, 'Not Found');
  }

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBodyText(request);
    const fault = queue.shift() ?? standing;
    if (fault === 'hang') return;
    if (fault === '503') return sendReply(response, 503, '{"detail":"busy"}', { 'Retry-After': '120' });
    if (fault === 'rubbish') return sendReply(response, 200, '<!doctype html><title>Log in</title>', {});
    if (fault === 'empty') return sendReply(response, 200, '{}', {});
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://collector.invalid');
    try {
      const result = JSON.stringify(
        routeRequest(
          method,
          url,
          method === 'POST' ? parseJsonText(text, () => new RefusalError(400, 'body: no JSON')) : undefined,
        ),
      );
      if (fault === 'reset-after-store') request.socket.destroy();
      else if (fault === 'oversize')
        sendReply(response, 200, JSON.stringify({ fill: 'x'.repeat(200_000) }), {});
      else sendReply(response, 200, result, {});
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      problems.push(`${method} ${url.pathname}: ${error.message}`);
      sendReply(response, error.status, JSON.stringify({ detail: error.message }), {});
    }
  }

  return {
    handleRequest(request, response) {
      answerRequest(request, response).catch((error: unknown) => {
        problems.push(`${request.method} ${request.url}: ${error}`);
        response.destroy();
      });
    },
    reports,
    problems,
    setFault(fault) {
      standing = fault;
    },
  };
}

function parseOrRefuse<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
  status: number,
): v.InferOutput<S> {
  return parseInput(schema, body, { whole: 'body', fail: (message) => new RefusalError(status, message) });
}

async function readBodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error('a body of more than 1 MB');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendReply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
}

/** `2026-11-23T12:00:00` */
function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19);
}
