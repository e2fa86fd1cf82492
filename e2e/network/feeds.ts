import type { ServerResponse } from 'node:http';
import { DAY_MS, toIsoDay } from '../../src/base/time.ts';
import { sendJson } from './json.ts';
import type { Fault } from './scenario.ts';

/** OONI's aggregation: volunteers have measured a fault of the scenario on every day, and nothing by network. */
export function answerAggregation(
  query: URLSearchParams,
  response: ServerResponse,
  faultOf: (host: string) => Fault,
): void {
  const [host = ''] = (query.get('domain') ?? '').split(',');
  const { page: _page, isEdge: _isEdge, asn: _asn, ...trouble } = faultOf(host);
  const blocked = Object.keys(trouble).length > 0;
  const [since, until] = [Date.parse(query.get('since') ?? ''), Date.parse(query.get('until') ?? '')];
  const days = Math.max(0, Math.min(60, Math.round((until - since) / DAY_MS) || 0));
  const byDay = query.get('axis_x') === 'measurement_start_day';
  const result = Array.from({ length: byDay ? days : 0 }, (_, i) => ({
    measurement_start_day: toIsoDay(since + i * DAY_MS),
    anomaly_count: blocked ? 10 + (i % 7) : i % 3,
    confirmed_count: 0,
    failure_count: 1,
    ok_count: blocked ? i % 3 : 10 + (i % 7),
    measurement_count: 11 + (i % 7) + (i % 3),
  }));
  sendJson(response, 200, { v: 0, dimension_count: 1, result });
}

/** IODA's events: it sees no outage in any country. */
export function answerOutages(response: ServerResponse): void {
  sendJson(response, 200, { type: 'outages.events', error: null, data: [] });
}
