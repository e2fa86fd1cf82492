import type { ServerResponse } from 'node:http';
import { DAY_MS, toIsoDay } from '../../src/base/time.ts';
import type { Fault } from './scenario.ts';

/** OONI's aggregation by day: what a fault does to a site, its volunteers have measured all the time. By network: nobody. */
export function answerAggregation(
  query: URLSearchParams,
  response: ServerResponse,
  faultOf: (host: string) => Fault,
): void {
  const [host = ''] = (query.get('domain') ?? '').split(',');
  const blocked = Object.keys(faultOf(host)).length > 0;
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
  sendOkJson(response, { v: 0, dimension_count: 1, result });
}

/** IODA's events: no country is cut off here. */
export function answerOutages(response: ServerResponse): void {
  sendOkJson(response, { type: 'outages.events', error: null, data: [] });
}

function sendOkJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
