import * as v from 'valibot';
import type { Endpoints } from '../config/endpoints.ts';
import type { Outcome } from '../model/observation.ts';
import { type ProbeResult, parseJsonAnswer } from '../model/probe.ts';
import {
  CHECK_IN_PATH,
  CHECK_IN_REQUEST,
  CheckInCountrySchema,
  CheckInHelpersSchema,
} from '../ooni/check-in.ts';
import { TestHelperAnswerSchema, testHelperRequest } from '../ooni/test-helper.ts';
import { type Check, failureOutcome } from './check.ts';

const MAX_HELPER_ANSWER_BYTES = 65_536;
const MAX_ADDRESSES = 4;

const Ipv4Schema = v.pipe(v.string(), v.ipv4());

/**
 * Asks OONI's test helper, a computer elsewhere, to load the site's front page: is it down for everyone, or only here?
 * The helper learns the host name, and our address as every server does. Overloaded or unreachable helpers say nothing.
 */
export function testHelperCheck(
  host: string,
  { collector, helper }: Endpoints,
  timeoutMs: number,
  attempt: 1 | 2 = 1,
): Check {
  return {
    key: attempt === 1 ? `test-helper:ooni:${host}` : `test-helper:ooni:${host}:2`,
    name: 'test-helper',
    host: new URL(collector).hostname,
    async run(context, abortSignal) {
      const deadline = context.now() + timeoutMs;
      const postBeforeDeadline = (url: string, body: object) =>
        context.probe(
          {
            url,
            timeoutMs: Math.max(1, deadline - context.now()),
            maxBodyBytes: MAX_HELPER_ANSWER_BYTES,
            postBody: JSON.stringify(body),
          },
          abortSignal,
        );
      const checkIn = await postBeforeDeadline(collector + CHECK_IN_PATH, CHECK_IN_REQUEST);
      const answer = await postBeforeDeadline(helperFromCheckIn(checkIn) ?? helper, testHelperRequest(host));
      const probeCountry = v.safeParse(CheckInCountrySchema, parseJsonAnswer(checkIn));
      return {
        outcome: helperOutcome(answer),
        ms: checkIn.ms + answer.ms,
        ...(probeCountry.success ? { probeCc: probeCountry.output.probe_cc } : {}),
      };
    },
  };
}

function helperFromCheckIn(result: ProbeResult): string | undefined {
  const parsed = v.safeParse(CheckInHelpersSchema, parseJsonAnswer(result));
  const helpers = parsed.success ? parsed.output.conf.test_helpers['web-connectivity'] : [];
  return helpers.map((h) => h.address).find((address) => URL.parse(address)?.protocol === 'https:');
}

function helperOutcome(result: ProbeResult): Outcome {
  if (result.kind !== 'answered') return failureOutcome(result);
  const parsed = v.safeParse(TestHelperAnswerSchema, parseJsonAnswer(result));
  if (!parsed.success) return { kind: 'void', why: `status ${result.status}, no helper's answer` };
  const { failure, status_code: status } = parsed.output.http_request;
  const found = parsed.output.dns.addrs
    .filter((address) => v.is(Ipv4Schema, address))
    .slice(0, MAX_ADDRESSES);
  const addresses = found.length > 0 ? { addresses: found } : {};
  if (failure !== null)
    return { kind: 'test-helper', works: false, failure: failure.slice(0, 80), ...addresses };
  return { kind: 'test-helper', works: status < 500, status, ...addresses };
}
