import * as v from 'valibot';
import { definedOnly } from '../base/defined-only.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { isTestHelperHost } from '../config/host-patterns.ts';
import type { Outcome, RemoteEndpoint } from '../model/observation.ts';
import { type ProbeResult, parseJsonAnswer } from '../model/probe.ts';
import {
  CHECK_IN_PATH,
  CHECK_IN_REQUEST,
  CheckInHelpersSchema,
  parseProbeNetwork,
} from '../ooni/check-in.ts';
import {
  httpsEndpoint,
  type TestHelperAnswer,
  TestHelperAnswerSchema,
  testHelperRequest,
} from '../ooni/test-helper.ts';
import { type Check, failureOutcome } from './check.ts';

const MAX_HELPER_ANSWER_BYTES = 65_536;
const MAX_ADDRESSES = 4;

const Ipv4Schema = v.pipe(v.string(), v.ipv4());

export interface TestHelperOptions {
  host: string;
  timeoutMs: number;
  /** Tells this request from an earlier one about the same host. */
  id?: string;
  /** Addresses that this network gave for the name: is the site there, seen from elsewhere? */
  addresses?: readonly string[];
}

/**
 * Asks OONI's test helper, a computer elsewhere, to load the site's front page: is it down for everyone, or only here?
 * The helper learns the host name, the addresses that this network gave for it, and our address as every server does.
 * Overloaded or unreachable helpers say nothing.
 */
export function testHelperCheck(
  { host, timeoutMs, id, addresses = [] }: TestHelperOptions,
  { collector, helper }: Endpoints,
): Check {
  const key = ['test-helper:ooni', host, ...(id === undefined ? [] : [id])].join(':');
  return {
    key,
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
      const askHelper = (url: string) => postBeforeDeadline(url, testHelperRequest(host, addresses));
      // Side by side: on a slow line each takes seconds. Check-in tells the country, and other helpers.
      const [checkIn, first] = await Promise.all([
        postBeforeDeadline(collector + CHECK_IN_PATH, CHECK_IN_REQUEST),
        askHelper(helper),
      ]);
      const other = helperFromCheckIn(checkIn, helper);
      const isLost = helperOutcome(first, addresses).kind !== 'test-helper';
      const answer =
        isLost && other !== undefined && first.kind !== 'timeout' ? await askHelper(other) : first;
      return {
        outcome: helperOutcome(answer, addresses),
        ms: answer === first ? first.ms : first.ms + answer.ms,
        ...parseProbeNetwork(parseJsonAnswer(checkIn)),
      };
    },
  };
}

/** Another helper than the known one, and one of OONI's: it learns which host is checked, so no stranger is asked. */
function helperFromCheckIn(result: ProbeResult, known: string): string | undefined {
  const parsed = v.safeParse(CheckInHelpersSchema, parseJsonAnswer(result));
  const helpers = parsed.success ? parsed.output.conf.test_helpers['web-connectivity'] : [];
  return helpers
    .flatMap(({ address }) => helperUrl(address) ?? [])
    .find(({ host }) => host !== new URL(known).host)?.href;
}

function helperUrl(address: string): URL | undefined {
  const url = URL.parse(address);
  const isPlain = url?.protocol === 'https:' && url.port === '' && url.username + url.password === '';
  return url && isPlain && isTestHelperHost(url.hostname) ? url : undefined;
}

function helperOutcome(result: ProbeResult, asked: readonly string[]): Outcome {
  if (result.kind !== 'answered') return failureOutcome(result);
  const parsed = v.safeParse(TestHelperAnswerSchema, parseJsonAnswer(result));
  if (!parsed.success) return { kind: 'void', why: `status ${result.status}, no helper's answer` };
  const { failure, status_code: status, body_length: bodyLength } = parsed.output.http_request;
  const addresses = parsed.output.dns.addrs
    .filter((address) => v.is(Ipv4Schema, address))
    .slice(0, MAX_ADDRESSES);
  const endpoints = asked.flatMap((address) => remoteEndpoint(parsed.output, address));
  const found = {
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(endpoints.length > 0 ? { endpoints } : {}),
  };
  if (failure !== null) {
    const exact = failure.startsWith('unknown') ? (handshakeFailure(parsed.output) ?? failure) : failure;
    return { kind: 'test-helper', works: false, failure: exact.slice(0, 80), ...found };
  }
  return { kind: 'test-helper', works: status < 500, status, bodyLength, ...found };
}

/** Helpers call a failed request unknown that failed in TCP or TLS; how it did is told by their own handshakes. */
const handshakeFailure = ({ tcp_connect, tls_handshake }: TestHelperAnswer): string | undefined =>
  [...Object.values(tls_handshake), ...Object.values(tcp_connect)].flatMap(({ failure }) => failure ?? [])[0];

/** What the helper found at an address; none if it did not connect there or says nothing of it. */
function remoteEndpoint(answer: TestHelperAnswer, address: string): RemoteEndpoint[] {
  const endpoint = httpsEndpoint(address);
  const connected = answer.tcp_connect[endpoint];
  if (!connected) return [];
  const asn = answer.ip_info[address]?.asn;
  return [
    {
      address,
      connects: connected.status,
      ...(connected.failure?.startsWith('connection_refused') && { refuses: true }),
      ...definedOnly({ validForName: answer.tls_handshake[endpoint]?.status }),
      ...(asn ? { asn } : {}),
    },
  ];
}
