import type { Outcome } from '../../src/model/observation.ts';
import { controlOf, type HttpRequest, type Measurement } from './read-measurement.ts';
import { PROBE_TIMEOUT_MS } from './situation.ts';

type Sample = Extract<Outcome, { kind: 'measured' }>;

/** ms without a byte from which a body counts as stopped. */
const STOPPED_MS = 5_000;

/**
 * Bytes a second of another site. A measurement loads one site, so it never tells what the line carries besides: a line
 * on which resolvers, test helper and backend answer is taken to be a common one.
 */
const ASSUMED_LINE_SPEED = 1_000_000;

/** How a body came that was not complete when the probe gave up. */
export function platformSample({ test_keys }: Measurement, request: HttpRequest): Sample {
  const { response, t0, t, address } = request;
  const bodyMs = t > t0 ? Math.round(1000 * (t - t0)) : PROBE_TIMEOUT_MS;
  const counts = test_keys.network_events
    .filter((event) => event.operation === 'bytes_received_cumulative' && event.address === address)
    .sort((a, b) => a.t - b.t);
  const total = counts.at(-1)?.num_bytes ?? 0;
  const lastByte = counts.find(({ num_bytes }) => num_bytes === total);
  const isStopped = lastByte !== undefined && 1000 * (t - lastByte.t) >= STOPPED_MS;
  return {
    kind: 'measured',
    of: 'platform',
    bytes: response.body.length,
    bodyMs,
    end: isStopped ? 'stopped' : 'time',
  };
}

/** Only where the test helper got the page whole: otherwise the site itself may be the slow one. */
export function controlSample({ test_keys }: Measurement): Sample | undefined {
  if (controlOf(test_keys)?.http_request?.failure !== null) return undefined;
  return { kind: 'measured', of: 'control', bytes: 2 * ASSUMED_LINE_SPEED, bodyMs: 2_000, end: 'limit' };
}
