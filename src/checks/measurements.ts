import type { Endpoints } from '../config/endpoints.ts';
import { parseBundleJson } from '../model/probe.ts';
import { aggregationUrl, parseNetworkCounts } from '../ooni/aggregation.ts';
import type { Task } from './check.ts';
import { withoutAnswer } from './check.ts';

const DAYS = 7;
/** A row takes some 140 bytes: three hundred networks. A longer answer is cut off and says nothing. */
const ANSWER_BYTES = 49_152;

/** Asks OONI what its volunteers measured of the site in that country in the last week. It learns host and country. */
export function measurements(
  host: string,
  country: string,
  { collector }: Endpoints,
  timeoutMs: number,
): Task {
  return {
    key: `measurements:ooni:${host}`,
    check: 'measurements',
    host: new URL(collector).hostname,
    async run(tools, signal) {
      const url = aggregationUrl(collector, { host, country, days: DAYS, by: 'probe_asn', now: tools.now() });
      const result = await tools.probe({ url, timeoutMs, bodyBytes: ANSWER_BYTES }, signal);
      if (result.kind !== 'answered') return { outcome: withoutAnswer(result), ms: result.ms };
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
