/** What the collector accepts: as the real one, and stricter where a wrong report would do harm. */
import * as v from 'valibot';

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

export const OpenReportSchema = v.strictObject({
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
export const SubmissionSchema = v.strictObject({ format: v.literal('json'), content: ContentSchema });
/** The measurement with its fields in the order in which they were sent. */
export const AsSentSchema = v.object({ content: v.record(v.string(), v.unknown()) });
export const CheckInRequestSchema = v.strictObject({
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
export const GeolookupSchema = v.strictObject({ addresses: v.array(v.string()) });
