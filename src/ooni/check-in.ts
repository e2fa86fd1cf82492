import * as v from 'valibot';
import { MeasurementSchema } from '../model/measurement.ts';
import { SOFTWARE_NAME, SOFTWARE_VERSION } from './software.ts';

export const CHECK_IN_PATH = '/api/v1/check-in';

/**
 * Body of OONI's check-in (backend `api/v1/check-in`). It says nothing of the person, and no host: where the asker is,
 * OONI tells by the address. A timed run without power gets the shortest list of sites, which nothing here reads.
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

/** The part of the answer that tells which network asked; `AS0` and `ZZ` where OONI does not know. */
export const CheckInNetworkSchema = v.object({
  probe_cc: MeasurementSchema.entries.probe_cc,
  probe_asn: MeasurementSchema.entries.probe_asn,
  probe_network_name: v.nullish(v.string(), ''),
});

/** The same for the country alone, and only where OONI knows it. */
export const CheckInCountrySchema = v.object({
  probe_cc: v.pipe(v.string(), v.regex(/^(?!ZZ)[A-Z]{2}$/)),
});

/** The part of the answer that names the test helpers. */
export const CheckInHelpersSchema = v.object({
  conf: v.object({
    test_helpers: v.object({
      'web-connectivity': v.array(v.object({ address: v.string(), type: v.string() })),
    }),
  }),
});
