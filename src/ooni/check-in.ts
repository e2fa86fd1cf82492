import * as v from 'valibot';
import { MeasurementSchema } from '../model/measurement.ts';
import type { ProbeNetwork } from '../model/observation.ts';
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
const CheckInNetworkSchema = v.object({
  probe_cc: MeasurementSchema.entries.probe_cc,
  probe_asn: MeasurementSchema.entries.probe_asn,
  probe_network_name: v.nullish(v.string(), ''),
});

/** The country of the request in the answer, only if OONI knows it. */
const CheckInCountrySchema = v.object({
  probe_cc: v.pipe(v.string(), v.regex(/^(?!ZZ)[A-Z]{2}$/)),
});
/** Letters; registries' names are shorter. */
const MAX_NETWORK_NAME = 200;

/** What the answer says of the network that asked; empty where OONI does not know it. */
export function parseProbeNetwork(answer: unknown): ProbeNetwork {
  const country = v.safeParse(CheckInCountrySchema, answer);
  if (!country.success) return {};
  const network = v.safeParse(CheckInNetworkSchema, answer);
  const { probe_cc: probeCc } = country.output;
  if (!network.success || network.output.probe_asn === 'AS0') return { probeCc };
  const { probe_asn: probeAsn, probe_network_name: name } = network.output;
  return { probeCc, probeAsn, probeNetworkName: (name ?? '').slice(0, MAX_NETWORK_NAME) };
}

/** The test helpers in the answer. */
export const CheckInHelpersSchema = v.object({
  conf: v.object({
    test_helpers: v.object({
      'web-connectivity': v.array(v.object({ address: v.string(), type: v.string() })),
    }),
  }),
});
