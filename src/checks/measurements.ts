import type { Endpoints } from '../config/endpoints.ts';
import { parseJsonAnswer } from '../model/probe.ts';
import { aggregationUrl, parseNetworkCounts } from '../ooni/aggregation.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

const AGGREGATION_DAYS = 7;
/**
 * Bytes: a row takes some 140, so there is room for three hundred networks. A longer answer is cut off and says
 * nothing.
 */
const MAX_AGGREGATION_BYTES = 49_152;

/**
 * Asks OONI what its volunteers measured of the site in that country in the last week. OONI learns host and country.
 */
export function measurementsCheck(
  host: string,
  country: string,
  { collector }: Endpoints,
  timeoutMs: number,
): Check {
  return {
    key: `measurements:ooni:${host}`,
    name: 'measurements',
    host: new URL(collector).hostname,
    async run(context, abortSignal) {
      const url = aggregationUrl(collector, {
        host,
        country,
        days: AGGREGATION_DAYS,
        by: 'probe_asn',
        now: context.now(),
      });
      const result = await context.probe(
        { url, timeoutMs, maxBodyBytes: MAX_AGGREGATION_BYTES },
        abortSignal,
      );
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const counts = parseNetworkCounts(parseJsonAnswer(result));
      return {
        outcome: counts
          ? { kind: 'aggregated', country, ...counts }
          : { kind: 'void', why: `status ${result.status}, no counts` },
        ms: result.ms,
      };
    },
  };
}
