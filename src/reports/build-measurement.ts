import { parseInput } from '../base/parse.ts';
import type { Case } from '../model/case.ts';
import { type Measurement, MeasurementSchema } from '../model/measurement.ts';
import { affectedHost } from '../model/verdict.ts';
import { SOFTWARE_NAME } from '../ooni/software.ts';

/** Increase it when the meaning of a field changes, not with each release. */
const TEST_VERSION = '0.1.0';

export interface ReportContext {
  /** The host that the report names; by default the one that failed. */
  host?: string;
  /** Version of the extension. */
  version: string;
  browser: 'chrome' | 'firefox';
}

/**
 * The OONI measurement of a case (test `browser_web`, spec ts-036; data format df-000).
 * Of the case it uses host, scheme, times, network and verdict. Observations never leave the device. Number and country are
 * those of the network at the time of the checks; both are unknown (`AS0`, `ZZ`) where OONI was not asked then: the network of
 * the moment may be another one, such as a VPN's, and the clock's country says nothing of it.
 * `result` is `ok` only for the verdict `reachable`, because it means that the person reached the site.
 * @throws Error when the host is no host name, or naming the field that breaks the format
 */
export function buildMeasurement(currentCase: Case, context: ReportContext): Measurement {
  const started = toOoniTime(currentCase.startedAt);
  const loadMs = nonNegativeMs(currentCase.symptom.ms);
  const measurement: Measurement = {
    annotations: {
      confidence: currentCase.verdict.confidence,
      engine_name: SOFTWARE_NAME,
      mechanism: currentCase.verdict.mechanism ?? '',
      rule: /^[a-z][a-z0-9-]{0,59}$/.test(currentCase.verdict.rule) ? currentCase.verdict.rule : '',
      verdict: currentCase.verdict.kind,
    },
    data_format_version: '0.2.0',
    input: `${currentCase.secure ? 'https' : 'http'}://${bareHostName(context.host ?? affectedHost(currentCase.verdict, currentCase.host))}/`,
    measurement_start_time: started,
    probe_asn: currentCase.probeAsn ?? 'AS0',
    probe_cc:
      countryOrUndefined(currentCase.probeAsn === undefined ? undefined : currentCase.probeCc) ?? 'ZZ',
    probe_ip: '127.0.0.1',
    probe_network_name: sanitizeNetworkName(currentCase.probeNetworkName ?? ''),
    software_name: SOFTWARE_NAME,
    software_version: context.version,
    test_keys: {
      browser: context.browser,
      load_time_ms: loadMs,
      result: currentCase.verdict.kind === 'reachable' ? 'ok' : 'error',
    },
    test_name: 'browser_web',
    test_runtime:
      nonNegativeMs((currentCase.settledAt ?? currentCase.startedAt + loadMs) - currentCase.startedAt) / 1000,
    test_start_time: started,
    test_version: TEST_VERSION,
  };
  return parseInput(MeasurementSchema, measurement, {
    whole: 'measurement',
    fail: (message) => new Error(`No report can be made: ${message}`),
  });
}

/** IPv4 in dotted form; IPv6 as soon as two colons are close to each other. */
const IP_ADDRESS = /\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,}/i;

/** The host name without user, password, port, path and query. */
function bareHostName(host: string): string {
  const name = URL.parse(`https://${host}`)?.hostname.replace(/\.$/, '') ?? '';
  if (!/^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(name) || IP_ADDRESS.test(name))
    throw new Error('No report can be made: the host is no name but an address, or not readable');
  return name;
}

function countryOrUndefined(country: string | undefined): string | undefined {
  return country !== undefined && /^[A-Z]{2}$/.test(country) && country !== 'ZZ' ? country : undefined;
}

/** An address with other separators, as in `host-10-1-2-3.dsl.example`: four numbers, or four groups of hex with a digit. */
const ADDRESS_IN_NAME =
  /(?<!\d)\d{1,3}([ ._-]\d{1,3}){3}(?!\d)|(?=[a-f_.-]*\d)[0-9a-f]{1,4}([_.-]{1,2}[0-9a-f]{1,4}){3,}/i;
/** Twelve digits or eight hex letters in a row: an address without separators. */
const ADDRESS_IN_A_ROW = /\d{12}|(?=[a-f]*\d)(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])/i;

/** Registries name networks, and some providers put the address of a line into the name: such a name becomes empty. */
function sanitizeNetworkName(name: string): string {
  if ([IP_ADDRESS, ADDRESS_IN_NAME, ADDRESS_IN_A_ROW].some((address) => address.test(name))) return '';
  return name
    .replace(/[^\p{L}\p{N} .,&()'_-]+/gu, ' ')
    .trim()
    .slice(0, 100);
}

/** An invalid number becomes 0, because JSON would turn it into `null`. */
function nonNegativeMs(ms: number): number {
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : 0;
}

/** A time in OONI's format, in UTC: `2026-11-23 12:00:00`. */
function toOoniTime(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime()))
    throw new Error('No report can be made: startedAt: not a time that exists');
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
