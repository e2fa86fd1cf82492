import * as v from 'valibot';
import type { Endpoints } from '../config/endpoints.ts';
import type { Outcome, VantagePointResult } from '../model/observation.ts';
import { type ProbeResult, parseJsonAnswer } from '../model/probe.ts';
import { type Check, type CheckContext, failureOutcome } from './check.ts';

/**
 * Far apart, with enough volunteers, and without blocks of the platforms: the first two that are not the person's own
 * country.
 */
const FOREIGN_COUNTRIES = ['US', 'JP', 'CH'];
/**
 * The network of a home or an office. Data centres are not behind the filters that people live with, and many sites turn
 * them away, as they do OONI's helper.
 */
const EYEBALL_TAG = 'eyeball-network';
/** ms before each poll of the results; Globalping asks for half a second at least. */
const POLL_INTERVALS_MS = [500, 500, 1_000, 1_000];
/**
 * Bytes of all answers together: a result holds the site's headers three times. A result that is cut off is not read.
 */
const MAX_RESULT_BYTES = 81_920;

/** Answer to `POST /v1/measurements`. The id becomes a part of the next URL, so its letters are restricted. */
const CreatedSchema = v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/)) });

/**
 * The part of `GET /v1/measurements/{id}` that says which volunteer saw what (Globalping's OpenAPI,
 * `FinishedHttpTestResult`).
 */
const GlobalpingSchema = v.object({
  status: v.string(),
  results: v.array(
    v.object({
      probe: v.object({ country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)), tags: v.array(v.string()) }),
      result: v.object({
        status: v.string(),
        statusCode: v.nullish(v.number()),
        rawOutput: v.nullish(v.string()),
        failureSource: v.nullish(v.string()),
        tls: v.nullish(v.object({ authorized: v.boolean() })),
      }),
    }),
  ),
});
type VolunteerResult = v.InferOutput<typeof GlobalpingSchema>['results'][number];

/** Whom a Globalping check is about, and how long it may take. */
export interface GlobalpingOptions {
  host: string;
  /** ISO 3166-1 alpha-2 of the person's network; empty: not known. */
  country: string;
  timeoutMs: number;
  attempt?: 1 | 2;
}

/**
 * Asks volunteers' computers in two other countries, and on another network of the person's own, for the head of the
 * site's front page (Globalping, https://globalping.io, no account). Globalping learns the host name and the country;
 * anyone with a measurement's id can read it. Rate limits (429), refused targets and countries without volunteers say
 * nothing.
 */
export function globalpingCheck(
  { host, country, timeoutMs, attempt = 1 }: GlobalpingOptions,
  { globalping: api }: Endpoints,
): Check {
  return {
    key: `vantage-points:globalping:${host}${attempt === 1 ? '' : ':2'}`,
    name: 'vantage-points',
    host: new URL(api).hostname,
    async run(context, abortSignal) {
      const { pause } = context;
      if (!pause) return { outcome: { kind: 'void', why: 'unsupported' }, ms: 0 };
      const session = new GlobalpingSession(context, abortSignal, timeoutMs);
      const outcome = await measure(session, pause, { api, host, country });
      return { outcome, ms: session.elapsedMs() };
    },
  };
}

/** The requests of one measurement: they share a deadline and a limit of bytes. */
class GlobalpingSession {
  readonly #context: CheckContext;
  readonly #abortSignal: AbortSignal;
  readonly #startedAt: number;
  readonly #timeoutMs: number;
  #bytesLeft = MAX_RESULT_BYTES;

  constructor(context: CheckContext, abortSignal: AbortSignal, timeoutMs: number) {
    this.#context = context;
    this.#abortSignal = abortSignal;
    this.#startedAt = context.now();
    this.#timeoutMs = timeoutMs;
  }

  elapsedMs(): number {
    return this.#context.now() - this.#startedAt;
  }

  /** Whether another request can be made after a pause of `ms`. */
  hasRoomAfter(ms: number): boolean {
    return this.#timeoutMs - this.elapsedMs() > ms && this.#bytesLeft > 0;
  }

