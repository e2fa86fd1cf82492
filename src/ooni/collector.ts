/**
 * The part of OONI's collector that reports need (OONI backend: `routers/reports.py`, `v1/probe_services.py`,
 * `v1/measurements.py`; spec bk-003). `fetch` and the base address are passed in; each answer is capped and parsed.
 */

import * as v from 'valibot';
import { BodyTooLargeError, readBoundedBody } from '../base/bounded-body.ts';
import { parseInput, parseJsonText } from '../base/parse.ts';
import type { Measurement } from '../model/measurement.ts';
import { CHECK_IN_PATH, CHECK_IN_REQUEST, CheckInNetworkSchema } from './check-in.ts';

type Fetch = typeof globalThis.fetch;

/** One request, its whole answer included. */
export const REQUEST_TIMEOUT_MS = 20_000;
const MAX_RESPONSE_BYTES = 65_536;

/** What went wrong, with the endpoint in front. `final`: asking the same again cannot help. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  readonly permanent: boolean;
  /** How long the collector asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { final = false, afterMs }: { final?: boolean; afterMs?: number | undefined } = {},
  ) {
    super(message);
    this.permanent = final;
    this.retryAfterMs = afterMs;
  }
}

export type SubmitOutcome =
  | { kind: 'sent'; uid: string }
  /** Taken and thrown away: no network number, no country, or the collector's own store failed. */
  | { kind: 'discarded' }
  | { kind: 'refused'; why: string }
  /** The collector says that it took nothing. */
  | { kind: 'retry'; why: string; retryAfterMs?: number }
  /** It left, and whether it arrived is not known. */
  | { kind: 'unknown'; why: string };

/** The collector's own alphabet for ids, so that one fits into a path as it is. */
const reportIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]{15,100}$/, 'no report id'));
const measurementUidSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.]{1,120}$/, 'no measurement uid'));

const OpenReportResponseSchema = v.object({ report_id: reportIdSchema });
const SubmitResponseSchema = v.object({ measurement_uid: v.nullish(measurementUidSchema) });
/** An unknown measurement is answered by 200 and an empty object. */
const MeasurementMetaSchema = v.object({
  report_id: v.nullish(v.string()),
  measurement_uid: v.nullish(measurementUidSchema),
});

/**
 * Which network this is, as the collector sees it. Says no host; `AS0` and `ZZ` when it does not know.
 * @throws CollectorError
 */
export async function checkIn(
  fetch: Fetch,
  base: string,
  signal: AbortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS),
): Promise<{ asn: string; networkName: string; country: string }> {
  const answer = await requestCollector(fetch, base, CHECK_IN_PATH, signal, CHECK_IN_REQUEST);
  const found = parseResponse(CheckInNetworkSchema, answer);
  return { asn: found.probe_asn, networkName: found.probe_network_name, country: found.probe_cc };
}

/**
 * Asks for a report id. Nothing of the measurement but where and what it is goes along, no host.
 * @throws CollectorError
 */
export async function openReport(
  fetch: Fetch,
  base: string,
  forMeasurement: Measurement,
  signal: AbortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS),
): Promise<string> {
  const answer = await requestCollector(fetch, base, '/report', signal, {
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
  return parseResponse(OpenReportResponseSchema, answer).report_id;
}

/** Hands a measurement over; never throws, because every end of it needs its own treatment. */
export async function submitMeasurement(
  fetch: Fetch,
  base: string,
  id: string,
  measurement: Measurement,
  signal: AbortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS),
): Promise<SubmitOutcome> {
  try {
    const body = { format: 'json', content: { ...measurement, report_id: id } };
    const answer = await requestCollector(fetch, base, `/report/${id}`, signal, body);
    const { status, retryAfterMs: afterMs } = answer;
    // Said by the door, before anything is taken. Other 5xx may come from a door whose house had taken it.
    if (status === 429 || status === 503 || status === 408)
      return {
        kind: 'retry',
        why: describeResponse(answer),
        ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
      };
    if (status >= 400 && status < 500) return { kind: 'refused', why: describeResponse(answer) };
    const { measurement_uid: given } = parseResponse(SubmitResponseSchema, answer);
    return given ? { kind: 'sent', uid: given } : { kind: 'discarded' };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Whether the collector's table has the measurement, `null` if not. It gets there some time after the hand-over.
 * @throws CollectorError
 */
export async function findMeasurement(
  fetch: Fetch,
  base: string,
  id: string,
  input: string,
  signal: AbortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS),
): Promise<{ uid: string | undefined } | null> {
  const query = new URLSearchParams({ report_id: id, input });
  const answer = await requestCollector(fetch, base, `/api/v1/measurement_meta?${query}`, signal);
  const meta = parseResponse(MeasurementMetaSchema, answer);
  if (!meta.report_id) return null;
  if (meta.report_id !== id) throw new CollectorError(`${answer.endpoint}: report_id: of another report`);
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
  fetch: Fetch,
  base: string,
  path: string,
  signal: AbortSignal,
  body?: object,
): Promise<CollectorResponse> {
  const endpoint = `${body ? 'POST' : 'GET'} ${path.replace(/\?.*/, '').replace(/^(\/report)\/.*/, '$1/{id}')}`;
  try {
    const response = await fetch(base.replace(/\/$/, '') + path, {
      ...(body
        ? { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
        : {}),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    const text = new TextDecoder().decode(
      await readBoundedBody(response.body, { maxBytes: MAX_RESPONSE_BYTES }),
    );
    return { endpoint, status: response.status, text, retryAfterMs: parseRetryAfter(response.headers) };
  } catch (error) {
    if (error instanceof BodyTooLargeError)
      throw new CollectorError(`${endpoint}: an answer of ${error.message}`);
    throw new CollectorError(
      `${endpoint}: no answer (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function parseResponse<S extends v.GenericSchema>(schema: S, answer: CollectorResponse): v.InferOutput<S> {
  const { endpoint, status, text, retryAfterMs: afterMs } = answer;
  if (status !== 200) {
    const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new CollectorError(describeResponse(answer), { final, afterMs });
  }
  const json = parseJsonText(text, () => new CollectorError(`${endpoint}: an answer that is no JSON`));
  return parseInput(schema, json, {
    whole: 'answer',
    fail: (message) => new CollectorError(`${endpoint}: ${message}`),
  });
}

/** The status and the first of the collector's words, without what could not be shown. */
function describeResponse({ endpoint, status, text }: CollectorResponse): string {
  const words = text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 120);
  return `${endpoint}: status ${status}${words ? `: ${words}` : ''}`;
}

/** `Retry-After` (RFC 9110 §10.2.3). A date counts from the server's own, since ours may be wrong. */
function parseRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  const ms = /^\d{1,9}$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers.get('Date') ?? '');
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
