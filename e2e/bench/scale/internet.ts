import { ENDPOINTS } from '../../../src/config/endpoints.ts';
import type { Failure } from '../../../src/model/failure.ts';
import type { Probe, ProbeRequest, ProbeResult } from '../../../src/model/probe.ts';
import { isUnknownName } from '../../network/browsers.ts';
import { buildDnsAnswer } from '../../network/resolver.ts';
import { PLATFORM_ADDRESS, type ServiceName, serviceOfHost } from './services.ts';
import type { Situation } from './situations.ts';

export const COUNTRY = 'PK';
/** ms that an answer takes from near, from abroad, and from one who first loads a page. */
const [NEAR_MS, ABROAD_MS, PAGE_LOAD_MS] = [40, 150, 900];
/** A sample of a page that is slowed down to 2 KB a second, and one that is not. */
const SLOW_SAMPLE = { bytes: 8_000, bodyMs: 4_000, bodyEnd: 'time' } as const;
const FAST_SAMPLE = { bodyMs: 200, bodyEnd: 'limit' } as const;
/** Polls of Globalping until its volunteers are done. */
const POLLS_UNTIL_DONE = 2;

/** How services treat requests that are too many for them. `silent`: they answer none. */
type Refusal = 429 | 503 | 'silent';
export type Refusals = Partial<Record<ServiceName, Refusal>>;

/** What a request comes to, and after how many ms. */
type Answer = { afterMs: number; result: DistributiveOmit<ProbeResult, 'ms'> } | 'silence';

type AnsweredResult = Extract<ProbeResult, { kind: 'answered' }>;

const answered = (
  afterMs: number,
  status: number,
  body: Uint8Array | string | object = '',
  more: Partial<Pick<AnsweredResult, 'headers' | 'bodyMs' | 'bodyEnd' | 'hstsUpgraded'>> = {},
): Answer => ({
  afterMs: afterMs + (more.bodyMs ?? 0),
  result: {
    kind: 'answered',
    status,
    headers: {},
    hstsUpgraded: false,
    body: body instanceof Uint8Array ? body : new TextEncoder().encode(toText(body)),
    ...more,
  },
});
const toText = (body: string | object): string => (typeof body === 'string' ? body : JSON.stringify(body));
const failed = (failure: Failure): Answer => ({
  afterMs: NEAR_MS,
  result: { kind: 'failed', failure, error: failure },
});

/** X is on the browsers' list of hosts that are asked over https only. */
export const isUpgradedByBrowser = (url: string): boolean =>
  url.startsWith('http:') && serviceOfHost(new URL(url).hostname) === 'platform';

/** An internet in which one thing is wrong, and some services refuse. Time passes on the clock alone. */
export function createInternet(
  { now, pause }: { now(): number; pause(ms: number): Promise<void> },
  situation: Situation,
  refusals: Refusals,
): Probe {
  const globalping = createGlobalping(situation);
  return async (request, abortSignal) => {
    const startedAt = now();
    const url = new URL(request.url);
    const service = serviceOfHost(url.hostname);
    const answer =
      undeliveredAnswer(url, service, situation) ??
      (service in refusals
        ? refusedAnswer(refusals[service])
        : answerOf({ url, service, request, situation, globalping }));
    const isInTime = answer !== 'silence' && answer.afterMs <= request.timeoutMs;
    await pause(isInTime ? answer.afterMs : request.timeoutMs);
    abortSignal.throwIfAborted();
    const ms = now() - startedAt;
    return isInTime ? { ...answer.result, ms } : { kind: 'timeout', ms };
  };
}

/** What becomes of a request that reaches nobody; undefined if it reaches its host. */
function undeliveredAnswer(url: URL, service: ServiceName, { isCutOff }: Situation): Answer | undefined {
  if (isCutOff) return service === 'domestic site' ? undefined : 'silence';
  return isUnknownName(url.hostname) ? failed('dns') : undefined;
}

const refusedAnswer = (refusal: Refusal | undefined): Answer =>
  typeof refusal === 'number' ? answered(ABROAD_MS, refusal) : 'silence';

