import { capHostName } from '../base/host-name.ts';
import type { BlockPageScope, Outcome } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { CheckContext } from './check.ts';
import { decodePage } from './decode-page.ts';

type AnsweredProbe = Extract<ProbeResult, { kind: 'answered' }>;

/** What every answer shows: its status, the peer, the redirect target, and the server's clock. */
export function answerOutcome(
  result: AnsweredProbe,
  url: string,
  now: number,
): Extract<Outcome, { kind: 'answered' }> {
  const outcome: Extract<Outcome, { kind: 'answered' }> = {
    kind: 'answered',
    status: result.status,
    secure: url.startsWith('https:'),
  };
  if (result.ip !== undefined) outcome.ip = result.ip;
  const target = URL.parse(result.headers.location ?? '', url);
  if (target && result.status >= 300 && result.status < 400) {
    outcome.redirectHost = capHostName(target.hostname);
    outcome.redirectSecure = target.protocol === 'https:';
  }
  const date = Date.parse(result.headers.date ?? '');
  if (!Number.isNaN(date)) outcome.clockSkewMs = date - now;
  if (result.headers['cf-mitigated'] === 'challenge') outcome.botChallenge = true;
  return outcome;
}

/** Bytes; block pages are short. Of a page, only the name and scope of the matching fingerprint are kept. */
export const MAX_PAGE_BYTES = 65_536;
/**
 * ms after the head of an answer. A page that comes in drops is judged by what has come: the head has shown that it is an
 * answer, so it is no timeout.
 */
export const MAX_PAGE_MS = 1_000;

/** The known block page that an answer shows, by its body or its redirect target, and whose it is. */
export async function matchBlockPage(
  { body, headers }: AnsweredProbe,
  { findBlockPage }: CheckContext,
): Promise<{ blockPage?: string; blockPageScope?: BlockPageScope }> {
  const text = decodePage(body, headers['content-type']);
  const match = await findBlockPage({ body: text, location: headers.location ?? '' });
  return match === undefined ? {} : { blockPage: match.name, blockPageScope: match.scope };
}
