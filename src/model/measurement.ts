import * as v from 'valibot';

/** An OONI measurement of the test `browser_web` (OONI spec ts-036, data format df-000). Times are UTC. */
export const MeasurementSchema = v.strictObject({
  annotations: v.record(v.string(), v.string()),
  data_format_version: v.literal('0.2.0'),
  /** Origin only: `https://x.com/`. */
  input: v.pipe(v.string(), v.regex(/^https?:\/\/[^/?#]+\/$/)),
  measurement_start_time: v.string(),
  probe_asn: v.pipe(v.string(), v.regex(/^AS(0|[1-9]\d{0,9})$/)),
  probe_cc: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  probe_ip: v.literal('127.0.0.1'),
  probe_network_name: v.string(),
  software_name: v.string(),
  software_version: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_.+-]+$/)),
  test_keys: v.strictObject({
    result: v.picklist(['ok', 'error']),
    load_time_ms: v.number(),
    browser: v.picklist(['chrome', 'firefox']),
  }),
  test_name: v.literal('browser_web'),
  test_runtime: v.number(),
  test_start_time: v.string(),
  test_version: v.string(),
});

export type Measurement = v.InferOutput<typeof MeasurementSchema>;
