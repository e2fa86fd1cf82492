import type { Outcome } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { Tools } from './check.ts';

type Answered = Extract<ProbeResult, { kind: 'answered' }>;

/** What every answer tells: its status, who gave it, where it points, what time it is there. */
export function readAnswer(
  result: Answered,
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
    outcome.redirectHost = target.hostname;
    outcome.redirectSecure = target.protocol === 'https:';
  }
  const date = Date.parse(result.headers.date ?? '');
  if (!Number.isNaN(date)) outcome.clockSkewMs = date - now;
  if (result.headers['cf-mitigated'] === 'challenge') outcome.challenge = true;
  return outcome;
}

/** Block pages are short; nothing of a page is kept but the name of the mark that fits. */
export const PAGE_BYTES = 65_536;

/** The known block page that an answer is, by its body or by where it leads. */
export async function blockPageIn(
  { body, headers }: Answered,
  { blockPage }: Tools,
): Promise<{ blockPage?: string }> {
  const text = new TextDecoder().decode(body);
  const page = await blockPage({ body: text, location: headers.location ?? '' });
  return page === undefined ? {} : { blockPage: page.name };
}