  async request(url: string, post?: object): Promise<ProbeResult> {
    const answer = await this.#context.probe(
      {
        url,
        timeoutMs: Math.max(1, this.#timeoutMs - this.elapsedMs()),
        maxBodyBytes: this.#bytesLeft,
        ...(post ? { postBody: JSON.stringify(post) } : {}),
      },
      this.#abortSignal,
    );
    if (answer.kind === 'answered') this.#bytesLeft -= answer.body.length;
    return answer;
  }
}

/** Creates the measurement and polls its results until they say enough or the time is up. */
async function measure(
  session: GlobalpingSession,
  pause: (ms: number) => Promise<void>,
  { api, host, country }: { api: string; host: string; country: string },
): Promise<Outcome> {
  const measurements = `${api}/v1/measurements`;
  const answer = await session.request(measurements, measurementRequest(host, country));
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const created = v.safeParse(CreatedSchema, parseJsonAnswer(answer));
  if (!created.success) return { kind: 'void', why: `status ${answer.status}, no measurement` };

  let results: VantagePointResult[] = [];
  for (const [round, ms] of POLL_INTERVALS_MS.entries()) {
    if (!session.hasRoomAfter(ms)) break;
    await pause(ms);
    const polled = parseJsonAnswer(await session.request(`${measurements}/${created.output.id}`));
    const measured = v.safeParse(GlobalpingSchema, polled);
    if (!measured.success) continue;
    results = measured.output.results.flatMap((result) => toVantagePointResult(result, country) ?? []);
    const isSettled = round > 0 && results.some(({ sameCountry, works }) => works && !sameCountry);
    if (measured.output.status !== 'in-progress' || isSettled) break;
  }
  return results.length > 0 ? { kind: 'vantage-points', results } : { kind: 'timeout' };
}

function measurementRequest(host: string, country: string): object {
  const abroad = FOREIGN_COUNTRIES.filter((other) => other !== country).slice(0, 2);
  return {
    type: 'http',
    target: host,
    locations: [
      ...[...abroad, country]
        .filter((where) => where !== '')
        .map((where) => ({ country: where, tags: [EYEBALL_TAG], limit: 1 })),
    ],
    measurementOptions: { protocol: 'HTTPS', request: { method: 'HEAD', path: '/' } },
  };
}

/**
 * What one volunteer saw; undefined while it measures, if the fault was its own, and for a data centre.
 */
function toVantagePointResult(
  { probe, result }: VolunteerResult,
  country: string,
): VantagePointResult | undefined {
  const sameCountry = probe.country === country;
  if (!probe.tags.includes(EYEBALL_TAG)) return undefined;
  const vantagePoint = { country: probe.country, sameCountry };
  if (result.status === 'failed' && result.failureSource !== 'internal')
    return { ...vantagePoint, works: false, failure: ooniFailureFromMessage(result.rawOutput ?? '') };
  if (result.status !== 'finished' || typeof result.statusCode !== 'number') return undefined;
  // Globalping takes the answer without checking the certificate.
  if (result.tls?.authorized === false)
    return { ...vantagePoint, works: false, failure: 'ssl_invalid_certificate' };
  return { ...vantagePoint, works: result.statusCode < 500, status: result.statusCode };
}

/** Node's error messages, the only detail of a failed test, as OONI failure strings (spec df-007). */
const OONI_FAILURE_BY_MESSAGE: [RegExp, string][] = [
  [/ECONNREFUSED/, 'connection_refused'],
  [/ECONNRESET|EPIPE|other side closed|disconnected before secure|socket hang up/i, 'connection_reset'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout/i, 'generic_timeout_error'],
  [/ENOTFOUND|ENODATA|ESERVFAIL|EAI_AGAIN|^query[A-Z]/, 'dns_lookup_error'],
  [/certificate|SSL|TLS/i, 'ssl_failed_handshake'],
];

const ooniFailureFromMessage = (message: string): string =>
  OONI_FAILURE_BY_MESSAGE.find(([words]) => words.test(message))?.[1] ?? 'unknown_failure';
