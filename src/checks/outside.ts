import * as v from 'valibot';
import type { Endpoints } from '../config/endpoints.ts';
import type { Outcome } from '../model/observation.ts';
import { type ProbeResult, readJson } from '../model/probe.ts';
import { type Task, type Tools, withoutAnswer } from './probe.ts';

const ANSWER_BYTES = 65_536;
const MOST_ADDRESSES = 4;

/** The part of OONI's check-in that names its test helpers (backend `api/v1/check-in`). */
const HelpersSchema = v.object({
  conf: v.object({
    test_helpers: v.object({
      'web-connectivity': v.array(v.object({ address: v.string(), type: v.string() })),
    }),
  }),
});
/** The part that tells where OONI takes the asker's address to be; it says `ZZ` when it does not know. */
const PlaceSchema = v.object({ probe_cc: v.pipe(v.string(), v.regex(/^(?!ZZ)[A-Z]{2}$/)) });
/** The part of a test helper's answer (oohelperd, spec ts-017) that tells whether the site works from there, and where. */
const HelperSchema = v.object({
  http_request: v.object({ failure: v.nullable(v.string()), status_code: v.number() }),
  dns: v.fallback(v.object({ addrs: v.array(v.string()) }), { addrs: [] }),
});
const IPV4 = v.pipe(v.string(), v.ipv4());

/**
 * Asks OONI's test helper, a computer outside, to load the site's front page: down for everybody, or for us alone?
 * It learns the host name, and our address as every server does. Overloaded or unreachable helpers say nothing.
 */
export function outside(
  host: string,
  { collector, helper }: Endpoints,
  timeoutMs: number,
  attempt: 1 | 2 = 1,
): Task {
  return {
    key: attempt === 1 ? `outside:ooni:${host}` : `outside:ooni:${host}:2`,
    check: 'outside',
    host: new URL(collector).hostname,
    async run(tools, signal) {
      const deadline = tools.now() + timeoutMs;
      const post = (url: string, body: object) =>
        ask(tools, signal, url, body, Math.max(1, deadline - tools.now()));
      const checkIn = await post(`${collector}/api/v1/check-in`, CHECK_IN);
      const answer = await post(helperOf(checkIn) ?? helper, {
        http_request: `https://${host}/`,
        http_request_headers: { Accept: ['*/*'], 'Accept-Language': ['en'], 'User-Agent': [USER_AGENT] },
        tcp_connect: [],
        x_quic_enabled: false,
      });
      const place = v.safeParse(PlaceSchema, readJson(checkIn));
      return {
        outcome: read(answer),
        ms: checkIn.ms + answer.ms,
        ...(place.success ? { networkCountry: place.output.probe_cc } : {}),
      };
    },
  };
}

/** Says nothing of the person: the helper list is the same for everybody. */
const CHECK_IN = {
  run_type: 'timed',
  probe_cc: 'ZZ',
  probe_asn: 'AS0',
  on_wifi: true,
  charging: true,
  platform: 'browser',
  software_name: 'is-it-blocked',
  software_version: '0.1.0',
  web_connectivity: { category_codes: [] },
};
/** What the helper sends to the site; a common browser, because sites refuse odd ones. */
const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

function ask(
  tools: Tools,
  signal: AbortSignal,
  url: string,
  body: object,
  timeoutMs: number,
): Promise<ProbeResult> {
  return tools.probe({ url, timeoutMs, bodyBytes: ANSWER_BYTES, post: JSON.stringify(body) }, signal);
}

function helperOf(result: ProbeResult): string | undefined {
  const parsed = v.safeParse(HelpersSchema, readJson(result));
  const helpers = parsed.success ? parsed.output.conf.test_helpers['web-connectivity'] : [];
  return helpers.map((h) => h.address).find((address) => URL.parse(address)?.protocol === 'https:');
}

function read(result: ProbeResult): Outcome {
  if (result.kind !== 'answered') return withoutAnswer(result);
  const parsed = v.safeParse(HelperSchema, readJson(result));
  if (!parsed.success) return { kind: 'void', why: `status ${result.status}, no helper's answer` };
  const { failure, status_code: status } = parsed.output.http_request;
  const found = parsed.output.dns.addrs.filter((address) => v.is(IPV4, address)).slice(0, MOST_ADDRESSES);
  const addresses = found.length > 0 ? { addresses: found } : {};
  if (failure !== null) return { kind: 'outside', works: false, failure: failure.slice(0, 80), ...addresses };
  return { kind: 'outside', works: status < 500, status, ...addresses };
}
