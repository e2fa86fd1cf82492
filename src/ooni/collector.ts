/**
 * The part of OONI's collector that reports need (OONI backend: `routers/reports.py`, `v1/probe_services.py`,
 * `v1/measurements.py`; spec bk-003). Each answer is limited in size, and parsed.
 */

import * as v from 'valibot';
import { BodyTooLargeError, readBoundedBody } from '../base/bounded-body.ts';
import { definedOnly } from '../base/defined-only.ts';
import { errorMessage } from '../base/errors.ts';
import { parseInput, parseJsonText } from '../base/parse.ts';
import { parseRetryAfter } from '../base/retry-after.ts';
import type { Measurement } from '../model/measurement.ts';

const REQUEST_TIMEOUT_MS = 20_000;
const MAX_RESPONSE_BYTES = 65_536;

export interface CollectorConnection {
  fetch: typeof globalThis.fetch;
  /** Address of the collector, with or without a slash at its end. */
  base: string;
  /** Time for one request and its whole answer; `REQUEST_TIMEOUT_MS` by default. */
  timeoutMs?: number;
}

/** A request without a usable answer. The message begins with the endpoint, and names the field if one is wrong. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  /** Whether the collector will refuse the same request again. */
  readonly isPermanent: boolean;
  /** The collector's `Retry-After`, ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { isPermanent = false, retryAfterMs }: { isPermanent?: boolean; retryAfterMs?: number | undefined } = {},
  ) {
    super(message);
    this.isPermanent = isPermanent;
    this.retryAfterMs = retryAfterMs;
  }
}

export type SubmitOutcome =
  | { kind: 'sent'; uid: string }
  /** The collector took it and dropped it: no network number, no country, or its own store failed. */
  | { kind: 'discarded' }
  | { kind: 'refused'; why: string }
  /** The collector did not take it. */
  | { kind: 'retry'; why: string; retryAfterMs?: number }
  /** It was sent; whether it arrived is unknown. */
  | { kind: 'unknown'; why: string };

/** The collector's own alphabet for ids: such an id can stand in a path without escapes. */
const reportIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]{15,100}$/, 'no report id'));
const measurementUidSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.]{1,120}$/, 'no measurement uid'));

const OpenReportResponseSchema = v.object({ report_id: reportIdSchema });
const SubmitResponseSchema = v.object({ measurement_uid: v.nullish(measurementUidSchema) });
/** The collector answers 200 and an empty object for an unknown measurement. */
const MeasurementMetaSchema = v.object({
  report_id: v.nullish(v.string()),
  measurement_uid: v.nullish(measurementUidSchema),
});

/**
 * Asks for a report id. Of the measurement the request carries only network, country, time and versions: no host.
 * @throws CollectorError
 */
export async function openReport(
  connection: CollectorConnection,
  forMeasurement: Measurement,
): Promise<string> {
  const response = await requestCollector(connection, '/report', {
    data_format_version: forMeasurement.data_format_version,
    format: 'json',
    probe_asn: forMeasurement.probe_asn,
    probe_cc: forMeasurement.probe_cc,
    software_name: forMeasurement.software_name,
    software_version: forMeasurement.software_version,
    test_name: forMeasurement.test_name,
    test_start_time: forMeasurement.test_start_time,
    test_version: forMeasurement.test_version,
  });
  return parseResponse(OpenReportResponseSchema, response).report_id;
}

/** Submits a measurement. It never throws: the caller treats each outcome in its own way. */
export async function submitMeasurement(
  connection: CollectorConnection,
  reportId: string,
  measurement: Measurement,
): Promise<SubmitOutcome> {
  try {
    const body = { format: 'json', content: { ...measurement, report_id: reportId } };
    const response = await requestCollector(connection, `/report/${reportId}`, body);
    const { status, retryAfterMs } = response;
    // 408, 429 and 503 come from the front proxy before the report is stored. Any other 5xx may follow a successful
    // store, so it counts as unknown.
    if (status === 429 || status === 503 || status === 408)
      return { kind: 'retry', why: describeResponse(response), ...definedOnly({ retryAfterMs }) };
    if (status >= 400 && status < 500) return { kind: 'refused', why: describeResponse(response) };
    const { measurement_uid: uid } = parseResponse(SubmitResponseSchema, response);
    return uid ? { kind: 'sent', uid } : { kind: 'discarded' };
  } catch (error) {
    return { kind: 'unknown', why: errorMessage(error) };
  }
}

/**
 * Looks up a measurement in the collector's table; `null` if it is not there. The table shows it some time after the
 * submission.
 * @throws CollectorError
 */
export async function findMeasurement(
  connection: CollectorConnection,
  { reportId, input }: { reportId: string; input: string },
): Promise<{ uid: string | undefined } | null> {
  const query = new URLSearchParams({ report_id: reportId, input });
  const response = await requestCollector(connection, `/api/v1/measurement_meta?${query}`);
  const meta = parseResponse(MeasurementMetaSchema, response);
  if (!meta.report_id) return null;
  if (meta.report_id !== reportId)
    throw new CollectorError(`${response.endpoint}: report_id: of another report`);
  return { uid: meta.measurement_uid ?? undefined };
}

interface CollectorResponse {
  endpoint: string;
  status: number;
  text: string;
  retryAfterMs: number | undefined;
}

/** One request, without cookies, cache, referrer or redirects. A body makes it a POST. */
async function requestCollector(
  { fetch, base, timeoutMs = REQUEST_TIMEOUT_MS }: CollectorConnection,
  path: string,
  body?: object,
): Promise<CollectorResponse> {
  const endpoint = `${body ? 'POST' : 'GET'} ${path.replace(/\?.*/, '').replace(/^(\/report)\/.*/, '$1/{id}')}`;
  const post = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  };
  try {
    const response = await fetch(base.replace(/\/$/, '') + path, {
      ...post,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = new TextDecoder().decode(
      await readBoundedBody(response.body, { maxBytes: MAX_RESPONSE_BYTES }),
    );
    const { status, headers } = response;
    const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), headers.get('Date'));
    return { endpoint, status, text, retryAfterMs };
  } catch (error) {
    if (error instanceof BodyTooLargeError)
      throw new CollectorError(`${endpoint}: an answer of ${error.message}`);
    throw new CollectorError(`${endpoint}: no answer (${errorMessage(error)})`);
  }
}

function parseResponse<S extends v.GenericSchema>(schema: S, response: CollectorResponse): v.InferOutput<S> {
  const { endpoint, status, text, retryAfterMs } = response;
  if (status !== 200) {
    const isPermanent = status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new CollectorError(describeResponse(response), { isPermanent, retryAfterMs });
  }
  const json = parseJsonText(text, () => new CollectorError(`${endpoint}: an answer that is no JSON`));
  return parseInput(schema, json, {
    whole: 'answer',
    fail: (message) => new CollectorError(`${endpoint}: ${message}`),
  });
}

/** The status, and the beginning of the body in printable ASCII. */
function describeResponse({ endpoint, status, text }: CollectorResponse): string {
  const words = text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 120);
  return `${endpoint}: status ${status}${words ? `: ${words}` : ''}`;
}
