import * as v from 'valibot';
import { MeasurementSchema } from '../model/measurement.ts';
import { SOFTWARE_NAME, SOFTWARE_VERSION } from './software.ts';

export const CHECK_IN_PATH = '/api/v1/check-in';

/**
 * Body of OONI's check-in (backend `api/v1/check-in`). It names neither the person nor a host: OONI finds country and
 * network by the address of the request. A timed run on battery gets the shortest list of sites, which is not used.
 */
export const CHECK_IN_REQUEST = {
  run_type: 'timed',
  probe_cc: 'ZZ',
  probe_asn: 'AS0',
  on_wifi: true,
  charging: false,
  platform: 'browser',
  software_name: SOFTWARE_NAME,
  software_version: SOFTWARE_VERSION,
  web_connectivity: { category_codes: [] },
};

/** The network of the request in the answer; `AS0` and `ZZ` if OONI does not know it. */
export const CheckInNetworkSchema = v.object({
  probe_cc: MeasurementSchema.entries.probe_cc,
  probe_asn: MeasurementSchema.entries.probe_asn,
  probe_network_name: v.nullish(v.string(), ''),
});

/** The country of the request in the answer, only if OONI knows it. */
export const CheckInCountrySchema = v.object({
  probe_cc: v.pipe(v.string(), v.regex(/^(?!ZZ)[A-Z]{2}$/)),
});

/** The test helpers in the answer. */
export const CheckInHelpersSchema = v.object({
  conf: v.object({
    test_helpers: v.object({
      'web-connectivity': v.array(v.object({ address: v.string(), type: v.string() })),
    }),
  }),
});