interface Question {
  url: URL;
  service: ServiceName;
  request: ProbeRequest;
  situation: Situation;
  globalping(request: ProbeRequest): Answer;
}

function platformAnswer(url: URL, request: ProbeRequest, { platform, isEverywhere }: Situation): Answer {
  if (platform === 'slow') {
    if (!request.isRangeRequest) return answered(ABROAD_MS, 200);
    const { bytes, ...pace } = SLOW_SAMPLE;
    return answered(ABROAD_MS, 206, new Uint8Array(bytes), pace);
  }
  if (platform === 'no-such-name' && url.hostname !== PLATFORM_ADDRESS) return failed('dns');
  if (isUpgradedByBrowser(url.href)) return answered(0, 307, '', { hstsUpgraded: true });
  const byName = platform === 'reset' ? failed('reset') : 'silence';
  if (isEverywhere) return byName;
  // Without its name, its address answers: its certificate is for another name. Its port 80 speaks no TLS.
  if (url.hostname === PLATFORM_ADDRESS) return failed('certificate');
  if (url.port !== '') return failed(url.port === '80' ? 'tls' : 'refused');
  return byName;
}

function answerOf({ url, service, request, situation, globalping }: Question): Answer {
  switch (service) {
    case 'platform':
      return platformAnswer(url, request, situation);
    case 'resolver':
      return answered(ABROAD_MS, 200, dnsAnswer(url.searchParams.get('dns') ?? ''));
    case 'portal page': {
      const known = ENDPOINTS.portals.find((portal) => portal.url === request.url);
      return answered(ABROAD_MS, known?.status ?? 200, known?.body);
    }
    case 'speed file':
      return answered(ABROAD_MS, 206, new Uint8Array(request.maxBodyBytes), FAST_SAMPLE);
    case 'OONI’s interface':
      return answered(ABROAD_MS, 200, url.pathname.endsWith('check-in') ? CHECK_IN : { result: [] });
    case 'OONI’s test helpers':
      return answered(PAGE_LOAD_MS, 200, helperAnswer(situation));
    case 'Globalping':
      return globalping(request);
    default:
      return answered(service === 'domestic site' ? NEAR_MS : ABROAD_MS, 204);
  }
}

const CHECK_IN = {
  probe_cc: COUNTRY,
  probe_asn: 'AS17557',
  conf: {
    test_helpers: {
      'web-connectivity': [{ type: 'https', address: 'https://wcth0.fra1.ooni.org/' }],
    },
  },
};

const helperAnswer = ({ isEverywhere, platform }: Situation) => ({
  http_request: isEverywhere
    ? { failure: platform === 'reset' ? 'connection_reset' : 'generic_timeout_error', status_code: -1 }
    : { failure: null, status_code: 200 },
  dns: { failure: null, addrs: [PLATFORM_ADDRESS] },
  tcp_connect: {},
});

/** Globalping, which remembers how often it was asked for the result. */
function createGlobalping({ isEverywhere, platform }: Situation): Question['globalping'] {
  // Volunteers wait longer for a silent site than a case does for them.
  const isSilent = isEverywhere === true && platform === 'silent';
  const result = isEverywhere
    ? { status: 'failed', rawOutput: 'read ECONNRESET', statusCode: null, tls: null }
    : { status: 'finished', rawOutput: '', statusCode: 200, tls: { authorized: true } };
  const results = ['US', 'JP'].map((country) => ({ probe: { country, tags: [] }, result }));
  let polls = 0;
  return ({ postBody }) => {
    if (postBody !== undefined) return answered(ABROAD_MS, 202, { id: 'measurement' });
    const isDone = ++polls >= POLLS_UNTIL_DONE && !isSilent;
    return answered(ABROAD_MS, 200, isDone ? { status: 'finished', results } : PENDING);
  };
}
const PENDING = { status: 'in-progress', results: [] };

/** Every name has the platform's address, but for those that are made up. */
function dnsAnswer(query: string): Uint8Array {
  const answer = buildDnsAnswer(Buffer.from(query, 'base64url'), (name) =>
    isUnknownName(name) ? null : { address: PLATFORM_ADDRESS },
  );
  return answer?.bytes ?? new Uint8Array();
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
