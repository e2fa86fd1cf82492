import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseOrRefuse, RefusalError } from './refusal.ts';
import {
  AsSentSchema,
  CheckInRequestSchema,
  GeolookupSchema,
  OpenReportSchema,
  SubmissionSchema,
} from './schemas.ts';

export interface StoredMeasurement {
  uid: string;
  reportId: string;
  /** Unix epoch, ms. */
  at: number;
  content: Record<string, unknown>;
}

export interface BackendOptions {
  now: () => number;
  /** How long a stored measurement stays out of `measurement_meta`, ms. */
  indexLagMs: number;
  /** What check-in takes the client's network to be. */
  network: { cc: string; asn: string; name: string };
  helpers: { address: string; type: string }[];
}

const ADDRESS_PATTERN = /\b(?!127\.0\.0\.1\b)\d{1,3}(\.\d{1,3}){3}\b|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,}/i;

/** The HTTP API of OONI's collector and check-in, JSON in and JSON out, and the measurements that it stored. */
export class CollectorBackend {
  readonly reports: StoredMeasurement[] = [];
  readonly #options: BackendOptions;

  constructor(options: BackendOptions) {
    this.#options = options;
  }

  /** The body of the answer. @throws RefusalError */
  answer(method: string, { pathname, searchParams }: URL, body: unknown): unknown {
    const [, reportId, close] = /^\/report\/([^/]+)(\/close)?$/.exec(pathname) ?? [];
    if (method === 'POST' && reportId) return close ? {} : this.#acceptMeasurement(reportId, body);
    switch (`${method} ${pathname}`) {
      case 'POST /api/v1/check-in':
        return this.#checkIn(body);
      case 'POST /api/v1/geolookup':
        return this.#lookUpNetworks(body);
      case 'POST /report':
        return this.#openReport(body);
      case 'GET /api/v1/measurement_meta':
        return this.#lookUpMeasurement(searchParams);
      default:
        throw new RefusalError(404, 'Not Found');
    }
  }

  #checkIn(body: unknown) {
    parseOrRefuse(CheckInRequestSchema, body, 422);
    const { now, network, helpers } = this.#options;
    return {
      v: 1,
      probe_cc: network.cc,
      probe_asn: network.asn,
      probe_network_name: network.name,
      utc_time: `${isoSeconds(now())}Z`,
      conf: { features: {}, test_helpers: { 'web-connectivity': helpers } },
      tests: {
        web_connectivity: {
          report_id: this.#newReportId('webconnectivity', network.cc, network.asn),
          urls: [],
        },
      },
    };
  }

  #lookUpNetworks(body: unknown) {
    const { addresses } = parseOrRefuse(GeolookupSchema, body, 422);
    const { cc, asn, name } = this.#options.network;
    const place = { cc, asn: asNumber(asn), as_name: name };
    return { v: 1, geolocation: Object.fromEntries(addresses.map((address) => [address, place])) };
  }

  #openReport(body: unknown) {
    const { test_name, probe_cc, probe_asn } = parseOrRefuse(OpenReportSchema, body, 422);
    return {
      backend_version: '1.3.5',
      report_id: this.#newReportId(test_name.replaceAll('_', ''), probe_cc, probe_asn),
      supported_formats: ['yaml', 'json'],
    };
  }

  #newReportId(test: string, country: string, asn: string): string {
    const at = `${isoSeconds(this.#options.now()).replace(/[-:]/g, '')}Z`;
    return `${at}_${test}_${country}_${asNumber(asn)}_n1_${randomBytes(8).toString('hex')}`;
  }

  #acceptMeasurement(reportId: string, body: unknown) {
    const { test, country, number } = parseReportId(reportId);
    // The real one answers {} to a measurement of an unknown network, and does not store it.
    if (number === '0' || country === 'ZZ') return {};
    const { content } = parseOrRefuse(SubmissionSchema, body, 400);
    const isConsistent =
      content.report_id === reportId &&
      content.probe_cc === country &&
      content.probe_asn === `AS${number}` &&
      content.test_name.replaceAll('_', '') === test;
    if (!isConsistent) throw new RefusalError(400, 'Inconsistent measurement');
    if (ADDRESS_PATTERN.test(JSON.stringify(content)))
      throw new RefusalError(400, 'an address in the measurement');
    const at = this.#options.now();
    const serial = String(this.reports.length).padStart(6, '0');
    const time = isoSeconds(at).replace(/\D/g, '');
    const uid = `${time}.${serial}_${country}_${test}_${randomBytes(8).toString('hex')}`;
    this.reports.push({ uid, reportId, at, content: v.parse(AsSentSchema, body).content });
    return { measurement_uid: uid };
  }

  #lookUpMeasurement(query: URLSearchParams) {
    const reportId = query.get('report_id') ?? '';
    if (!/^[A-Za-z0-9_]{15,100}$/.test(reportId)) throw new RefusalError(422, 'Invalid report_id field');
    const { now, indexLagMs } = this.#options;
    const found = this.reports.find(
      (r) => r.reportId === reportId && r.content.input === query.get('input') && r.at + indexLagMs <= now(),
    );
    if (!found) return {};
    const { input, test_name, probe_cc, probe_asn } = found.content;
    return {
      input,
      test_name,
      probe_cc,
      probe_asn: asNumber(String(probe_asn)),
      report_id: found.reportId,
      measurement_uid: found.uid,
      anomaly: false,
      confirmed: false,
      failure: false,
      scores: '{}',
    };
  }
}

/** `20240217T120000Z_browserweb_PK_64500_n1_0123abcd`. @throws RefusalError */
function parseReportId(reportId: string) {
  const [, test, country, number, collector, random, ...more] = reportId.split('_');
  if (!test || !country || !number || !collector || !random || more.length > 0 || !/^\d+$/.test(number))
    throw new RefusalError(400, 'Incorrect format');
  return { test, country, number };
}

/** 64500 of `AS64500`. */
const asNumber = (asn: string): number => Number(asn.slice(2));

/** `2026-11-23T12:00:00` */
const isoSeconds = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 19);
