import type { Endpoints } from '../config/endpoints.ts';
import { parseBundleJson } from '../model/probe.ts';
import { aggregationUrl, parseNetworkCounts } from '../ooni/aggregation.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

const DAYS = 7;
/** A row takes some 140 bytes: three hundred networks. A longer answer is cut off and says nothing. */
const ANSWER_BYTES = 49_152;

/** Asks OONI what its volunteers measured of the site in that country in the last week. It learns host and country. */
export function measurements(
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
        days: DAYS,
        by: 'probe_asn',
        now: context.now(),
      });
      const result = await context.probe({ url, timeoutMs, maxBodyBytes: ANSWER_BYTES }, abortSignal);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const tally = parseNetworkCounts(parseBundleJson(result));
      return {
        outcome: tally
          ? { kind: 'tallied', country, ...tally }
          : { kind: 'void', why: `status ${result.status}, no counts` },
        ms: result.ms,
      };
    },
  };
}
